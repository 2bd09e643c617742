import Datasets
import Testing

struct ColumnChoiceTests {
  /// A column's values by row.
  typealias Column = @Sendable (Int) -> String
  static let level: Column = { "\($0 * $0 % 17)" }
  static let columns: [(String, Column)] = [
    ("No", { "\($0 + 1)" }), ("id", { "\($0 * 10)" }), ("year", { "\(2000 + $0 / 12)" }),
    ("y", { "\(1749 + $0 / 12)" }), ("m", { "\($0 % 12 + 1)" }), ("h", { "\($0 % 24)" }),
    ("Month", { "\($0 * 7 % 12)" }), ("date", { "2000-\($0)" }),
    ("when", { "\(1749.042 + Double($0) / 12)" }), ("back", { "\(2021.042 - Double($0) / 12)" }),
    ("left", { "\(500 - $0)" }),
    ("d", { "\([31, 28][$0 / 31 % 2] > $0 % 31 ? $0 % 31 + 1 : 1)" }), ("word", { "w\($0)" }),
    ("constant", { _ in "4" }), ("gaps", { "\($0 * 3 - $0 % 3)" }),
    ("<TIME>", { "\(900 + $0 * $0)" }),
    ("unit", { "\($0 / 12 + 1)" }), ("cycle", { "\($0 % 20 + 1)" }), ("<PER>", { _ in "1" }),
    ("ProductId", { "\($0 * 7919 % 1000)" }), ("block", { "\(Double($0 / 24 * 37 % 11) / 8)" }),
  ]

  /// Their numbers show nothing.
  static let byName: Set<String> = ["Month", "<TIME>", "ProductId"]

  @Test(arguments: columns.indices) func columnIsPassedOver(_ index: Int) throws {
    let (name, values) = Self.columns[index]
    for header in [true, false] where header || !Self.byName.contains(name) {
      let rows = (0..<120).map { "\(values($0)),\(Self.level($0))\n" }.joined()
      let scratch = try Scratch()
      try scratch.write("f", (header ? "\(name),level\n" : "") + rows)
      let data = try scratch.load(DataConfiguration(source: "csv", file: "f", window: 4))
      #expect(data.forecastTitle == (header ? "level" : "column 2") + ", 1 step ahead", "\(name)")
    }
  }

  static let series: [(String, Column)] = [
    ("counts", { "\([0, 1, 1, 2, 0, 3][$0 % 6])" }), ("stairs", { "\($0 / 3)" }),
    ("growing", { "\($0 * $0)" }),
  ]

  @Test(arguments: series.indices) func columnIsTaken(_ index: Int) throws {
    let (name, values) = Self.series[index]
    let rows = (0..<120).map { "\(values($0)),\(Self.level($0))\n" }.joined()
    let scratch = try Scratch()
    try scratch.write("f", "\(name),level\n" + rows)
    let data = try scratch.load(DataConfiguration(source: "csv", file: "f", window: 4))
    #expect(data.forecastTitle == "\(name), 1 step ahead")
    #expect(data.all.joined().allSatisfy { $0.inputs.allSatisfy(\.isFinite) })
  }

  @Test func rampAloneIsTaken() throws {
    let scratch = try Scratch()
    try scratch.write("f", (0..<50).map { "\($0)\n" }.joined())
    let data = try scratch.load(DataConfiguration(file: "f", window: 4))
    #expect(data.source == "csv" && data.forecastTitle == "column 1, 1 step ahead")
  }

  @Test func inputsStandInTheOrderWritten() throws {
    let scratch = try Scratch()
    try scratch.write("f", "a,b,c\n" + (0..<50).map { "\($0 % 3),\($0 % 5),\($0 % 7)\n" }.joined())
    let data = try scratch.load(
      DataConfiguration(file: "f", target: "b", columns: ["3", "a"], window: 2))
    #expect(data.shape.features == 2 && data.shape.outputs == 1)
    let series = try #require(data.description.series)
    #expect(series.columns == ["c", "a"] && series.targets == ["b"])
    // Rows 0 and 1, then row 2 of b.
    let example = data.example(data.training, 0)
    let scale = try #require(series.steps.last).fitted
    let units = example.inputs.enumerated().map { index, value in
      Double(value) * scale[index % 2][1] + scale[index % 2][0]
    }
    #expect(zip(units, [0, 0, 1, 1]).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(abs(data.scaler!.undo(example.values[0]) - 2) < 1e-5)
  }
}

/// How columns are named in lists.
struct ColumnListTests {
  static let lists: [(references: [String], names: [String])] = [
    (["all"], ["a", "store_1", "store_2", "Wind", "dir=N", "dir=S"]),
    (["-a"], ["store_1", "store_2", "Wind", "dir=N", "dir=S"]),
    (["all", "-store_*", "-dir"], ["a", "Wind"]), (["store_*"], ["store_1", "store_2"]),
    (["STORE_?", "a"], ["store_1", "store_2", "a"]), (["2-4"], ["a", "store_1", "store_2"]),
    (["wind", "2"], ["Wind", "a"]), (["2-5", "-4"], ["a", "store_1", "Wind"]),
  ]

  private func table() throws -> Scratch {
    let scratch = try Scratch()
    let rows = (0..<60).map { row in
      "\(row),\(row * 7 % 11),\(row * 5 % 13),\(row * 3 % 7),\(row % 5),\(row % 2 == 0 ? "N" : "S"),1\n"
    }
    try scratch.write("f", "no,a,store_1,store_2,Wind,dir,same\n" + rows.joined())
    return scratch
  }

  @Test(arguments: lists.indices) func listIsUnderstood(_ place: Int) throws {
    let (references, names) = Self.lists[place]
    let data = try table().load(
      DataConfiguration(source: "csv", file: "f", target: "a", columns: references, window: 3))
    let series = try #require(data.description.series)
    let fed = series.columns.flatMap { column in
      series.categories[column].map { $0.map { "\(column)=\($0)" } } ?? [column]
    }
    #expect(fed == names, "\(references)")
  }

  @Test(arguments: [
    ("stor_1", "did you mean store_1?"), ("store*x", "no column \"store*x\""),
    ("3-99", "no column \"3-99\""), ("-nobody", "no column \"nobody\""),
  ]) func whatIsNoColumnIsNamed(_ reference: String, _ says: String) throws {
    let message = try table().message(
      DataConfiguration(source: "csv", file: "f", target: "a", columns: [reference], window: 3))
    #expect(message?.contains(says) == true, "\(message ?? "nothing")")
  }
}
