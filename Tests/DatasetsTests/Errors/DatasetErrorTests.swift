import Datasets
import Foundation
import Testing

/// Bad files, and the exact words that each is refused with.
struct DatasetErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var source: String? = "csv"
    var message: String
    var testDescription: String { name }

    init(_ name: String, _ text: String, source: String? = "csv", _ message: String) {
      self.init(name, bytes: Array(text.utf8), source: source, message)
    }

    init(_ name: String, bytes: [UInt8], source: String? = "csv", _ message: String) {
      self.name = name
      self.bytes = bytes
      self.source = source
      self.message = message
    }
  }

  static let notANumber =
    "is not a number; allowed: 1234.5, 1,234.5, 1.234,5, 1 234, 1.5e3, 12%, $5, 3.2M, (5), or for a "
    + "missing value nothing, NA, N/A, NaN, null, ?, -; other cells that mean \"missing\" are listed "
    + "by --set data.missing_values=[...]"
  static let rows = (1...60).map { "\($0 * $0 % 17).5\n" }.joined()

  static let tables: [Case] = [
    Case("empty", "", "f: is empty"),
    Case("mark alone", bytes: [0xEF, 0xBB, 0xBF], "f: is empty"),
    Case("line ends alone", "\n\r\n\n", "f: is empty"),
    Case("header only", "a,b\n", "f: a header and no rows"),
    Case(
      "one row", "a\n1\n",
      "f: 1 row, but window 4 and horizon 1 with this split need at least 7; add rows"),
    Case(
      "few rows", "a\n1\n5\n2\n",
      "f: 3 rows, but window 4 and horizon 1 with this split need at least 7; add rows"),
    Case(
      "ragged", "a,b\n1,2\n\n3,4,5\n",
      "f, line 4: 3 cells, but line 1 has 2; every row needs the same number"),
    Case(
      "ragged, short", "a,b\r\n1,2\r\n3\r\n",
      "f, line 3: 1 cell, but line 1 has 2; every row needs the same number"),
    Case("text alone", "a,b\nx,y\nz,w\n", "f: no column of numbers"),
    Case(
      "index and date alone", "No,year\n1,2000\n2,2001\n3,2002\n",
      "f: no column to predict: No (rises evenly), year (a clock); name one as data.target"),
    Case("word", "a\n1\n2\nmany\n", "f, line 4, column a: \"many\" " + notANumber),
    Case(
      "escape in a cell", "a\n1\n2\n\u{1B}[31m\n",
      "f, line 4, column a: \"\\u{1B}[31m\" " + notANumber),
    Case(
      "escape in a name", "\u{1B}]0;x\u{7}\n1\n2\nx\n",
      "f, line 4, column \\u{1B}]0;x\\u{7}: \"x\" " + notANumber),
    Case("hexadecimal", "a\n1\n2\n0x1p4\n", "f, line 4, column a: \"0x1p4\" " + notANumber),
    Case("infinity", "a\n1\n2\ninf\n", "f, line 4, column a: \"inf\" " + notANumber),
    Case(
      "nan with payload", "a\n1\n2\nnan(0x7)\n", "f, line 4, column a: \"nan(0x7)\" " + notANumber),
    Case("two signs", "a\n1\n2\n5%%\n", "f, line 4, column a: \"5%%\" " + notANumber),
    Case(
      "thousands", "a,b\n1,x\n2,x\n\"1,23,4\",x\n", "f, line 4, column a: \"1,23,4\" " + notANumber),
    Case("other digits", "a\n1\n2\n\u{0663}\n", "f, line 4, column a: \"\u{0663}\" " + notANumber),
    Case(
      "minus signs", "a\n1\n2\n\u{2212}\u{2212}3\n",
      "f, line 4, column a: \"\u{2212}\u{2212}3\" " + notANumber),
    Case(
      "1e400", "a\n1\n2\n-1e400\n",
      "f, line 4, column a: \"-1e400\" is beyond the largest number that can be used, 3.4e38"),
    Case(
      "beyond Float", "a\n1\n2\n1e39\n",
      "f, line 4, column a: \"1e39\" is beyond the largest number that can be used, 3.4e38"),
    Case(
      "mixed marks", "a;b\n1,5;1\n2.5;1\n",
      "f, line 3, column a: \"2.5\" mixes decimal comma and decimal point in one column; --set "
        + "data.decimal=point or comma sets which is meant"),
    Case(
      "percent and not", "a\n1.5%\n0\n2.5\n3.5%\n",
      "f, line 4, column a: \"2.5\" and \"1.5%\" in line 2 differ: one has a percent sign; write "
        + "all numbers of the column the same way"),
    Case(
      "not percent and percent", "a\n1.5\n2.5\n0%\n",
      "f, line 4, column a: \"0%\" and \"1.5\" in line 2 differ: one has a percent sign; write all "
        + "numbers of the column the same way"),
    Case(
      "unclosed quote", "a,b\n1,2\n3,\"4\n5,6\n",
      "f, line 3: a quote is not closed within 131072 bytes, or before the end of the file"),
    Case(
      "text after a quote", "a,b\n1,2\n\"3\"x,4\n",
      "f, line 3, cell 1: text after the closing quote; quotes inside a quoted cell are doubled"),
    Case(
      "long line", "a,b\n1," + String(repeating: "2", count: 1 << 21),
      "f, line 2: longer than 1048576 bytes, the most a row may have"),
    Case(
      "long quote", "a,b\n1,\"" + String(repeating: "2\n", count: 1 << 18) + "\"\n",
      "f, line 2: a quote is not closed within 131072 bytes, or before the end of the file"),
    Case(
      "missing alone", "a,b\n" + String(repeating: "NA,x\n", count: 20), "f: no column of numbers"),
  ]

  static let binary =
    "the file is binary, or UTF-16, which --set data.encoding=utf-16le reads"
  static let encodings =
    "try --set data.encoding=windows-1252; others: windows-1252, latin1, utf-16, utf-16le, "
    + "shift-jis, gb18030"
  static let files: [Case] = [
    Case(
      "NUL", "1\n2\n\u{0}3\n",
      "f, line 3: NUL byte at offset 4; " + binary
    ),
    Case(
      "NUL at the end", rows + "\u{0}\u{0}",
      "f, line 61: NUL byte at offset \(rows.utf8.count); " + binary),
    Case(
      "Latin-1", bytes: Array("caf".utf8) + [0xE9, 0x0A, 0x31],
      "f, line 1: byte 0xE9 at offset 3 is not UTF-8; " + encodings),
    Case(
      "Latin-1 behind a mark", bytes: [0xEF, 0xBB, 0xBF, 0x0A, 0xE9],
      "f, line 2: byte 0xE9 at offset 4 is not UTF-8; " + encodings),
    Case(
      "overlong", bytes: [0x61, 0xC0, 0xAF],
      "f, line 1: byte 0xC0 at offset 1 is not UTF-8; " + encodings),
    Case(
      "surrogate", bytes: [0xED, 0xA0, 0x80],
      "f, line 1: byte 0xED at offset 0 is not UTF-8; " + encodings),
    Case(
      "beyond Unicode", bytes: [0xF4, 0x90, 0x80, 0x80],
      "f, line 1: byte 0xF4 at offset 0 is not UTF-8; " + encodings),
    Case(
      "cut character", bytes: [0x61, 0xE2, 0x82],
      "f, line 1: byte 0xE2 at offset 1 is not UTF-8; " + encodings),
    Case(
      "gzip", bytes: [0x1F, 0x8B, 0x08, 0x00],
      "f: is compressed by gzip; plain text in UTF-8 is needed"),
    Case(
      "UTF-32", bytes: [0xFF, 0xFE, 0x00, 0x00],
      "f: is text in UTF-32; plain text in UTF-8 is needed"),
    Case(
      "SQLite", "SQLite format 3\u{0}abc", "f: is an SQLite database; plain text in UTF-8 is needed"
    ),
    Case(
      "spreadsheet", bytes: [0x50, 0x4B, 0x03, 0x04],
      "f: is a zip archive or a spreadsheet; plain text in UTF-8 is needed"),
  ]

  @Test(arguments: tables) func tableIsRefused(_ bad: Case) throws {
    let scratch = try Scratch()
    try scratch.write("f", bad.bytes)
    let found = scratch.message(DataConfiguration(source: bad.source, file: "f", window: 4))
    #expect(found == bad.message)
  }

  /// The same words, whichever source reads the file, and when the kind is to be recognised.
  @Test(arguments: files) func encodingIsRefused(_ bad: Case) throws {
    let scratch = try Scratch()
    try scratch.write("f", bad.bytes)
    for source in ["csv", "text", "labelled_text", nil] {
      #expect(scratch.message(DataConfiguration(source: source, file: "f")) == bad.message)
    }
  }

  @Test func textIsRefused() throws {
    let scratch = try Scratch()
    try scratch.write("f", "Too short, of course.")
    #expect(
      scratch.message(DataConfiguration(file: "f", length: 10))
        == "f: 21 characters; data.length 10 with this split needs at least 106")
    try scratch.write("f", String(repeating: "a", count: 2000))
    #expect(
      scratch.message(DataConfiguration(file: "f", length: 10))
        == "f: the training part holds only one distinct character, \"a\"; at least 2 are needed")
    try scratch.write("f", String(repeating: "ab", count: 2000))
    try scratch.write("v", "abab")
    #expect(
      scratch.message(DataConfiguration(file: "f", validationFile: "v", length: 10))
        == "v: 4 characters; data.length 10 needs at least 11")
  }

  @Test func fileIsRefused() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.folder + "/d", withIntermediateDirectories: false)
    try #require(mkfifo(scratch.folder + "/p", 0o600) == 0)
    let cases = [
      ("no\u{1B}where", "no\\u{1B}where: no such file; looked in FOLDER"),
      ("", ": no such file; looked in FOLDER"),
      ("/nowhere/at/all", "/nowhere/at/all: no such file"),
      ("d", "d: is a directory; a file is needed"),
      ("p", "p: is a pipe; an ordinary file is needed"),
      ("/dev/zero", "/dev/zero: is a device; an ordinary file is needed"),
    ]
    for (file, message) in cases {
      for source in ["csv", "text", "labelled_text"] {
        #expect(scratch.message(DataConfiguration(source: source, file: file)) == message)
      }
      // Without a source, a folder may be one of sequences.
      if file != "d" { #expect(scratch.message(DataConfiguration(file: file)) == message) }
    }
  }

  /// Rights do not bind the superuser.
  @Test(.enabled(if: geteuid() != 0)) func fileWithoutRightsIsRefused() throws {
    let scratch = try Scratch()
    try scratch.write("f", "1\n")
    chmod(scratch.folder + "/f", 0)
    #expect(
      scratch.message(DataConfiguration(file: "f")) == "f: cannot be read: Permission denied")
  }

  @Test func columnIsRefused() throws {
    let scratch = try Scratch()
    try scratch.write("f", "a,a,b,c\n" + String(repeating: "1,2,3,x\n", count: 100))
    func message(_ target: String, _ columns: [String] = []) -> String? {
      scratch.message(DataConfiguration(file: "f", target: target, columns: columns))
    }
    let others = "; the columns are a, a, b, c (or use a number, 1 to 4)"
    #expect(message("z") == "f: no column \"z\"" + others)
    #expect(message("5") == "f: no column \"5\"" + others)
    #expect(message("a") == "f: \"a\" names the columns 1 and 2; give a number")
    // Among others, too, and for a model.
    var configuration = DataConfiguration(
      source: "csv", file: "f", target: "b", columns: ["a", "b"])
    #expect(
      scratch.message(configuration) == "f: \"a\" names the columns 1 and 2; give a number")
    configuration.columns = ["-a"]
    #expect(
      scratch.message(configuration) == "f: \"a\" names the columns 1 and 2; give a number")
    #expect(message("c") == "f, line 2, column c: \"x\" " + Self.notANumber)
    // Words of few kinds are fed as columns of 0 and 1.
    #expect(message("b", ["1", "c"]) == nil)
    #expect(message("2", ["1", "b"]) == nil)
  }

  @Test func partWithoutANumberIsRefused() throws {
    let scratch = try Scratch()
    let rows = (0..<100).map { $0 < 85 ? "\($0 * $0 % 13)\n" : "NA\n" }.joined()
    try scratch.write("f", "a\n" + rows)
    #expect(
      scratch.message(DataConfiguration(source: "csv", file: "f"))
        == "f, column a: no number at all in the test part")
  }
}
