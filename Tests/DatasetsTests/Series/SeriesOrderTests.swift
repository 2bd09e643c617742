import Datasets
import Testing

struct SeriesOrderTests {
  /// Dates of all the usual forms put rows in order, oldest first.
  @Test(arguments: [
    ["1949-01", "1949-02", "1950-01"], ["2024-02-28", "2024-02-29", "2024-03-01"],
    ["2024/1/2", "2024/1/10", "2024/12/1"], ["1999.12.31", "2000.01.01", "2000.01.02"],
    ["2024-05-03T09:30Z", "2024-05-03T10:00Z", "2024-05-03T10:00:01Z"],
    ["2024-05-03 9:30:00.5", "2024-05-03 10:00", "2024-05-04 00:00"], ["-3", "2.5", "10"],
  ]) func rowsAreOrdered(_ times: [String]) throws {
    let scratch = try Scratch()
    // Written backwards, after which the order of equal times is the file's.
    let rows = (0..<90).map { "\(times[2 - $0 / 30]),\(89 - $0)\n" }.joined()
    try scratch.write("f", "when,a\n" + rows)
    var configuration = DataConfiguration(
      source: "csv", file: "f", target: "a", window: 2, prepare: [])
    configuration.time = "when"
    let data = try scratch.load(configuration)
    #expect(data.notes.contains("rows sorted by when"))
    let first = data.example(data.training, 0)
    #expect(first.inputs == [29, 28] && first.values == [27])
    #expect(data.report.columns[0].role == .time)
  }

  /// Newest first, by years with a fraction.
  @Test(arguments: ["decimal_year", "Decimal date", "time"])
  func decimalYearsAreAClock(_ name: String) throws {
    let scratch = try Scratch()
    let rows = (0..<120).reversed().map { month in
      let text = "\(month % 12 * 1000 / 12)"
      return
        "\(1990 + month / 12).\(String(repeating: "0", count: 3 - text.count))\(text),\(month * 37 % 101)\n"
    }
    try scratch.write("f", "\(name),a\n" + rows.joined())
    let data = try scratch.load(
      DataConfiguration(source: "csv", file: "f", window: 2, prepare: []))
    #expect(
      data.notes.contains { $0.hasPrefix("rows sorted by \(name), which falls") },
      "\(data.notes)")
    #expect(data.notes.contains { $0.contains("1 month") }, "\(data.notes)")
    #expect(data.example(data.training, 0).inputs == [0, 37])
  }

  @Test(arguments: [
    "31-12-2024", "12/31/2024", "2024-13-01", "2024-01-32", "yesterday", "2024-1-1x",
  ])
  func otherTextIsRefused(_ text: String) throws {
    let scratch = try Scratch()
    try scratch.write(
      "f", "when,a\n" + (0..<60).map { "\($0 == 40 ? text : "2024-01-01"),\($0 % 7)\n" }.joined())
    var configuration = DataConfiguration(source: "csv", file: "f", target: "a", window: 2)
    configuration.time = "when"
    #expect(
      scratch.message(configuration)
        == "f, line 42, column when: \"\(text)\" is not a time; the others are written YYYY-MM-DD; "
        + "--set data.time=off keeps the rows in file order")
  }
}
