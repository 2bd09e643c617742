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
