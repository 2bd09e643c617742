import Engine
import Testing

/// Forward pass and gradients against plain loops in double precision.
struct EncoderDecoderGradientsTests {
  @Test(arguments: EncoderDecoderCase.all) func forwardAgrees(_ c: EncoderDecoderCase) {
    let run = EncoderDecoderRun(c)
    run.job.kind = .evaluation
    run.run(PassPhase.evaluation)
    let oracle = run.oracle()
    let attention = run.model.attentionWeights
    for b in 0..<c.batch {
      let want = oracle.run(oracle.pairs[b])
      for (t, outputs) in want.outputs.enumerated() {
        let got = run.model.outputs[column: b, step: t]
        #expect(relativeError(Array(got.values), outputs) < 1e-5, "output \(t) of \(b)")
        #expect(got.hasTarget && got.targetClass == oracle.pairs[b].classes[t])
      }
      for (t, row) in want.attention.enumerated() {
        let first = (b * c.targetSteps + t) * c.timeSteps
        let got = attention?.values[first..<first + c.timeSteps].map { Double($0) } ?? []
        let past = [Double](repeating: 0, count: c.timeSteps - row.count)
        #expect(relativeError(got, row + past) < 1e-5, "attention \(t) of \(b)")
      }
    }
    #expect((attention == nil) == (c.attention == .none))
    #expect(relativeError([run.model.meanLoss.loss], [oracle.loss]) < 1e-5)
    #expect(run.model.meanLoss.rows == oracle.terms)
  }

  @Test(arguments: EncoderDecoderCase.all) func gradientsAgree(_ c: EncoderDecoderCase) {
    let run = EncoderDecoderRun(c)
    run.job.passesLastStepBack = true
    run.run()
    compare(run)
  }

  /// With a source that an adversary moved, and with parts of one gradient added up.
  @Test(arguments: EncoderDecoderCase.all.filter { $0.teacherForcing == 1 })
  func adversarialGradientsAgree(_ c: EncoderDecoderCase) {
    let run = EncoderDecoderRun(c)
    run.job.plan.adversarial = 0.2
    run.job.plan.adversarialTakesSign = c.feedsInput
    run.run()
    compare(run)
  }

  @Test(arguments: EncoderDecoderCase.all) func partsMakeTheSameGradient(
    _ c: EncoderDecoderCase
  ) {
    let once = EncoderDecoderRun(c)
    once.run()
    let want = once.model.gradients.values.map(Double.init)
    // The same batch as two parts of one gradient, whose mean it is.
    let twice = EncoderDecoderRun(c)
    twice.job.teacherForcing = 1
    once.job.teacherForcing = 1
    once.run()
    twice.run(PassPhase.accumulation)
    twice.job.part = 1
    twice.run()
    let plain = once.model.gradients.values.map(Double.init)
    #expect(relativeError(twice.model.gradients.array, plain) < 1e-5)
    #expect(twice.model.meanLoss.rows == 2 * once.model.meanLoss.rows)
    #expect(c.teacherForcing < 1 || relativeError(plain, want) == 0)
  }

  /// Masks on states, also where they act on the way to the decoder's first state: against the
  /// engine's own loss at moved weights, with the same masks.
  @Test(arguments: EncoderDecoderCase.all.filter { $0.teacherForcing == 1 })
  func noiseOnStatesIsDifferentiated(_ c: EncoderDecoderCase) {
    // Far from kinks.
    let smooth: (CellOptions) -> Bool = { [.tanh, .sigmoid].contains($0.activation) }
    guard smooth(c.encoder.1), smooth(c.decoder.1) else { return }
    let run = EncoderDecoderRun(c)
    run.job.plan.labelSmoothing = 0
    run.job.plan.recurrentDropout = 0.3
    run.job.plan.hiddenZoneout = 0.2
    run.job.plan.cellZoneout = 0.2
    run.job.plan.betweenDropout = 0.2
    run.job.plan.headDropout = 0.2
    run.run()
    let weights = run.model.weights.array
    let gradients = run.model.gradients.array
    var random = TestRandom(4)
    for slice in run.model.layout.slices {
      let gradient = gradients[slice.range].map(Double.init)
      let size = gradient.map { $0 * $0 }.reduce(0, +).squareRoot()
      // Along the gradient with some of its signs turned.
      let direction = gradient.map {
        $0 / max(size, 1e-9) * (Int.random(in: 0..<4, using: &random) == 0 ? -1 : 1)
      }
      let step = 3e-3
      func loss(_ amount: Double) -> Double {
        var moved = weights
        for (i, part) in zip(slice.range, direction) { moved[i] += Float(amount * part) }
        run.model.take(weights: moved)
        run.run(PassPhase.accumulation)
        return run.model.meanLoss.loss
      }
      let want = (loss(step) - loss(-step)) / (2 * step)
      let got = zip(gradient, direction).map { $0 * $1 }.reduce(0, +)
      #expect(abs(got - want) < 0.01 * size + 2e-4, "\(slice.name): \(got), not \(want)")
    }
  }

  /// One step after the other is the same as all at once, with masks of every kind.
  @Test(arguments: EncoderDecoderCase.all.filter { !$0.feedsInput })
  func stepByStepIsAllAtOnce(_ c: EncoderDecoderCase) {
    func gradients(_ share: Float) -> [Float] {
      let run = EncoderDecoderRun(c)
      run.job.teacherForcing = share
      run.job.plan.inputDropout = c.fewWords ? 0 : 0.2
      run.job.plan.betweenDropout = 0.2
      run.job.plan.headDropout = 0.2
      run.job.plan.recurrentDropout = 0.2
      run.job.plan.recurrentDropoutEveryStep = true
      run.job.plan.hiddenZoneout = 0.2
      run.run()
      return run.model.gradients.array
    }
    // So near to 1 that the teacher is always there.
    let stepwise = gradients(1 - 1e-6)
    #expect(relativeError(stepwise, gradients(1).map(Double.init)) < 1e-5)
  }

  /// Along random directions in each tensor, which all of its entries take part in.
  private func compare(_ run: EncoderDecoderRun) {
    let oracle = run.oracle()
    var random = TestRandom(9)
    var all = 0.0
    for slice in run.model.layout.slices {
      let gradient = run.model.gradients.values[slice.range].map(Double.init)
      let size = gradient.map { $0 * $0 }.reduce(0, +).squareRoot()
      all += size * size
      for _ in 0..<2 {
        let direction = slice.range.map { _ in Bool.random(using: &random) ? 1.0 : -1.0 }
        let want = oracle.derivative(slice, along: direction)
        let got = zip(gradient, direction).map { $0 * $1 }.reduce(0, +)
        #expect(abs(got - want) < 1e-4 * max(size, 1e-4), "\(slice.name): \(got), not \(want)")
      }
    }
    #expect(relativeError([run.model.gradientNorm.norm], [all.squareRoot()]) < 1e-5)
  }

  /// Of the encoder by the whole loss, of the decoder by the last word's alone.
  @Test(arguments: EncoderDecoderCase.all.filter { $0.batch == 17 && $0.teacherForcing == 1 })
  func normsOfStatesAgree(_ c: EncoderDecoderCase) {
    // A nudge at ReLU's kink has no derivative.
    let smooth: (CellOptions) -> Bool = { [.tanh, .sigmoid].contains($0.activation) }
    guard smooth(c.encoder.1), smooth(c.decoder.1) else { return }
    let run = EncoderDecoderRun(c)
    run.job.passesLastStepBack = true
    run.run()
    let oracle = run.oracle()
    for (number, recurrence) in run.model.recurrences.enumerated() {
      // There h is nudged apart from c, or h counts what o takes of it.
      if recurrence.cell.hasCellState { continue }
      let encoders = c.encoderHidden.count * (c.bidirectional ? 2 : 1)
      let isDecoder = number >= encoders
      var want = [Double](repeating: 0, count: isDecoder ? c.targetSteps : c.timeSteps)
      for b in 0..<c.batch {
        let norms = oracle.normsOfStates(
          b, isDecoder: isDecoder, recurrence: isDecoder ? number - encoders : number,
          lastWordAlone: isDecoder)
        for (t, norm) in norms.reversed().enumerated() { want[t] += norm * norm }
      }
      var sums = GradientThroughTime(timeSteps: want.count)
      recurrence.collectGradients(of: .hidden, into: &sums)
      #expect(
        relativeError(sums.squares.map { $0.squareRoot() }, want.map { $0.squareRoot() }) < 1e-4,
        "\(recurrence.name)")
    }
  }
}
