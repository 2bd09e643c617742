import Datasets
import Foundation
import Testing

struct SeriesSourceTests {
  @Test func sunspotsAreKnown() throws {
    let data = try loadDataset(
      DataConfiguration(file: "sunspots.csv"), relativeTo: [presetData]
    ) { _ in }
    #expect(data.source == "csv" && data.kind == .series)
    #expect(data.title == "sunspots · sunspots, window 32" && data.metrics == ["rmse", "mae"])
    #expect(data.forecastTitle == "sunspots, 1 step ahead")
    #expect(data.file == "sunspots" && data.summary == "sunspots, window 32")
    // 2 820 months, of which the ninth tenth is validated on.
    #expect(data.validation.place(of: 0) == RowPlace(row: 2257, total: 2820, date: "1937-01"))
    #expect(
      data.validation.place(of: data.validation.count - 1)
        == RowPlace(row: 2538, total: 2820, date: "1960-06"))
    #expect(data.training.place(of: 0) == nil)
    #expect(data.sizes == [2224, 282, 282])
    let scaler = try #require(data.scaler)
    let rmse = data.baseline.testMetrics[0]
    #expect(rmse.name == "rmse" && abs(rmse.value - 18.0) < 0.05)
    // The loss is the same error on scaled values.
    let scaled = rmse.value / scaler.scale
    #expect(abs(Double(data.baseline.testLoss) - scaled * scaled) < 1e-6)
  }

  @Test func sharedTablesAreKnown() throws {
    let known = [
      ("monthly-sunspots.csv", "Sunspots", 2820), ("airline-passengers.csv", "Passengers", 144),
      ("daily-min-temperatures.csv", "Temp", 3650), ("pollution.csv", "pm2.5", 9999),
    ]
    for (name, target, rows) in known {
      guard let path = sharedData(name) else { continue }
      let data = try loadDataset(DataConfiguration(file: path), relativeTo: []) { _ in }
      #expect(data.source == "csv")
      #expect(data.forecastTitle == "\(target), 1 step ahead")
      // The airline's trend and season cost 13 rows; pollution has 741 unknown targets.
      // The last days of two leap years are not in the file of temperatures.
      let unused =
        [
          "airline-passengers.csv": 45, "pollution.csv": 32 + 717, "daily-min-temperatures.csv": 96,
        ][
          name] ?? 32
      #expect(data.sizes.reduce(0, +) == rows - unused)
    }
  }

  /// What comes later in time changes nothing before it: scaling and filling know the past alone.
  @Test func laterValuesDoNotReachBack() throws {
    func load(_ last: (Int) -> String) throws -> Dataset {
      let cells = (0..<200).map { row in
        row % 37 == 5 || row == 179 ? "NA" : row < 180 ? "\(row * row % 29)" : last(row)
      }
      let scratch = try Scratch()
      try scratch.write("f", "a,b\n" + cells.map { "\($0),x\n" }.joined())
      return try scratch.load(DataConfiguration(source: "csv", file: "f", window: 6))
    }
    let one = try load { "\($0 % 3)" }
    let other = try load { "\($0 * 1000)" }
    #expect(one.scaler == other.scaler)
    #expect(one.all[0] == other.all[0] && one.all[1] == other.all[1])
    #expect(one.all[2] != other.all[2])
    #expect(one.baseline.validationLoss == other.baseline.validationLoss)
  }

  @Test func valueFarOutIsRefused() throws {
    let scratch = try Scratch()
    try scratch.write("f", "a\n" + (0..<99).map { "\($0 % 2)\n" }.joined() + "3.4e38\n")
    #expect(
      scratch.message(DataConfiguration(source: "csv", file: "f", window: 4))
        == "f, column a: 6.8e38 after data.prepare; at most 1e18 can be trained "
        + "on: add {scale: standard} or {scale: log}")
  }

  @Test func persistenceLooksHorizonBack() throws {
    let scratch = try Scratch()
    try scratch.write("f", (0..<100).map { "\($0 % 4)\n" }.joined())
    func rmse(_ horizon: Int) throws -> Double {
      let data = try scratch.load(DataConfiguration(file: "f", window: 3, horizon: horizon))
      let persistence = try #require(data.baselines.first { $0.name == "persistence" })
      return persistence.testMetrics[0].value
    }
    #expect(try rmse(4) == 0)
    #expect(abs(try rmse(2) - 2) < 1e-9)
  }

  @Test func ownFilesReplaceTheSplit() throws {
    let scratch = try Scratch()
    func rows(_ range: Range<Int>) -> String { range.map { "d\($0),\($0 * $0 % 19)\n" }.joined() }
    try scratch.write("train", "day,a\n" + rows(0..<80))
    try scratch.write("v", "day,a\n" + rows(80..<100))
    // Other order of columns: found by name.
    try scratch.write("t", "a,day\n" + (100..<130).map { "\($0 * $0 % 19),d\($0)\n" }.joined())
    let data = try scratch.load(
      DataConfiguration(file: "train", validationFile: "v", testFile: "t", window: 4))
    #expect(data.sizes == [76, 16, 26])
    let alone = try scratch.load(DataConfiguration(file: "train", testFile: "t", window: 4))
    #expect(alone.sizes == [68, 8, 26])
    let last = data.example(data.test, 25)
    #expect(abs(data.scaler!.undo(last.values[0]) - Double(129 * 129 % 19)) < 1e-4)
    #expect(data.notes.contains("validation: v, 20 rows"))
    try scratch.write("t", "b,day\n1,d\n2,d\n")
    #expect(
      scratch.message(DataConfiguration(file: "train", validationFile: "v", testFile: "t"))
        != nil)
  }

  @Test func descriptionIsJSON() throws {
    let data = try loadDataset(
      DataConfiguration(file: "sunspots.csv"), relativeTo: [presetData]
    ) { _ in }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let text = String(decoding: try encoder.encode(data.description), as: UTF8.self)
    #expect(text.contains("\"horizon\":1") && text.contains("\"window\":32"))
    #expect(
      try JSONDecoder().decode(DatasetDescription.self, from: Data(text.utf8)) == data.description)
    #expect(!text.contains("vocabulary"))
  }
}
