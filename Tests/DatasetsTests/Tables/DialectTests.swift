import Datasets
import Testing

/// The same table in many spellings gives the same examples.
struct DialectTests {
  static let values = (0..<40).map { Double($0 * $0 % 23) + 0.5 }

  static func table(
    _ delimiter: String = ",", end: String = "\n", quote: String = "", header: Bool = true,
    comma: Bool = false, lastEnd: Bool = true, pad: String = ""
  ) -> String {
    var lines = header ? ["\(quote)when\(quote)\(delimiter)\(pad)\(quote)level\(quote)"] : []
    for (row, value) in values.enumerated() {
      let number = comma ? "\(value)".replacing(".", with: ",") : "\(value)"
      lines.append(
        "\(quote)d\(row)\(quote)\(delimiter)\(pad)\(quote)\(number)\(quote)")
    }
    return lines.joined(separator: end) + (lastEnd ? end : "")
  }

  static let spellings: [(String, String)] = [
    ("comma", table()), ("semicolon", table(";")), ("tab", table("\t")),
    ("decimal comma", table(";", comma: true)), ("CRLF", table(end: "\r\n")),
    ("CR", table(end: "\r")), ("no last line end", table(lastEnd: false)),
    ("quotes", table(quote: "\"")), ("quotes and CRLF", table(end: "\r\n", quote: "\"")),
    ("no header", table(header: false)), ("mark", "\u{FEFF}" + table()),
    ("mark and quotes", "\u{FEFF}" + table(quote: "\"")), ("Ctrl-Z", table() + "\u{1A}"),
    ("spaces", table(pad: "  ")), ("spaces and quotes", table(quote: "\"", pad: " ")),
    ("blank lines", "\n\n" + table(end: "\n\n") + "\n"), ("mixed line ends", table() + "\r\n\r"),
    ("semicolons in quotes", table().replacing("d1,", with: "\"d;1\",")),
    ("line ends in quotes", table().replacing("d1,", with: "\"d\n\"\"1\",")),
    ("commas in a text", table("\t").replacing("d", with: "d,e,f,")),
  ]

  @Test(arguments: spellings.indices) func spellingDoesNotMatter(_ index: Int) throws {
    let (name, text) = Self.spellings[index]
    let scratch = try Scratch()
    try scratch.write("plain.csv", Self.table())
    try scratch.write("other.csv", text)
    let plain = try scratch.load(DataConfiguration(file: "plain.csv", window: 3))
    let other = try scratch.load(DataConfiguration(file: "other.csv", window: 3))
    #expect(other.source == "csv", "\(name)")
    #expect(plain.all == other.all, "\(name)")
    #expect(plain.scaler == other.scaler, "\(name)")
  }

  /// A text that begins with a quote which nothing closes, or which is closed before its end.
  @Test(arguments: ["\"so it goes", "\"So\" he said", "5\" screen"], [",", "\t", ";"])
  func quotesInTextsAreCharacters(_ text: String, _ delimiter: String) throws {
    let scratch = try Scratch()
    var rows = (0..<60).map { "\($0 * $0 % 17)\(delimiter)remark \($0 % 7)" }
    rows[5] = "3\(delimiter)\(text)"
    try scratch.write("f", "level\(delimiter)remark\n" + rows.joined(separator: "\n"))
    let data = try scratch.load(DataConfiguration(file: "f", window: 3))
    #expect(data.source == "csv" && data.report.rows == 60, "\(data.notes)")
  }

  /// A row that goes on evenly has names only where no measurements would.
  @Test(arguments: [
    ("Oslo,1,2,3", false), ("Oslo,10,20,30,40", false), ("city,2001,2002,2003", true),
    ("city,0,1,2,3,4,5,6,7", true),
  ])
  func evenNumbersMayBeMeasured(_ first: String, _ areNames: Bool) throws {
    let scratch = try Scratch()
    let columns = first.split(separator: ",").count - 1
    let rows = (0..<60).map { row in
      ["Oslo", "Rome", "Bonn"][row % 3] + (0..<columns).map { ",\(row * (row + $0) % 17)" }.joined()
    }
    try scratch.write("f", ([first] + rows).joined(separator: "\n"))
    let data = try scratch.load(DataConfiguration(file: "f", window: 3))
    #expect(data.report.rows == (areNames ? 60 : 61), "\(data.notes)")
  }

  @Test func recognisedIsTold() throws {
    let scratch = try Scratch()
    try scratch.write("f.csv", "\u{FEFF}\n" + Self.table(";", comma: true))
    let data = try scratch.load(DataConfiguration(file: "f.csv", window: 3))
    #expect(
      data.notes.dropLast() == [
        "read as csv: a table of 2 columns, semicolon between them, with numbers",
        "table: 40 rows, 2 columns, semicolon between them, names in the first line",
        "1 blank line left out",
        "target: level (column 2)",
        "when is not read as times (\"d0\"): rows are taken as equal steps, in the order of the file",
        "scale: standard: level: minus 8.313, divided by 5.903",
        "split in the order of time: 29 training, 4 validation, 4 test windows of 3 steps",
      ])
    #expect(data.notes.last?.hasPrefix("to beat on the test part: persistence (rmse ") == true)
    #expect(data.title == "f · level, window 3")
    #expect(data.forecastTitle == "level, 1 step ahead")
  }

  /// Names that are numbers are names where they are quoted and the numbers are not.
  @Test func quotedYearsAreNames() throws {
    let scratch = try Scratch()
    let rows = Self.values.enumerated().map { "\"m\($0)\", \($1), 2\n" }.joined()
    try scratch.write("f", "\"Month\", \"1958\", \"1959\"\n" + rows)
    let data = try scratch.load(DataConfiguration(file: "f", window: 3))
    #expect(data.forecastTitle == "1958, 1 step ahead")
  }

  /// And where a word stands above numbers.
  @Test func yearsBesideAWordAreNames() throws {
    let scratch = try Scratch()
    let rows = Self.values.enumerated().map { "\($0),\($1),2\n" }.joined()
    try scratch.write("f", "step,1958,1959\n" + rows)
    let data = try scratch.load(DataConfiguration(file: "f", target: "1959", window: 3))
    #expect(data.forecastTitle == "1959, 1 step ahead")
    #expect(data.sizes.reduce(0, +) == 37)
  }
}
