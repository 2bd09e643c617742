import Dashboard
import Foundation
import Telemetry

/// Data sheets with something in every place.
extension Fixture {
  typealias Cell = DataSheet.Table.Cell
  private typealias Column = DataSheet.Table.Column

  static func withData(_ sheet: DataSheet) -> SessionSnapshot {
    var snapshot = adding()
    snapshot.info?.dataSheet = sheet
    return snapshot
  }

  private static func row(
    _ name: String, _ role: String, _ kind: String, _ present: Int, missing: Int = 0,
    distinct: Int? = nil, _ range: (Double, Double, Double)? = nil, note: String = ""
  ) -> [Cell] {
    let tone: DataSheet.Tone = role == "unused" ? .muted : .plain
    let alarm: DataSheet.Tone = missing > 0 ? .warning : .muted
    let share = Double(missing) / Double(missing + present)
    var row = [
      Cell(.text(name), tone: tone), Cell(.text(role), tone: tone), Cell(.text(kind), tone: tone),
      Cell(.count(present), tone: tone), Cell(.count(missing), tone: alarm),
      missing > 0 ? Cell(.share(share), tone: alarm) : Cell(.none),
      Cell(distinct.map { .count($0) } ?? .none, tone: tone),
    ]
    row += [range?.0, range?.1, range?.2].map { Cell($0.map { .number($0) } ?? .none, tone: tone) }
    return row + [Cell(.text(note), tone: .muted)]
  }

  private static let heads = [
    Column("name"), Column("role"), Column("kind", rank: 2), Column("present", rank: 6),
    Column("missing"), Column("%", rank: 4), Column("distinct", rank: 5),
    Column("minimum", rank: 1), Column("mean", rank: 3), Column("maximum", rank: 1),
    Column("note"),
  ]

  /// Hourly measurements with holes, a category and a column that says nothing.
  static func seriesSheet() -> DataSheet {
    var noise = Noise(state: 21)
    func wave(_ period: Double, _ low: Double, _ high: Double) -> [Float] {
      (0..<400).map { i in
        if period < 100, (150..<158).contains(i) { return .nan }
        let turn = sin(Double(i) / period) * 0.4 + 0.5 + 0.1 * noise.next()
        return Float(low + (high - low) * max(0, turn))
      }
    }
    return DataSheet(
      title: "pollution.csv", task: "one step ahead of pm2.5 from 32 rows of 4 columns",
      facts: [
        .init("read as", "csv: a table of 7 columns, comma between them, with numbers"),
        .init("rows", "41 757"), .init("repeated", "12 (<0.1%)", tone: .warning),
        .init("missing", "2 067 of 292 299 values (0.7%)", tone: .warning),
      ],
      sections: [
        .init(
          "Columns", note: "5 of 7 used",
          .table(
            .init(
              columns: heads,
              rows: [
                row("No", "unused", "number", 41757, (1, 20879, 41757), note: "rises evenly"),
                row("datetime", "time", "date", 41757, note: "in order, hour by hour"),
                row(
                  "pm2.5", "input, target", "number", 39690, missing: 2067, (0, 98.6132, 994)),
                row("DEWP", "input", "number", 41757, (-40, 1.8172, 28)),
                row("cbwd", "input", "category", 41757, distinct: 4, note: "NW, SE, cv, NE"),
                row("Iws", "input", "number", 41757, (0.45, 23.88914, 585.6)),
                row(
                  "station \u{1b}[31m世界", "unused", "number", 41757, (7, 7, 7),
                  note: "constant"),
              ]))),
        .init(
          "Preparation", note: "in this order",
          .steps([
            .init(
              name: "duplicates: drop", effect: "12 rows that stand there twice are dropped",
              rowsBefore: 41757, rowsAfter: 41745, valuesChanged: 0,
              examples: ["row 1 204: as row 1 203"]),
            .init(
              name: "missing: linear", effect: "2 067 values filled in pm2.5", rowsBefore: 41745,
              rowsAfter: 41745, valuesChanged: 2067,
              examples: [
                "row 25: missing -> 129", "row 26: missing -> 148", "row 27: missing -> 159",
                "row 28: missing -> 181",
              ]),
            .init(
              name: "outliers: 4", effect: "nothing lies 4 deviations away", rowsBefore: 41745,
              rowsAfter: 41745, valuesChanged: 0, examples: []),
            .init(
              name: "scale: standard",
              effect: "mean 98.61 and standard deviation 92.05 of the training part",
              rowsBefore: 41745, rowsAfter: 41745, valuesChanged: 166980,
              examples: ["pm2.5 129 -> 0.3301", "DEWP -16 -> -1.236"]),
          ])),
        .init(
          "Parts", note: "41 713 examples",
          .bars([
            .init(name: "training", count: 33364, share: 0.7999, text: "rows 1 to 33 396"),
            .init(name: "validation", count: 4174, share: 0.1, text: "rows 33 397 to 37 570"),
            .init(name: "test", count: 4175, share: 0.1, text: "rows 37 571 to 41 745"),
          ])),
        .init(
          "The series",
          .curves(
            .init(
              lines: [
                .init(name: "pm2.5", values: wave(30, 0, 994)),
                .init(name: "DEWP", values: wave(150, -40, 28)),
                .init(name: "Iws", values: wave(70, 0.45, 585)),
              ],
              parts: [
                .init(name: "training", start: 0), .init(name: "validation", start: 0.8),
                .init(name: "test", start: 0.9),
              ]))),
        .init("Notes", .text(["table: 41 757 rows, 7 columns, comma between them"])),
      ])
  }

  /// Messages of two classes and one that hardly occurs.
  static func textSheet() -> DataSheet {
    DataSheet(
      title: "sms-spam.tsv", task: "one of 3 classes for each text, read word by word",
      facts: [
        .init("read as", "labelled_text: a label and a text in each line"),
        .init("lines", "5 574"), .init("repeated", "403 (7.2%)", tone: .warning),
        .init("missing", "no value", tone: .muted),
      ],
      sections: [
        .init(
          "Columns",
          .table(
            .init(
              columns: heads,
              rows: [
                row("label", "label", "category", 5574, distinct: 3),
                row("text", "text", "text", 5574, note: "8 713 words, 5 000 of them known"),
              ]))),
        .init(
          "Preparation", note: "in this order",
          .steps([
            .init(
              name: "tokens: word", effect: "lower case, punctuation apart", rowsBefore: 5574,
              rowsAfter: 5574, valuesChanged: 0, examples: ["Go until -> go until"])
          ])),
        .init(
          "Parts", note: "5 574 examples",
          .bars([
            .init(name: "training", count: 4459, share: 0.8, text: "lines, by class"),
            .init(name: "validation", count: 557, share: 0.1),
            .init(name: "test", count: 558, share: 0.1),
          ])),
        .init(
          "Classes", note: "3 classes",
          .classes(
            .init(
              parts: ["training", "validation", "test"],
              rows: [
                .init(name: "ham", counts: [3861, 483, 483], shares: [0.8659, 0.8671, 0.8656]),
                .init(name: "spam", counts: [597, 74, 75], shares: [0.1339, 0.1329, 0.1344]),
                .init(name: "other", counts: [1, 0, 0], shares: [0.0002, 0, 0]),
              ]))),
        .init(
          "Lengths", note: "shortest 1 · median 13 · longest 171 · 12 cut",
          .histogram(
            .init(
              counts: (0..<40).map { Int(900 * exp(-pow(Double($0) - 4, 2) / 18)) }
                .enumerated().map { $0.offset == 39 ? 1 : $0.element }, end: 172,
              unit: "steps"))),
        .init(
          "An example",
          .text([
            "ham", "go until jurong point , crazy . . available only in bugis n great world la",
          ])),
      ])
  }
}
