import Engine
import Testing

/// Forward and backward pass against the oracle: every cell and loss in the registries, with every
/// kind of head, depth, lengths, inputs and dropout.
struct NetworkGradientsTests {
  @Test(arguments: EngineCase.all) func agreesWithTheOracle(_ c: EngineCase) {
    let run = EngineRun(c)
    run.job.wantsInputGradient = true
    run.job.wantsStatistics = true
    run.job.kind = .evaluation
    run.run([.weightNoise, .noisyPack] + PassPhase.evaluation)
    compareForward(run, run.oracle(), c)
    run.job.kind = .training
    run.run()
    let oracle = run.oracle()
    compareParameters(run, oracle)
    let (_, penalty) = run.network.gradientNorm
    let want = oracle.objective - oracle.plainLoss
    #expect(abs(penalty - want) < 1e-5 * max(abs(want), oracle.plainLoss))
    compareStates(run, oracle, lastStepAlone: false)
    if c.inputs == .numbers && c.noise != .adversarial {
      let got = (0..<c.batch).flatMap { b in
        run.sequence(b, timeSteps: c.timeSteps, width: 3) {
          ($0.convolution?.inputGradient ?? $0.stack.layers[0].inputGradient).pointer
        }
      }
      #expect(relativeError(got, (0..<c.batch).flatMap(oracle.inputGradient)) < 1e-4, "inputs")
    }
  }

  /// The second backward pass, of the last step's loss alone, must not disturb the first.
  @Test(arguments: EngineCase.all.filter { $0.head == .every })
  func lastStepAloneAgrees(_ c: EngineCase) {
    let run = EngineRun(c)
    run.run()
    let (gradients, squares) = (
      run.network.gradients.bits, run.network.shards[1].stack.layers[0].hiddenSquares.bits
    )
    run.job.passesLastStepBack = true
    run.run()
    #expect(run.network.gradients.bits == gradients)
    #expect(run.network.shards[1].stack.layers[0].hiddenSquares.bits == squares)
    var oracle = run.oracle()
    oracle.watchLastStepAlone()
    compareStates(run, oracle, lastStepAlone: true)
  }

  @Test(
    arguments: EngineCase.all.filter {
      $0.loss == "mse" && $0.hidden.count == 3 && $0.noise != .weightNoise
    })
  func penaltiesAgree(_ c: EngineCase) {
    let run = EngineRun(c)
    run.job.plan.adversarial = 0
    for (i, slice) in run.network.layout.slices.enumerated() where slice.kind != .bias {
      run.job.plan.l1[i] = 0.01
      run.job.plan.l2[i] = 0.02
    }
    run.run()
    let oracle = run.oracle()
    compareParameters(run, oracle)
    let (norm, penalty) = run.network.gradientNorm
    #expect(abs(penalty - oracle.penalty) < 1e-5 * oracle.penalty)
    #expect(relativeError([norm], [length(run.network.gradients.array)]) < 1e-6)
  }

  private func length(_ x: [Float]) -> Double {
    x.map { Double($0) * Double($0) }.reduce(0, +).squareRoot()
  }

  private func compareForward(_ run: EngineRun, _ oracle: Oracle, _ c: EngineCase) {
    let a = run.network.architecture
    for b in 0..<c.batch {
      let want = oracle.run(oracle.sequences[b])
      let length = oracle.steps(oracle.sequences[b])
      let rows = a.head == .every ? length : 1
      if let attention = run.network.attentionWeights {
        let queries = attention.queries == .causal ? c.shownSteps : 1
        for (i, row) in want.attention.enumerated() {
          let first = (b * queries + i) * c.shownSteps
          let past = [Double](repeating: 0, count: c.shownSteps - row.count)
          let got = Array(attention.values[first..<first + c.shownSteps])
          #expect(relativeError(got, row + past) < 1e-5, "attention of \(b)")
        }
      }
      let outputs = run.sequence(b, timeSteps: rows, width: a.outputs) { $0.head.outputs.pointer }
      #expect(relativeError(outputs, want.outputs) < 1e-5, "outputs of \(b)")
      for u in 0..<a.recurrences {
        let hidden = a.hidden[u / a.directions]
        let past = [Double](repeating: 0, count: (c.shownSteps - length) * hidden)
        let h = run.sequence(b, timeSteps: c.shownSteps, width: hidden) { $0.stack.hiddenStates(u) }
        #expect(
          relativeError(h, want.hidden[u] + past) < 1e-5, "h of recurrence \(u), sequence \(b)")
        guard run.network.cell.hasCellState else { continue }
        let cell = run.sequence(b, timeSteps: c.shownSteps, width: hidden) {
          $0.stack.cellStates(u)
        }
        #expect(
          relativeError(cell, want.cell[u] + past) < 1e-5, "c of recurrence \(u), sequence \(b)")
      }
    }
    #expect(relativeError([run.network.meanLoss.loss], [oracle.plainLoss]) < 1e-5)
  }

  /// Entry by entry for small tensors of small networks, else along random directions.
  private func compareParameters(_ run: EngineRun, _ oracle: Oracle) {
    var random = TestRandom(3)
    let isSmall = run.network.layout.count < 250
    for slice in run.network.layout.slices {
      let gradient = Array(run.network.gradients.values[slice.range])
      // What attention's scores hang on is a small difference of large sums in single precision.
      let limit = slice.name.hasPrefix("attention.") ? 2e-4 : 1e-4
      guard !isSmall else {
        #expect(relativeError(gradient, oracle.gradient(slice)) < limit, "\(slice.name)")
        continue
      }
      for _ in 0..<3 {
        let direction = gradient.map { _ in Bool.random(using: &random) ? 1.0 : -1.0 }
        let got = zip(gradient, direction).map { Double($0) * $1 }.reduce(0, +)
        let want = oracle.derivative(slice, along: direction)
        #expect(abs(got - want) < limit * max(length(gradient), 1e-5), "\(slice.name)")
      }
    }
  }

  private func compareStates(_ run: EngineRun, _ oracle: Oracle, lastStepAlone: Bool) {
    let states = Self.squares(lastStepAlone: lastStepAlone)
    for u in 0..<run.network.architecture.recurrences {
      for (state, squares) in states where state == .hidden || run.network.cell.hasCellState {
        let sequences = 0..<run.batch.size
        let got = sequences.flatMap { b in
          run.steps(b) { squares($0.stack.layers[u]) }.map { $0.squareRoot() }
        }
        let want = sequences.flatMap { b in
          oracle.stateGradientNorms(
            b, recurrence: u, of: state, timeSteps: run.network.shards[0].pass.timeSteps)
        }
        #expect(relativeError(got, want) < 1e-4, "\(state) of recurrence \(u)")
      }
    }
  }

  private static func squares(
    lastStepAlone: Bool
  ) -> [(Oracle.Nudge.State, (LayerWorkspace) -> Block<Double>)] {
    lastStepAlone
      ? [(.hidden, { $0.lastStepHiddenSquares }), (.carriedCell, { $0.lastStepCarriedSquares })]
      : [
        (.hidden, { $0.hiddenSquares }), (.cell, { $0.cellSquares }),
        (.carriedCell, { $0.carriedSquares }),
      ]
  }
}
