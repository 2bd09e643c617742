import CKernels
import Engine
import Foundation
import Testing

struct GradientThroughTimeTests {
  /// Sequences of different lengths are aligned at their ends; where some do not reach, only those
  /// that do count.
  @Test(arguments: EngineCase.all.filter { $0.loss == "mse" && $0.noise == .none })
  func collects(_ c: EngineCase) {
    let run = EngineRun(c)
    run.job.passesLastStepBack = true
    run.job.wantsStatistics = true
    let layer = c.hidden.count - 1
    var through = GradientThroughTime(timeSteps: c.timeSteps)
    var (hidden, carried) = (through, through)
    let counts = Block<Int64>(count: 36)
    var want = [Double](repeating: 0, count: c.timeSteps)
    let hasCell = run.network.cell.hasCellState
    for _ in 0..<2 {
      run.run()
      run.network.recurrence(layer).collectGradients(of: .whole, into: &through, counts: counts)
      run.network.recurrence(layer).collectGradients(of: .hidden, into: &hidden)
      if hasCell {
        run.network.recurrence(layer).collectGradients(of: .carriedCell, into: &carried)
      }
      for b in 0..<c.batch {
        func squares(_ block: (LayerWorkspace) -> Block<Double>) -> [Double] {
          run.steps(b) { block($0.stack.layers[layer]) }
        }
        let isEvery = c.head == .every
        let ofHidden = squares { isEvery ? $0.lastStepHiddenSquares : $0.hiddenSquares }
        let ofCell =
          hasCell
          ? squares { isEvery ? $0.lastStepCarriedSquares : $0.carriedSquares }
          : ofHidden.map { _ in 0 }
        let length = Int(run.batch.lengths.values[b])
        for t in 0..<length { want[length - 1 - t] += ofHidden[t] + ofCell[t] }
      }
    }
    let lengths = run.batch.lengths.values.prefix(c.batch).map { Int($0) }
    for d in want.indices { want[d] /= Double(max(1, 2 * lengths.count { $0 > d })) }
    #expect(through.reach == lengths.max())
    let got = (0..<c.timeSteps).map { $0 < through.reach ? through.norm($0) : 0 }
    if through.reach < c.timeSteps { #expect(through.norm(through.reach).isNaN) }
    #expect(relativeError(got, want.map { $0.squareRoot() }) < 1e-12)
    let parts = (0..<through.reach).map { d in
      let ofCell = hasCell ? carried.norm(d) : 0
      return (hidden.norm(d) * hidden.norm(d) + ofCell * ofCell).squareRoot()
    }
    #expect(relativeError(parts, Array(got.prefix(through.reach))) < 1e-12)
    let steps = run.batch.lengths.values.reduce(0) { $0 + Int64($1) }
    #expect(counts.values.reduce(0, +) == 2 * steps)
    through.reset()
    #expect(through.norm(0).isNaN)
  }

  @Test(
    arguments: [
      (0, 32), (1e-13, 33), (1e-150, 33), (1.01e-12, 0), (3.1e-12, 0), (3.2e-12, 1), (1.01e-11, 2),
      (0.99, 23), (1, 24), (3.1, 24), (3.2, 25), (9.9e3, 31), (1.01e4, 34), (.infinity, 34),
      (.nan, 35),
    ] as [(Double, Int)]) func histogramPlaces(_ norm: Double, _ place: Int)
  {
    var counts = [Int64](repeating: 0, count: 36)
    ck_norm_histogram(2, [norm * norm, norm * norm], nil, &counts)
    #expect(counts.firstIndex { $0 != 0 } == place && counts[place] == 2)
    ck_norm_histogram(1, [norm * norm / 2], [norm * norm / 2], &counts)
    #expect(counts[place] == 3)
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
    #expect(first.what == "the hidden state is not finite (unit 1: nan)")
    run.batch.inputs.values[2 * c.batch * 3] = 0
    run.network.weights.values[run.network.places.headBias.range.lowerBound] = .infinity
    run.network.weightsChanged()
    run.run()
    #expect(run.network.firstNonfinite()?.layer == "head")
  }
}
