import Datasets
import Testing

struct RowPlacesTests {
  /// Rows put in the order of time keep the numbers and dates that they have in the file.
  @Test func rowsAreThoseOfTheFile() throws {
    let scratch = try Scratch()
    // The newest row first: row 1 of the file is the last in time.
    let lines = (1...40).reversed().map { "20\($0 + 10)-01-01,\($0 % 5)\n" }
    try scratch.write("f", "when,level\n" + lines.joined())
    var configuration = DataConfiguration(source: "csv", file: "f", target: "level", window: 3)
    configuration.time = "when"
    let data = try scratch.load(configuration.plainlyPrepared())
    let first = try #require(data.validation.place(of: 0))
    #expect(first == RowPlace(row: 8, total: 40, date: "2043-01-01"))
  }

  @Test func aPartWithAFileOfItsOwnHasItsRows() throws {
    let scratch = try Scratch()
    try scratch.write("f", "a\n" + (0..<60).map { "\($0 % 7)\n" }.joined())
    try scratch.write("v", "a\n" + (0..<20).map { "\($0 % 7)\n" }.joined())
    let data = try scratch.load(
      DataConfiguration(source: "csv", file: "f", validationFile: "v", target: "a", window: 3)
        .plainlyPrepared())
    #expect(data.validation.place(of: 0) == RowPlace(row: 4, total: 20, date: nil))
  }
}
