import Datasets
import Testing

struct MissingValuesTests {
  @Test func holesLieOnTheLineBetween() throws {
    var cells = (0..<100).map { "\($0 % 10)" }
    cells.replaceSubrange(0...1, with: ["NA", "?"])  // edge: the nearest, 2
    cells.replaceSubrange(13...15, with: ["", "", ""])  // 3 to 5, between 2 and 6
    cells.replaceSubrange(79...80, with: ["NA", "NA"])  // end of training, start of validation
    let scratch = try Scratch()
    try scratch.write("f", "a,b\n" + cells.map { "\($0),x\n" }.joined())
    let data = try scratch.load(
      DataConfiguration(source: "csv", file: "f", window: 1))
    let scaler = try #require(data.scaler)
    func input(_ part: any Examples, _ index: Int) -> Double {
      scaler.undo(data.example(part, index).inputs[0])
    }
    let filled = [0: 2, 1: 2, 12: 2, 13: 3, 14: 4, 15: 5, 16: 6]
    for (row, value) in filled { #expect(abs(input(data.training, row) - Double(value)) < 1e-5) }
    // Each part by itself: row 79 repeats row 78, row 80 row 81.
    #expect(abs(input(data.validation, 0) - 8) < 1e-5)
    #expect(abs(input(data.validation, 1) - 1) < 1e-5)
    #expect(data.notes.contains("7 missing values of a filled by linear interpolation"))
  }
}
