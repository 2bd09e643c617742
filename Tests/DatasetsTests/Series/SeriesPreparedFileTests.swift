import Datasets
import Foundation
import Testing

/// New files prepared as a model's own data were.
struct SeriesPreparedFileTests {
  private let files: DataFiles
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    files = DataFiles(folders: [scratch.folder])
  }

  private func table(_ rows: Range<Int>, _ columns: String = "day,kind,a,c") -> String {
    columns + "\n"
      + rows.map { row in
        columns.split(separator: ",").map { name in
          switch name {
          case "day": day(row)
          case "kind": ["red", "blue", "green"][row % 3]
          case "a": "\(row * row % 23)"
          default: "\(row % 5)"
          }
        }.joined(separator: ",") + "\n"
      }.joined()
  }

  private func day(_ row: Int) -> String {
    let date = CivilDate(days: 19_723 + row)
    return
      "\(date.year)-\(date.month < 10 ? "0" : "")\(date.month)-\(date.day < 10 ? "0" : "")\(date.day)"
  }

  private func trained() throws -> Dataset {
    try scratch.write("f", table(0..<200))
    var configuration = DataConfiguration(
      source: "csv", file: "f", target: "a", columns: ["a", "kind", "c"], window: 5, horizon: 2)
    configuration.prepare = [
      PreparationStep("difference", "1"), PreparationStep("scale", "standard"),
    ]
    return try scratch.load(configuration)
  }

  @Test func theSameFileGivesTheSameWindows() throws {
    let data = try trained()
    #expect(data.shape.features == 5)
    let whole = try SeriesSource.prepare("f", by: data.description, files: files) { _ in }
    // Two more at the end, whose targets are still to come.
    #expect(whole.examples.count == data.sizes.reduce(0, +) + 2)
    #expect(
      (0..<whole.examples.count).map(whole.examples.hasTarget).suffix(3) == [true, false, false])
    let first = data.example(data.test, 0)
    let offset = data.training.count + data.validation.count
    #expect(data.example(whole.examples, offset) == first)
    #expect(whole.keyNames == ["row", "day"])
    // Window 0 ends in row 6 and predicts row 8, counted from 1.
    #expect(whole.keys(0) == ["8", day(7)])
    #expect(whole.keys(whole.examples.count - 1) == ["202", day(201)])
    // A forecast for a row that is not there yet is in units all the same.
    let last = whole.examples.count - 1
    #expect(
      abs(whole.examples.inUnits(0, of: last, output: 0).rounded() - Double(199 * 199 % 23)) <= 1)
  }

  @Test func columnsAreFoundByName() throws {
    let data = try trained()
    try scratch.write("g", table(0..<60, "c,a,kind"))
    let other = try SeriesSource.prepare("g", by: data.description, files: files) { _ in }
    #expect(data.example(other.examples, 0).inputs == data.example(data.training, 0).inputs)
    #expect(other.keyNames == ["row"])
  }

  @Test func whatDoesNotFitIsNamed() throws {
    let data = try trained()
    func message(_ text: String) throws -> String? {
      try scratch.write("g", text)
      do {
        _ = try SeriesSource.prepare("g", by: data.description, files: files) { _ in }
        return nil
      } catch { return "\(error)" }
    }
    #expect(
      try message(table(0..<60, "c,a"))
        == "g: lacks kind, which the model was trained on; there are c, a")
    #expect(
      try message(table(0..<4))
        == "g: 4 rows, but window 5 and horizon 2 need at least 7; add rows")
    #expect(try message(table(0..<60).replacing("red", with: "pink")) == nil)
  }
}
