import Datasets
import Testing

struct RecognitionTests {
  static let prose =
    "It was the best of times, it was the worst of times,\nit was the age of wisdom.\n"
  static let cases: [(String, String, String)] = [
    ("a.txt", "a,b\n1,2\n3,4\n", "a table of 2 columns, comma between them, with numbers"),
    ("b.csv", prose, "no table with a column of numbers"),
    ("c", "5\n6\n7\n", "one number a line"),
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
    let found = try recognise(file: name, relativeTo: [scratch.folder])
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
    #expect(try recognise(file: "table", relativeTo: [scratch.folder]).source == "csv")
    #expect(try recognise(file: "text", relativeTo: [scratch.folder]).source == "text")
  }

  @Test func sharedFilesAreKnown() throws {
    for (name, source) in [
      ("tinyshakespeare.txt", "text"), ("sms-spam.tsv", "labelled_text"),
      ("airline-passengers.csv", "csv"), ("daily-min-temperatures.csv", "csv"),
      ("monthly-sunspots.csv", "csv"), ("pollution.csv", "csv"),
    ] {
      guard let path = sharedData(name) else { continue }
      #expect(try recognise(file: path).source == source)
    }
  }
}
