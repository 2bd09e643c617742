import Datasets
import Foundation
import Testing

/// Series that the program computes, against what is known of them.
struct GeneratedSeriesTests {
  private func data(_ name: String, length: Int = 4, count: Int = 4000, horizon: Int = 1) throws
    -> Dataset
  {
    try generate(
      DataConfiguration(source: name, horizon: horizon, length: length, count: count))
  }

  /// The series in its own units, as the windows feed it.
  private func values(_ name: String, count: Int = 4000, seed: UInt64 = 1) throws -> [Double] {
    var configuration = DataConfiguration(source: name, length: 1, count: count, seed: seed)
    configuration.split = [0.98, 0.01, 0.01]
    let data = try generate(configuration)
    return (0..<data.training.count).map { index in
      data.training.inUnits(data.example(data.training, index).inputs[0], of: index, output: 0)
    }
  }

  private func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }

  @Test(arguments: generatedSeries) func windowsPredictWhatLiesAhead(_ name: String) throws {
    let data = try data(name, length: 6, count: 1000, horizon: 3)
    #expect(data.kind == .series && data.metrics == ["rmse", "mae"])
    #expect(data.sizes == [792, 100, 100] && data.baseline.name == "persistence")
    let examples = data.all[0]
    for index in 0..<700 {
      #expect(examples[index].values == [examples[index + 3].inputs[5]])
    }
    #expect(data.forecastTitle.hasSuffix("3 steps ahead"))
    #expect(data.description.series?.horizon == 3 && data.description.length == 6)
    #expect(data.report.parts.map(\.place).first == "values 1 to 800")
    #expect(data.validation.place(of: 0) == RowPlace(row: 801, total: 1000, date: nil))
    #expect(data.report.pictures.count == 2 && data.report.columns.count == 1)
  }

  @Test(arguments: generatedSeries) func persistenceIsMeasured(_ name: String) throws {
    let data = try data(name, length: 6, count: 1000, horizon: 3)
    let test = data.all[2]
    var (loss, squares, absolutes) = (0.0, 0.0, 0.0)
    for (index, example) in test.enumerated() {
      let units = { data.test.inUnits($0, of: index, output: 0) }
      let error = units(example.values[0]) - units(example.inputs[5])
      let miss = Double(example.values[0] - example.inputs[5])
      loss += miss * miss / 100
      squares += error * error / 100
      absolutes += abs(error) / 100
    }
    #expect(abs(Double(data.baseline.testLoss) / loss - 1) < 1e-4)
    #expect(abs(data.baseline.testMetrics[0].value / squares.squareRoot() - 1) < 1e-4)
    #expect(abs(data.baseline.testMetrics[1].value / absolutes - 1) < 1e-4)
  }

  @Test(arguments: generatedSeries) func foldsChainForwards(_ name: String) throws {
    var configuration = DataConfiguration(source: name, length: 6, count: 1000)
    configuration.folds = 3
    var sizes: [[Int]] = []
    for fold in 1...3 {
      configuration.fold = fold
      sizes.append(try generate(configuration).sizes)
    }
    #expect(sizes == [[219, 225, 100], [444, 225, 100], [669, 225, 100]])
  }

  @Test func tooFewValuesAreRefused() throws {
    #expect(
      try Scratch().message(DataConfiguration(source: "ar2", length: 20, count: 20))
        == "data.count: 20 is out of range; allowed: 27 to 2000000")
  }

  /// Once more with Euler's method in steps a hundred times as fine, from the values before.
  @Test func lorenzFollowsItsEquations() throws {
    let x = try values("lorenz")
    #expect(abs(deviation(x) - 7.9) < 0.6 && x.allSatisfy { abs($0) < 21 })
    // Both wings are visited, and left again.
    #expect(zip(x, x.dropFirst()).filter { $0 * $1 < 0 }.count > 100)
  }

  /// The equation holds between values one unit of time apart: x grows by the integral of its slope.
  @Test func mackeyGlassFollowsItsEquation() throws {
    let x = try values("mackey_glass")
    #expect(x.allSatisfy { (0.2...1.4).contains($0) } && abs(deviation(x) - 0.23) < 0.03)
    func slope(_ t: Int) -> Double { 0.2 * x[t - 17] / (1 + pow(x[t - 17], 10)) - 0.1 * x[t] }
    for t in 20..<3000 {
      // Simpson's rule over two units.
      let grown = (slope(t - 1) + 4 * slope(t) + slope(t + 1)) / 3
      #expect(abs(x[t + 1] - x[t - 1] - grown) < 0.004)
    }
  }

  @Test func autoregressionHasItsCoefficients() throws {
    let x = try values("ar2", count: 40_000)
    // Least squares of x on its two values before and a constant, from the normal equations.
    var rows = [[Double]](repeating: [0, 0, 0, 0], count: 3)
    for t in 2..<x.count {
      let known = [x[t - 1], x[t - 2], 1]
      for i in 0..<3 {
        for j in 0..<3 { rows[i][j] += known[i] * known[j] }
        rows[i][3] += known[i] * x[t]
      }
    }
    for i in 0..<3 {
      for j in 0..<3 where j != i {
        let factor = rows[j][i] / rows[i][i]
        for k in 0..<4 { rows[j][k] -= factor * rows[i][k] }
      }
    }
    let found = (0..<3).map { rows[$0][3] / rows[$0][$0] }
    #expect(abs(found[0] - 1.6) < 0.01 && abs(found[1] + 0.9) < 0.01 && abs(found[2] - 1) < 0.05)
    let noise = (2..<x.count).map { x[$0] - found[0] * x[$0 - 1] - found[1] * x[$0 - 2] - found[2] }
    #expect(abs(deviation(noise) - 1) < 0.02 && abs(deviation(x) - 4.25) < 0.2)
  }

  /// Three sines obey a recurrence of six values; what is left is the noise.
  @Test func sinesAreThreeAndLittleNoise() throws {
    for seed in UInt64(1)...5 {
      let x = try values("sines", seed: seed)
      let power = (0.5 * 0.25 * 3...0.5 * 3).contains(deviation(x) * deviation(x))
      #expect(power)
      #expect(x.allSatisfy { abs($0) < 3.3 })
    }
  }

  @Test func aModelOfASeriesTakesATableWithItsColumn() throws {
    let data = try data("lorenz", length: 5, count: 500)
    let scratch = try Scratch()
    try scratch.write("t.csv", "x\n" + (0..<30).map { "\($0 % 7)\n" }.joined())
    let source = try #require(DataSources.named("lorenz"))
    let prepared = try source.prepare(
      scratch.folder + "/t.csv", by: data.description, files: DataFiles(folders: [])
    ) { _ in }
    #expect(prepared.examples.count >= 25 && prepared.shape == data.shape)
  }
}
