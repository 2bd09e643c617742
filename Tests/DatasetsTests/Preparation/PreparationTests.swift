import Datasets
import Foundation
import Testing

/// The steps of `data.prepare`, one column "a" unless said otherwise.
struct PreparationTests {
  private func load(
    _ values: [Double], _ steps: [(String, String)], window: Int = 4, horizon: Int = 1,
    test: [Double]? = nil
  ) throws -> Dataset {
    let scratch = try Scratch()
    func table(_ values: [Double]) -> String {
      "a,b\n" + values.map { "\($0),x\n" }.joined()
    }
    try scratch.write("f", table(values))
    if let test { try scratch.write("t", table(test)) }
    var configuration = DataConfiguration(
      source: "csv", file: "f", testFile: test == nil ? nil : "t", window: window,
      horizon: horizon, prepare: steps.map { PreparationStep($0.0, $0.1) })
    configuration.targets = ["a"]
    return try scratch.load(configuration)
  }

  private static let noise = (0..<120).map {
    Double(SeededRandom(seed: 3).peek($0) % 1000) / 10 + 5
  }

  /// Whatever was done to a target, its own units come back.
  @Test(arguments: [
    [("scale", "standard")], [("scale", "minmax")], [("scale", "robust")], [("scale", "log")],
    [("difference", "1")], [("difference", "7")], [("difference", "12"), ("difference", "1")],
    [("scale", "log"), ("difference", "1"), ("difference", "12"), ("scale", "standard")],
    [("moving_average", "5"), ("scale", "standard")],
    [("exponential_smoothing", "0.3"), ("clip", "1.5")],
  ]) func ownUnitsComeBack(_ steps: [(String, String)]) throws {
    for horizon in [1, 3, 15] {
      let data = try load(Self.noise, steps, horizon: horizon)
      for (part, last) in [(data.validation, 107), (data.test, 119)] {
        for index in 0..<part.count {
          let value = data.example(part, index).values[0]
          let truth = Self.noise[last - part.count + 1 + index]
          let back = part.inUnits(value, of: index, output: 0)
          #expect(abs(back - truth) < 1e-3, "\(steps), horizon \(horizon)")
        }
      }
    }
  }

  /// The persistence forecast is the same whatever the network has to say.
  @Test func naiveForecastsAreInOwnUnits() throws {
    let plain = try load(Self.noise, [("scale", "standard")])
    let other = try load(Self.noise, [("scale", "log"), ("difference", "1"), ("scale", "robust")])
    for name in ["rmse", "mae"] {
      func value(_ data: Dataset) throws -> Double {
        let baseline = try #require(data.baselines.first { $0.name == "persistence" })
        return try #require(baseline.testMetrics.first { $0.name == name }).value
      }
      #expect(abs(try value(plain) - value(other)) < 1e-9)
    }
  }

  @Test func differencesAreFromTheNewestKnownValue() throws {
    let data = try load(Self.noise, [("difference", "2")], horizon: 3)
    // Lag 4 is the smallest multiple of 2 that lies 3 back and more.
    let example = data.example(data.test, 0)
    let row = 120 - data.test.count
    #expect(abs(Double(example.values[0]) - (Self.noise[row] - Self.noise[row - 4])) < 1e-4)
    #expect(
      abs(Double(example.inputs[3]) - (Self.noise[row - 3] - Self.noise[row - 5])) < 1e-4)
  }

  @Test func smoothingLooksBackOnly() throws {
    let values = [1.0, 2, 6, 4, 8, 3, 5, 9, 7, 2] + Self.noise
    let mean = try load(values, [("moving_average", "3")])
    #expect(mean.example(mean.training, 0).inputs == [1, 1.5, 3, 4])
    // The target is as it was measured.
    #expect(mean.example(mean.training, 0).values == [8])
    let exponential = try load(values, [("exponential_smoothing", "0.5")])
    #expect(exponential.example(exponential.training, 0).inputs == [1, 1.5, 3.75, 3.875])
  }

  @Test func outliersAreClippedAndScoredAsTheyAre() throws {
    var values = Self.noise
    values[10] = 1e6
    values[115] = 1e6
    let data = try load(values, [("clip", "3")])
    let all = data.all
    #expect(all[0].allSatisfy { $0.inputs.allSatisfy { $0 < 1000 } && $0.values[0] < 1000 })
    #expect(all[2].contains { $0.values[0] == 1e6 })
    #expect(!all[2].contains { $0.inputs.contains { $0 > 1000 } })
  }

  @Test func scalesAreTheTrainingParts() throws {
    let values = (0..<100).map { Double(($0 * 37) % 100) }
    func first(_ method: String, _ test: [Double]) throws -> [Float] {
      let data = try load(values, [("scale", method)], test: test)
      return data.example(data.training, 0).inputs
    }
    for method in ["standard", "minmax", "robust", "log"] {
      let one = try first(method, values.map { $0 * 3 })
      #expect(one == (try first(method, values.map { -$0 })), "\(method)")
    }
    // Own test file: 90 of 100 rows train, so 0 ... 99 without the last ten.
    let range = values[..<90]
    let scaled = try first("minmax", values)[1]
    #expect(
      abs(Double(scaled) - (37 - range.min()!) / (range.max()! - range.min()!)) < 1e-6)
  }

  @Test func repeatedRowsGo() throws {
    let scratch = try Scratch()
    let rows = (0..<100).map { "d\($0),\($0 % 7)\n" }
    let twice = rows.enumerated().flatMap {
      $0.offset % 10 == 0 ? [$0.element, $0.element] : [$0.element]
    }
    try scratch.write("f", "day,a\n" + twice.joined())
    var configuration = DataConfiguration(source: "csv", file: "f", window: 4)
    configuration.prepare = [PreparationStep("duplicates", "rows")]
    let data = try scratch.load(configuration)
    #expect(data.report.duplicates == 10)
    #expect(data.report.steps.map(\.effect) == ["10 rows left out that repeat an earlier one"])
    #expect(data.report.steps[0].rowsBefore == 110 && data.report.steps[0].rowsAfter == 100)
    #expect(data.sizes.reduce(0, +) == 96)
    // Values alone repeat in ten places too: the doubled rows.
    configuration.prepare = [PreparationStep("duplicates", "values")]
    #expect(try scratch.load(configuration).sizes.reduce(0, +) == 96)
  }

  @Test func whatASettingAllowsIsSaid() throws {
    let cases = [
      (
        "scale", "huge",
        "data.prepare: scale: \"huge\" is not allowed; allowed: standard, minmax, "
          + "robust, log"
      ),
      (
        "difference", "0",
        "data.prepare: difference: \"0\" is not allowed; allowed: 1 to 10000 rows back"
      ),
      (
        "smooth", "3",
        "data.prepare: \"smooth\" is unknown; allowed: missing, duplicates, "
          + "moving_average, exponential_smoothing, clip, difference, scale"
      ),
    ]
    let scratch = try Scratch()
    try scratch.write("f", "a\n" + Self.noise.map { "\($0)\n" }.joined())
    for (name, value, message) in cases {
      #expect(
        scratch.message(
          DataConfiguration(file: "f", window: 4, prepare: [PreparationStep(name, value)]))
          == message)
    }
  }

  /// Every step tells what it did, and takes any numbers without a trap.
  @Test func everyStepTellsItsEffect() throws {
    let steps = [
      ("missing", "mean"), ("duplicates", "values"), ("clip", "2"), ("moving_average", "2"),
      ("difference", "1"), ("scale", "robust"),
    ]
    let data = try load([1, 1, 1] + Self.noise + [1e12, -1e12, 0, 0], steps)
    #expect(data.report.steps.map(\.name) == steps.map { "\($0.0): \($0.1)" })
    #expect(data.report.steps.allSatisfy { !$0.effect.isEmpty && $0.rowsAfter <= $0.rowsBefore })
    #expect(data.all.joined().allSatisfy { $0.inputs.allSatisfy(\.isFinite) })
  }
}
