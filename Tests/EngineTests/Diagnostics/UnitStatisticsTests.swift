import Engine
import Testing

struct UnitStatisticsTests {
  /// Counted once more from the activations that an evaluation leaves behind.
  @Test(arguments: EngineCase.all.filter { $0.noise == .none })
  func countsAreThoseOfTheActivations(_ c: EngineCase) {
    let run = EngineRun(c)
    // Larger weights, so that some gates saturate.
    for i in run.network.weights.values.indices { run.network.weights.values[i] *= 4 }
    run.network.weightsChanged()
    run.job.kind = .evaluation
    run.job.wantsStatistics = true
    run.run(PassPhase.evaluation)
    let gates = run.network.cell.gates
    for u in 0..<run.network.architecture.recurrences {
      let hidden = run.network.architecture.hidden[u / run.network.architecture.directions]
      var sums = UnitSums(gates: gates.count)
      sums.add(run.network.recurrence(u))
      var want = [Double](repeating: 0, count: 3 * gates.count)
      var states = [[Float]](repeating: [], count: hidden)
      for b in 0..<c.batch {
        let length = run.network.architecture.recurrentSteps(Int(run.batch.lengths.values[b]))
        let width = gates.count * hidden
        let values = run.sequence(b, timeSteps: length, width: width) {
          $0.stack.layers[u].gates.pointer
        }
        for (g, gate) in gates.enumerated() where gate.isSigmoid {
          for t in 0..<length {
            for x in values[t * width + g * hidden..<t * width + (g + 1) * hidden] {
              want[3 * g] += x < 0.1 ? 1 : 0
              want[3 * g + 1] += x > 0.9 ? 1 : 0
              want[3 * g + 2] += Double(x)
            }
          }
        }
        let h = run.sequence(b, timeSteps: length, width: hidden) { $0.stack.hiddenStates(u) }
        for (i, x) in h.enumerated() { states[i % hidden].append(x) }
      }
      #expect(relativeError(sums.gates, want) < 1e-5)
      #expect(sums.count == Double(states.map(\.count).reduce(0, +)))
      #expect(sums.deadUnits == states.count { $0.max()! - $0.min()! < 0.001 })
      if let bounds = run.network.cell.stateBounds {
        let saturated = states.joined().count {
          $0 < bounds.lowerBound + 0.01 || $0 > bounds.upperBound - 0.01
        }
        #expect(sums.saturatedStates == Double(saturated))
      }
    }
  }

  /// A unit that never moves is dead; one that moves in a single sequence is not.
  @Test func deadUnits() {
    let run = EngineRun(
      EngineCase(cell: "rnn", options: CellOptions(activation: .relu), hidden: [5]))
    run.network.weights.values.update(repeating: 0)
    let layer = run.network.places.layers[0]
    for i in 0..<3 { run.network.weights.values[layer.inputWeight.range.lowerBound + i] = 1 }
    run.network.weightsChanged()
    run.job.wantsStatistics = true
    run.run()
    var sums = UnitSums(gates: 1)
    sums.add(run.network.recurrence(0))
    #expect(sums.deadUnits == 4)
  }
}
