import Datasets
import Testing

struct RecognitionTests {
  static let prose =
    "It was the best of times, it was the worst of times,\nit was the age of wisdom.\n"
  static let cases: [(String, String, String)] = [
    ("a.txt", "a,b\n1,2\n3,4\n", "a table of 2 columns, comma between them, with numbers"),
    ("b.csv", prose, "no table with a column of numbers"),
    ("c", "5\n6\n7\n", "one number per line"),
    ("d.csv", "ham\tHello, you\nspam\tWin 1,000 now\n", "no table with a column of numbers"),
    ("e.csv", "let x = 1, y = 2\nprint(x)\n", "no table with a column of numbers"),
    (
      "f", "x;y;z\n1,5;2;q\n2,5;3;q\n", "a table of 3 columns, semicolon between them, with numbers"
    ),
    ("g", "x", "no table with a column of numbers"),
    (
      "i",
      String(repeating: "ham\tHello\nspam\tWin a car now\nham\tOk lar\nspam\tCall us\n", count: 1),
      "a table of 2 columns, tab between them, with labels in column 1 and texts in column 2"
    ),
    (
      "j",
      "id,review,stars\n1,\"Good, but dear\",4\n2,Never again,1\n3,It is fine,4\n4,Bad thing,1\n",
      "a table of 3 columns, comma between them, with labels in column 3 and texts in column 2"
    ),
    (
      "k", "Satterfield;English\nRossi;Italian\nBianchi;Italian\nMiller;English\nSmith;English\n",
      "a table of 2 columns, semicolon between them, with labels in column 2 and texts in column 1"
    ),
    (
      "l", "date,wind,t,p,h\n" + (0..<9).map { "d\($0),NW,\($0).5,\($0 + 7),\($0 * 3)\n" }.joined(),
      "a table of 5 columns, comma between them, with numbers"
    ),
    ("h", "To be\n1\nor not to be\n2\n", "no table with a column of numbers"),
  ]

  @Test(arguments: cases.indices) func contentDecidesNotTheName(_ index: Int) throws {
    let (name, text, reason) = Self.cases[index]
    let scratch = try Scratch()
    try scratch.write(name, text)
    let found = try recognise(DataConfiguration(file: name), relativeTo: [scratch.folder])
    #expect(found.reason == reason)
    #expect(
      found.source
        == (reason.hasPrefix("no table")
          ? "text" : reason.contains("labels") ? "labelled_text" : "csv"))
  }

  /// The sample ends in the middle of a row, a quote or a character.
  @Test(arguments: 0..<4) func sampleMayEndAnywhere(_ shift: Int) throws {
    let scratch = try Scratch()
    let lead = String(repeating: "x", count: shift)
    try scratch.write(
      "table", lead + "é,b\n" + String(repeating: "\"世\",1.5\n", count: 20_000))
    try scratch.write("text", lead + String(repeating: "世界", count: 40_000))
    #expect(
      try recognise(DataConfiguration(file: "table"), relativeTo: [scratch.folder]).source == "csv")
    #expect(
      try recognise(DataConfiguration(file: "text"), relativeTo: [scratch.folder]).source == "text")
  }

  @Test func sharedFilesAreKnown() throws {
    for (name, source) in [
      ("tinyshakespeare.txt", "text"), ("sms-spam.tsv", "labelled_text"),
      ("airline-passengers.csv", "csv"), ("daily-min-temperatures.csv", "csv"),
      ("monthly-sunspots.csv", "csv"), ("pollution.csv", "csv"),
    ] {
      guard let path = sharedData(name) else { continue }
      #expect(try recognise(DataConfiguration(file: path)).source == source)
    }
  }
}

/// No table is taken for prose, and no prose for a table.
struct TableOrProseTests {
  static let tables: [(name: String, text: String, says: String)] = [
    (
      "words in three columns", (0..<9).map { "ab\($0),cd\($0),ef\($0)\n" }.joined(),
      "line 2, column 1: \"ab1\" is not a number"
    ),
    (
      "JSON of texts", (0..<9).map { "{\"text\": \"some \($0)\"}\n" }.joined(),
      "JSON with 1 column, with no numeric column"
    ),
    ("HTML", "<!DOCTYPE html>\n<html><body>words</body></html>\n", "XML or HTML"),
  ]

  @Test(arguments: tables.indices) func aTableIsNamed(_ place: Int) throws {
    let (name, text, says) = Self.tables[place]
    let scratch = try Scratch()
    try scratch.write("f", text)
    let message = try #require(scratch.message(DataConfiguration(file: "f")), "\(name)")
    try scratch.write("f", String(repeating: text, count: 9))
    #expect(message.contains(says) && message.contains("--set data.source=text"), "\(message)")
    // Where it is wanted, it is prose all the same.
    #expect(
      try scratch.load(DataConfiguration(source: "text", file: "f", length: 5)).source == "text")
  }

  static let prose = [
    "It was the best of times,\nit was the worst of times,\nit was the age,\nit was so,\nand so,\n",
    "First, we go.\nThen, we stay, and rest.\nIn the end: nothing.\nWho knows?\n",
    "def f(a, b):\n  return a + b\n\nprint(f(1, 2))\nx = [1, 2, 3]\n",
    "# Title\n\nSome words here, and more.\n\n- one\n- two\n",
    "KING: 1 or 2?\nFOOL: 3, my lord.\nKING: So be it.\n",
  ]

  @Test(arguments: prose) func proseStaysProse(_ text: String) throws {
    let scratch = try Scratch()
    try scratch.write("f", text)
    #expect(
      try recognise(DataConfiguration(file: "f"), relativeTo: [scratch.folder]).source == "text")
  }

  /// What stands above and below a table, and how its names are written.
  static let written: [(name: String, text: String, note: String)] = [
    ("title", "Some title\n\na,b\n", "2 lines above the table left out"),
    ("comments", "# made by x\n# on a day\na,b\n", "2 lines above the table left out"),
    ("separator", "sep=;\na;b\n", "1 line above the table left out"),
    ("units", "a,b\n(m),(s)\n", "names in 2 lines"),
    ("three lines", "Price,Price\nA,B\nfirst,second\n", "names in 3 lines"),
    ("comment sign", "# a b\n", "spaces between them, names in the first line"),
    ("spaces", "  a    b\n", "spaces between them, names in the first line"),
    ("no name for the first", "b\tc\n", "the first column has no name in the header"),
    ("footer", "a,b\n", "1 line below the table left out"),
    ("rows of nothing", "a;b\n", "2 rows without any value left out"),
  ]

  @Test(arguments: written.indices) func whatIsAroundIsLeftOut(_ place: Int) throws {
    let (name, head, note) = Self.written[place]
    let scratch = try Scratch()
    let delimiter =
      head.contains(";") ? ";" : head.contains("\t") ? "\t" : head.contains(",") ? "," : "   "
    var rows = (0..<60).map { "\($0 * 7 % 11)\(delimiter)\($0 * 5 % 13)\n" }
    if name.hasPrefix("no name") {
      rows = rows.enumerated().map { "r\($0)\t\($1)" }
    }
    if name == "footer" { rows.append("Source: somebody\n") }
    if name == "rows of nothing" { rows += [";\n", ";\n"] }
    try scratch.write("f", head + rows.joined())
    let data = try scratch.load(DataConfiguration(file: "f", window: 4))
    #expect(data.source == "csv" && data.report.rows == 60)
    #expect(data.notes.contains { $0.contains(note) }, "\(name): \(data.notes)")
  }
}
