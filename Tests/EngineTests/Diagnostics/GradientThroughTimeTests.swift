import CKernels
import Engine
import Foundation
import Testing

struct GradientThroughTimeTests {
  struct Decay: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let norms: [Double]
    let slope: Float?
    let reaches: Int
  }

  static let decays = [
    // 2^(-d/2) falls below 1 % after d = 13.
    Decay(
      testDescription: "halves every 2 steps", norms: (0..<100).map { pow(2, -Double($0) / 2) },
      slope: -0.5, reaches: 14),
    Decay(
      testDescription: "grows", norms: (0..<50).map { pow(1.1, Double($0)) },
      slope: Float(log2(1.1)), reaches: 50),
    Decay(testDescription: "constant", norms: [3, 3, 3, 3], slope: 0, reaches: 4),
    Decay(
      testDescription: "underflows to zero", norms: [1, 0.25, 0.0625, 0, 0], slope: -2, reaches: 3),
    Decay(testDescription: "zero", norms: [0, 0, 0, 0], slope: nil, reaches: 0),
    Decay(testDescription: "NaN", norms: [.nan, 1, 1, 1], slope: nil, reaches: 0),
    Decay(testDescription: "NaN on the way", norms: [1, 0.5, .nan, 0.125], slope: -1, reaches: 2),
    Decay(testDescription: "infinite", norms: [.infinity, 1, 1], slope: nil, reaches: 0),
    Decay(testDescription: "two norms", norms: [1, 0.5], slope: nil, reaches: 2),
    Decay(testDescription: "no norms", norms: [], slope: nil, reaches: 0),
  ]

  @Test(arguments: decays) func line(_ d: Decay) {
    let decay = GradientDecay(d.norms)
    #expect(decay.of == d.norms.count && decay.reaches == d.reaches)
    #expect((decay.log2PerStepBack == nil) == (d.slope == nil))
    if let got = decay.log2PerStepBack, let want = d.slope {
      #expect(abs(got - want) < 1e-5)
      #expect(abs(decay.fit - 1) < 1e-5)
    }
  }

  @Test func fitTellsALineFromNoise() {
    let decay = GradientDecay((0..<20).map { $0.isMultiple(of: 2) ? 1.0 : 0.5 })
    #expect(decay.fit < 0.1)
  }

  /// Sequences of different lengths are aligned at their ends; where some do not reach, the others
  /// stand for a whole batch.
  @Test(arguments: EngineCase.all.filter { $0.loss == "mse" && $0.noise == .none })
  func collects(_ c: EngineCase) {
    let run = EngineRun(c)
    run.job.passesLastStepBack = true
    let layer = c.hidden.count - 1
    var through = GradientThroughTime(timeSteps: c.timeSteps)
    let counts = Block<Int64>(count: 36)
    var want = [Double](repeating: 0, count: c.timeSteps)
    for _ in 0..<2 {
      run.run()
      run.network.collectGradients(recurrence: layer, ofCell: false, into: &through, counts: counts)
      for b in 0..<c.batch {
        let squares = run.steps(b) {
          let w = $0.layers[layer]
          return c.head == .every ? w.lastStepHiddenSquares : w.hiddenSquares
        }
        let length = Int(run.batch.lengths.values[b])
        for t in 0..<length { want[length - 1 - t] += squares[t] / 2 }
      }
    }
    let lengths = run.batch.lengths.values.prefix(c.batch).map { Int($0) }
    for d in want.indices {
      let reaching = lengths.filter { $0 > d }.count
      want[d] *= reaching > 0 ? Double(c.batch) / Double(reaching) : 0
    }
    #expect(through.reach == lengths.max())
    let got = (0..<c.timeSteps).map { $0 < through.reach ? through.norm($0) : 0 }
    if through.reach < c.timeSteps { #expect(through.norm(through.reach).isNaN) }
    #expect(relativeError(got, want.map { $0.squareRoot() }) < 1e-12)
    let steps = run.batch.lengths.values.reduce(0) { $0 + Int64($1) }
    #expect(counts.values.reduce(0, +) == 2 * steps)
    through.reset()
    #expect(through.batches == 0 && through.norm(0).isNaN)
  }

  @Test(
    arguments: [
      (0, 32), (1e-13, 33), (1e-160, 33), (1.01e-12, 0), (3.1e-12, 0), (3.2e-12, 1), (1.01e-11, 2),
      (0.99, 23), (1, 24), (3.1, 24), (3.2, 25), (9.9e3, 31), (1.01e4, 34), (.infinity, 34),
      (.nan, 35),
    ] as [(Double, Int)]) func histogramPlaces(_ norm: Double, _ place: Int)
  {
    var counts = [Int64](repeating: 0, count: 36)
    ck_norm_histogram(2, [norm * norm, norm * norm], &counts)
    #expect(counts.firstIndex { $0 != 0 } == place && counts[place] == 2)
  }

  @Test func findsTheFirstNumberThatIsNotFinite() throws {
    let c = EngineCase(cell: "gru", hidden: [3, 5], inputs: .numbers)
    let run = EngineRun(c)
    run.run()
    #expect(run.network.firstNonfinite() == nil)
    run.batch.inputs.values[2 * c.batch * 3] = .nan
    run.run()
    let first = try #require(run.network.firstNonfinite())
    #expect(first.layer == "rnn.0" && first.timeStep == 3)
    run.batch.inputs.values[2 * c.batch * 3] = 0
    run.network.weights.values[run.network.layout.headBias.range.lowerBound] = .infinity
    run.network.weightsChanged()
    run.run()
    #expect(run.network.firstNonfinite()?.layer == "head")
  }
}
