import Dashboard
import Telemetry
import Testing

@Suite struct DataSheetTests {
  private func lines(
    _ sheet: DataSheet, width: Int = 100, unicode: Bool = true
  ) -> [String] {
    DataSheetText.lines(
      sheet, width: width, capabilities: Capabilities(colors: .none, unicode: unicode)
    ).map { $0.map(\.text).joined() }
  }

  private func sheet(_ body: DataSheet.Body) -> DataSheet {
    DataSheet(title: "t", task: "", sections: [.init("S", body)])
  }

  /// The text of the command is the screen's own drawing.
  @Test func textIsWhatThePaneShows() {
    for sheet in [Fixture.seriesSheet(), Fixture.textSheet()] {
      var state = Fixture.state(102, 200, Fixture.withData(sheet))
      state.focus = .data
      let frame = text(render(state)).split(separator: "\n").map { String($0) }
      let shown = lines(sheet, width: 100)
      for (row, line) in shown.enumerated() {
        var cut = frame[row + 2].dropFirst().dropLast()
        while cut.last == " " { cut.removeLast() }
        #expect(cut == line)
      }
    }
  }

  @Test func noLineIsWiderThanAsked() {
    for sheet in [Fixture.seriesSheet(), Fixture.textSheet()] {
      for width in stride(from: 1, through: 200, by: 7) {
        for unicode in [true, false] {
          for line in lines(sheet, width: width, unicode: unicode) {
            #expect(TextWidth.of(line) <= width)
            #expect(unicode || line.unicodeScalars.allSatisfy { $0.value < 127 })
          }
        }
      }
    }
  }

  /// Two rows of values in a line: the larger one where there are no colours.
  @Test func mapsAreShades() {
    let map = DataSheet.Map(
      rows: 3, columns: 4, shares: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1], top: "9 Hz",
      bottom: "1 Hz", start: "0 s", end: "1 s")
    #expect(
      lines(sheet(.map(map)), unicode: false).suffix(3) == [" 9 Hz @@", " 1 Hz    @", "      0 s"])
    for width in 1...20 {
      for line in lines(sheet(.map(map)), width: width) { #expect(TextWidth.of(line) <= width) }
    }
  }

  @Test func numbersStandUnderEachOther() {
    let columns = [DataSheet.Table.Column("name"), .init("n"), .init("x")]
    let rows: [[Fixture.Cell]] = [
      [.init(.text("a")), .init(.count(5)), .init(.number(0.5))],
      [.init(.text("long")), .init(.count(12345)), .init(.number(-1234.56))],
    ]
    let lines = lines(sheet(.table(.init(columns: columns, rows: rows))))
    #expect(
      lines.suffix(3) == [
        " name       n      x", " a          5    0.5", " long  12 345  -1235",
      ])
  }

  /// What has no room leaves by its rank: the highest first, 0 never.
  @Test func tableLeavesOutByRank() {
    let columns = [
      DataSheet.Table.Column("name"), .init("aaaa", rank: 1), .init("bbbb", rank: 2),
      .init("cccc"),
    ]
    let rows = [[Fixture.Cell(.text("x")), .init(.count(1)), .init(.count(2)), .init(.none)]]
    let table = sheet(.table(.init(columns: columns, rows: rows)))
    #expect(lines(table, width: 40).contains { $0.contains("aaaa") && $0.contains("bbbb") })
    #expect(!lines(table, width: 40).contains { $0.contains("cccc") })
    #expect(lines(table, width: 14).contains { $0.contains("aaaa") && !$0.contains("bbbb") })
    #expect(lines(table, width: 8).contains { $0 == " name" })
  }

  @Test(arguments: [
    (0.0, "0%"), (0.0002, "<0.1%"), (0.047, "4.7%"), (0.0996, "10%"), (0.87, "87%"), (1, "100%"),
    (.nan, "-"),
  ])
  func shares(_ share: Double, _ shown: String) {
    let line = lines(sheet(.bars([.init(name: "b", count: 1, share: share)]))).last ?? ""
    #expect(line.hasSuffix(" " + shown), "\(line)")
  }

  @Test func stepsSayWhatTheyChanged() {
    let step = PreparationReport(
      name: "missing: drop", effect: "dropped", rowsBefore: 1000, rowsAfter: 990,
      valuesChanged: 1, examples: ["row 25: missing -> 129"])
    var idle = step
    (idle.rowsAfter, idle.valuesChanged, idle.examples) = (1000, 0, [])
    for width in [60, 120] {
      let text = lines(sheet(.steps([step, idle])), width: width).joined(separator: "\n")
      #expect(text.contains("1 000 → 990 rows, 1 value changed"))
      #expect(text.contains("row 25: missing → 129"))
      #expect(text.contains("no change"))
    }
    let ascii = lines(sheet(.steps([step])), unicode: false).joined()
    #expect(ascii.contains("1 000 -> 990 rows") && ascii.contains("missing -> 129"))
  }

  /// What occurs at all is seen, and a part's name stands where it begins.
  @Test func curvesMarkTheParts() {
    let curves = DataSheet.Curves(
      lines: [.init(name: "y", values: (0..<100).map { Float($0) })],
      parts: [.init(name: "training", start: 0), .init(name: "test", start: 0.8)])
    let lines = lines(sheet(.curves(curves)), width: 60)
    #expect(lines.contains { $0.contains("training") && $0.contains("test") })
    #expect(lines.count { $0.contains("┆") } >= 7)
    #expect(
      lines.contains { $0.hasPrefix(" y  99 ┤") } && lines.contains { $0.hasPrefix("     0 ┤") })
  }

  /// Numbers and sizes that reports may have when data are odd.
  @Test(arguments: [Float.nan, .infinity, -.infinity, 0, .greatestFiniteMagnitude])
  func badNumbers(_ bad: Float) {
    var sheet = DataSheet(title: "", task: "", facts: [.init("", "")], sections: [])
    sheet.sections = [
      .init("", .curves(.init(lines: [], parts: []))),
      .init("", .curves(.init(lines: [.init(name: "", values: [])], parts: []))),
      .init(
        "",
        .curves(
          .init(
            lines: [.init(name: "x", values: [bad, 1, bad, -.greatestFiniteMagnitude])],
            parts: [.init(name: "a", start: Double(bad)), .init(name: "b", start: 2)]))),
      .init("", .bars([])), .init("", .bars([.init(name: "", count: 0, share: Double(bad))])),
      .init("", .histogram(.init(counts: [], end: Double(bad), unit: ""))),
      .init("", .histogram(.init(counts: [0, 0], end: 0, unit: ""))),
      .init("", .histogram(.init(counts: [1, .max / 4], end: Double(bad), unit: "u"))),
      .init("", .classes(.init(parts: [], rows: [.init(name: "", counts: [], shares: [])]))),
      .init("", .table(.init(columns: [], rows: [[]]))),
      .init("", .table(.init(columns: [.init("x")], rows: [[.init(.number(Double(bad)))], []]))),
      .init("", .steps([])), .init("", .text([])), .init("", .text(["", "\n\n"])),
    ]
    for width in [1, 5, 40, 160] { #expect(!lines(sheet, width: width).isEmpty) }
  }
}
