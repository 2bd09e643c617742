import Engine
import Testing

/// Zoneout as statistics while training, and its mean path when evaluating.
struct ZoneoutTests {
  /// h = z h' + (1 - z) h~ at every step, with nothing drawn: the oracle's with the shares set.
  @Test(arguments: cellCases) func evaluationTakesTheMean(_ c: EngineCase) {
    var c = c
    c.noise = .zoneout
    let run = EngineRun(c)
    run.job.plan = run.job.plan.forEvaluation
    run.job.kind = .evaluation
    run.run(PassPhase.evaluation)
    let oracle = run.oracle()
    for (b, sequence) in oracle.sequences.enumerated() {
      #expect(sequence.hiddenShares[0].allSatisfy { Float($0) == 0.3 })
      #expect(sequence.cellShares[0].allSatisfy { Float($0) == 0.2 })
      let want = oracle.run(sequence)
      let h = run.sequence(b, timeSteps: sequence.length, width: 5) { $0.stack.hiddenStates(0) }
      #expect(relativeError(h, want.hidden[0]) < 1e-5)
    }
    // Twice the same: nothing is drawn.
    let once = run.network.meanLoss.loss
    run.job.step += 1
    run.run(PassPhase.evaluation)
    #expect(run.network.meanLoss.loss == once)
  }

  /// While training each unit keeps its old state with the probability asked for, new at each step.
  @Test func keepsItsShare() {
    var random = TestRandom(1)
    let run = EngineRun(
      Architecture(cell: "lstm", input: 3, hidden: [50], outputs: 1, loss: "mse"),
      timeSteps: 40, batch: 16, random: &random)
    run.job.plan.hiddenZoneout = 0.3
    run.job.plan.cellZoneout = 0.1
    run.run()
    let layer = run.network.shards[0].stack.layers[0]
    for (block, rate) in [(layer.hiddenShares, 0.3), (layer.cellShares, 0.1)] {
      let n = Double(block.count)
      #expect(block.values.allSatisfy { $0 == 0 || $0 == 1 })
      let share = Double(block.values.count { $0 == 1 }) / n
      #expect(abs(share - rate) < 5 * (rate * (1 - rate) / n).squareRoot())
      let steps = (0..<40).map { t in block.values[t * 800..<(t + 1) * 800].map { $0 } }
      #expect(Set(steps).count == 40)
    }
  }

  /// The mean of many drawn steps is the mean path's step.
  @Test func meanPathIsTheMean() {
    var random = TestRandom(2)
    let run = EngineRun(
      Architecture(cell: "gru", input: 3, hidden: [8], outputs: 1, loss: "mse"), timeSteps: 1,
      batch: 1, random: &random)
    run.job.plan.hiddenZoneout = 0.4
    var mean = [Double](repeating: 0, count: 8)
    let draws = 4000
    for step in 0..<draws {
      run.job.step = step
      run.run()
      for j in 0..<8 {
        mean[j] += Double(run.network.shards[0].stack.hiddenStates(0)[j]) / Double(draws)
      }
    }
    run.job.plan = run.job.plan.forEvaluation
    run.run()
    for j in 0..<8 {
      let path = Double(run.network.shards[0].stack.hiddenStates(0)[j])
      #expect(abs(mean[j] - path) < 5 * abs(path) * (0.6667 / Double(draws)).squareRoot() + 1e-6)
    }
  }
}
