import Datasets
import Testing

/// How cells are read, seen through a series whose last row is the cell.
struct NumberTextTests {
  /// The value that the last test window has as its target.
  private func read(_ cell: String, delimiter: String = ",") throws -> Double {
    let scratch = try Scratch()
    let rows = (0..<30).map { "\($0 % 2)\(delimiter)x\n" }.joined()
    try scratch.write("f", "a\(delimiter)b\n" + rows + cell + "\(delimiter)x\n")
    let data = try scratch.load(DataConfiguration(source: "csv", file: "f", window: 2))
    let last = data.example(data.test, data.test.count - 1)
    return try #require(data.scaler).undo(last.values[0])
  }

  @Test(arguments: [
    ("12", 12), ("-3.25", -3.25), ("+.5", 0.5), ("5.", 5), ("1e3", 1000), ("2.5E-2", 0.025),
    ("  7 ", 7), ("\" 7\"", 7), ("-0", 0), ("0.1", 0.1),
    ("123456789012345678901234567890e-25", 12345.6789),
    ("1e-400", 0), ("0000012.50", 12.5), ("1e+2", 100), ("1e17", 1e17),
    ("9223372036854775808e-5", 92_233_720_368_547.758),
  ])
  func numberIsRead(_ cell: String, _ value: Double) throws {
    let found = try read(cell)
    #expect(abs(found - value) <= 1e-6 * max(1, value.magnitude))
  }

  @Test func decimalCommaIsReadBetweenSemicolons() throws {
    #expect(abs(try read("1,25", delimiter: ";") - 1.25) < 1e-6)
    #expect(abs(try read("-,5e1", delimiter: ";") + 5) < 1e-5)
  }

  /// Missing at the end: the nearest number stands in, here the 1 of row 30.
  @Test(arguments: ["", "\"\"", " ", "NA", "na", "N/A", "NaN", "nan", "null", "NULL", "?"])
  func missingIsKnown(_ cell: String) throws {
    #expect(abs(try read(cell) - 1) < 1e-6)
  }

  @Test(arguments: [
    "1.2.3", "1e", "e5", "-", ".", "--1", "1 2", "1_000", "Infinity", "1e5x", "0b1", "$5",
    "1\u{A0}000",
  ])
  func otherIsRefused(_ cell: String) throws {
    #expect(throws: DatasetError.self) { try read(cell) }
  }
}
