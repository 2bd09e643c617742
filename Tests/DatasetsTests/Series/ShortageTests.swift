import Datasets
import Testing

/// Too few rows: what was found, and what does.
struct ShortageTests {
  private static let values = (0..<60).map { "\($0 * $0 % 17).5" }

  private static func series(_ count: Int, _ rows: Int) -> String {
    "shop,day,sales\n"
      + (0..<count).flatMap { series in
        (0..<rows).map { "s\(series),2020-01-\($0 < 9 ? "0" : "")\($0 + 1),\($0 * $0 % 7).5\n" }
      }.joined()
  }

  static let cases: [(text: String, window: Int, says: String)] = [
    (
      "a\n" + values.joined(separator: "\n"), 48,
      "f: 60 rows, but window 48 and horizon 1 with this split need at least 62; --set "
        + "data.window=47 fits"
    ),
    (
      series(3, 20), 48,
      "f: the longest of 3 series has 20 rows, but window 48 and horizon 1 with this split need at "
        + "least 62; --set data.window=15 fits"
    ),
    (
      "a\n1.5\n2.5\n9.5\n", 4,
      "f: 3 rows, but window 4 and horizon 1 with this split need at least 7; add rows"
    ),
    (
      "id," + (0..<40).map { "m\($0)" }.joined(separator: ",") + "\n"
        + (0..<30).map { row in
          "r\(row)," + (0..<40).map { "\(($0 * 7 + row * row) % 31)" }.joined(separator: ",") + "\n"
        }.joined(), 48,
      "f: 30 rows, but window 48 and horizon 1 with this split need at least 62; if each row is a "
        + "sequence (a wide table, one sequence per row, without a label, its name in column id): "
        + "--set data.layout=wide; --set data.window=23 fits"
    ),
  ]

  @Test(arguments: cases.indices) func theRemedyIsComplete(_ place: Int) throws {
    let (text, window, says) = Self.cases[place]
    let scratch = try Scratch()
    try scratch.write("f", text)
    let configuration = DataConfiguration(source: "csv", file: "f", window: window)
    #expect(scratch.message(configuration) == says)
    guard let fits = says.firstMatch(of: /data\.window=([0-9]+)/).flatMap({ Int($0.1) }) else {
      return
    }
    // It does, and one more does not.
    for (window, isEnough) in [(fits, true), (fits + 1, false)] {
      var other = DataConfiguration(source: "csv", file: "f", window: window)
      other.prepare = []
      #expect((scratch.message(other) == nil) == isEnough, "\(scratch.message(other) ?? "")")
    }
  }

  @Test func gapsAreNamed() throws {
    let scratch = try Scratch()
    let rows = (0..<60).map { row in
      let date = CivilDate(days: 18_000 + row + row / 10 * 5)
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return "\(date.year)-\(two(date.month))-\(two(date.day)),\(Self.values[row])\n"
    }
    try scratch.write("f", "day,a\n" + rows.joined())
    var configuration = DataConfiguration(source: "csv", file: "f", window: 20)
    configuration.gaps = .split
    let message = scratch.message(configuration)
    #expect(
      message?.hasPrefix(
        "f: the longest stretch without a gap that ends in the training part has 10 of 60 rows, but "
          + "window 20 and horizon 1 need at least 21; --set data.gaps=bridge lets windows cross gaps"
      )
        == true, "\(message ?? "")")
  }
}
