import Datasets
import Foundation
import Telemetry
import Testing
import Training

/// A report with everything in it, as the screen and as JSON.
@Suite struct DataSheetReportTests {
  private static let report = DataReport(
    source: "csv", recognised: "csv: a table", file: "/some/where/waves.csv",
    task: "height, 1 row ahead", rows: 2820, duplicates: 3,
    columns: [
      .init(
        name: "height", role: .inputAndTarget, kind: "number", present: 2800, missing: 20,
        minimum: 0, mean: 1.5, maximum: 3),
      .init(name: "id", role: .unused, kind: "number", present: 2820, missing: 0, note: "rises"),
    ],
    steps: [
      .init(
        name: "missing: linear", effect: "20 filled", rowsBefore: 2820, rowsAfter: 2820,
        valuesChanged: 20, examples: ["row 5: missing -> 2"])
    ],
    classes: ["no", "yes"],
    parts: [
      .init(name: "training", examples: 80, place: "rows 1 to 80", classCounts: [60, 20]),
      .init(name: "validation", examples: 10), .init(name: "test", examples: 10),
    ], lengths: .init([1, 5, 9], most: 6),
    pictures: [
      .init(
        title: "height, all rows", series: [.init(name: "height", values: [1, .nan])],
        parts: [0.8, 0.9]),
      .init(title: "an example", text: ["fed", "asked"]),
    ])

  @Test func everythingHasItsPlace() throws {
    let sheet = DataSheet(
      Self.report, summary: "waves",
      notes: ["read as csv: a table", "missing: linear: 20 filled", "a note"])
    #expect(sheet.title == "waves.csv" && sheet.task == "height, 1 row ahead")
    #expect(
      sheet.facts == [
        .init("read as", "csv: a table"), .init("rows", "2 820"),
        .init("repeated", "3 (0.1%)", tone: .warning),
        .init("missing", "20 of 5 640 values (0.4%)", tone: .warning),
      ])
    #expect(
      sheet.sections.map(\.title) == [
        "Columns", "Preparation", "Parts", "Classes", "Lengths", "height, all rows",
        "an example", "Notes",
      ])
    // What stands elsewhere is not repeated.
    #expect(sheet.sections.last?.body == .text(["a note"]))
    #expect(sheet.sections[0].note == "1 of 2 used")
    #expect(sheet.sections[4].note == "shortest 1 · median 5 · longest 9 · 1 cut")
    guard case .bars(let bars) = sheet.sections[2].body else { throw Missing() }
    #expect(bars.map(\.share) == [0.8, 0.1, 0.1] && bars[0].text == "rows 1 to 80")
    guard case .classes(let classes) = sheet.sections[3].body else { throw Missing() }
    #expect(classes.parts == ["training"] && classes.rows[1].shares == [0.25])
    guard case .curves(let curves) = sheet.sections[5].body else { throw Missing() }
    #expect(curves.parts.map(\.name) == ["training", "validation", "test"])
    #expect(curves.parts.map(\.start) == [0, 0.8, 0.9])
  }

  private struct Missing: Error {}

  @Test func withoutAFileTheSummaryIsTheTitle() {
    let report = DataReport(source: "adding", task: "add", parts: [])
    let sheet = DataSheet(report, summary: "adding problem, T 150", notes: [])
    #expect(sheet.title == "adding problem, T 150")
    #expect(sheet.facts == [.init("read as", "adding")] && sheet.sections.isEmpty)
  }

  @Test func jsonHasTheReportAndTheNotes() throws {
    var dataset = try loadDataset(
      DataConfiguration(source: "adding", length: 10, count: 100), relativeTo: []
    ) { _ in }
    dataset.report = Self.report
    dataset.report.columns[0].maximum = .infinity
    dataset.notes = ["say \u{9B}2J"]
    let text = try DataReportJSON(dataset).text()
    #expect(!text.unicodeScalars.contains { (0x7F...0x9F).contains($0.value) })
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["notes"] as? [String] == ["say \u{9B}2J"])
    #expect(object["rows_name"] as? String == "rows" && object["duplicates"] as? Int == 3)
    let parts = try #require(object["parts"] as? [[String: Any]])
    #expect(parts[0]["class_counts"] as? [Int] == [60, 20])
  }
}
