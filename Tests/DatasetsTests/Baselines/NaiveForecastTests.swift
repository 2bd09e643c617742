import Datasets
import Testing

struct NaiveForecastTests {
  /// Of two targets in different units each is measured in its own, then the mean is taken: steps of
  /// 1 and of 1000 give (1 + 1000) / 2.
  @Test func severalTargetsAreMeasuredOneByOne() throws {
    let scratch = try Scratch()
    let rows = (0..<200).map { row in
      "\(row % 2 == 0 ? 5 : 6),\(row % 2 == 0 ? 1000 : 2000)\n"
    }
    try scratch.write("two.csv", "small,large\n" + rows.joined())
    var configuration = DataConfiguration(source: "csv", file: "two.csv", window: 4)
    configuration.targets = ["small", "large"]
    configuration.prepare = [PreparationStep("scale", "standard")]
    let data = try scratch.load(configuration)
    #expect(data.targetNames == ["small", "large"])
    let persistence = try #require(data.baselines.first { $0.name == "persistence" })
    for metrics in [persistence.validationMetrics, persistence.testMetrics] {
      #expect(metrics.map(\.name) == ["rmse", "mae"])
      #expect(metrics.allSatisfy { abs($0.value - 500.5) < 1e-6 })
    }
    // Scaled, each step is two standard deviations.
    #expect(abs(persistence.testLoss - 4) < 0.01)
  }
}
