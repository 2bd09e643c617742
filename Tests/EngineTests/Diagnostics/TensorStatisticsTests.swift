import Engine
import Testing

struct TensorStatisticsTests {
  /// Norms as they are defined, of the gradient before and the weights on both sides of an update.
  @Test(arguments: cellCases) func normsAreThoseOfOneStep(_ c: EngineCase) {
    let run = EngineRun(c)
    run.run()
    var statistics = TensorStatistics(run.network)
    let before = run.network.weights.array
    statistics.lookBefore(run.network)
    run.prepareUpdate()
    run.network.perform(PassPhase.step)
    statistics.lookAfter(run.network)
    #expect(statistics.taken == 1)
    func norm(_ x: [Double]) -> Double { x.map { $0 * $0 }.reduce(0, +).squareRoot() }
    for (i, slice) in run.network.layout.slices.enumerated() {
      let gradient = run.network.gradients.values[slice.range].map(Double.init)
      let old = before[slice.range].map(Double.init)
      let new = run.network.weights.values[slice.range].map(Double.init)
      #expect(relativeError([statistics.latestGradientNorm(i)], [norm(gradient)]) < 1e-5)
      #expect(statistics.gradientNorms(i) == [statistics.latestGradientNorm(i)])
      #expect(relativeError([statistics.weightNorms[i]], [norm(old)]) < 1e-5)
      let update = norm(zip(old, new).map { $0 - $1 })
      #expect(relativeError([statistics.updateNorms[i]], [update]) < 1e-5)
    }
  }

  @Test func holdsTheLatestLooks() {
    let run = EngineRun(EngineCase())
    run.run()
    var statistics = TensorStatistics(run.network)
    for _ in 0..<TensorStatistics.looks + 5 {
      statistics.lookBefore(run.network)
      statistics.lookAfter(run.network)
    }
    #expect(statistics.gradientNorms(0).count == TensorStatistics.looks)
    #expect(statistics.updateNorms.allSatisfy { $0 == 0 })
    statistics.reset()
    #expect(statistics.gradientNorms(0).isEmpty)
  }
}
