import Datasets
import Telemetry

/// A report as the screen draws it.
extension DataSheet {
  package init(_ dataset: Dataset) {
    self.init(dataset.report, summary: dataset.title, notes: dataset.notes)
  }

  /// - Parameters:
  ///   - summary: the title, if the data do not come from a file.
  ///   - notes: what was recognised, one sentence each.
  package init(_ report: DataReport, summary: String, notes: [String]) {
    self.init(
      title: report.file.isEmpty ? summary : Self.lastPart(report.file), task: report.task,
      facts: Self.facts(report), sections: Self.sections(report, notes: notes))
  }

  private static func lastPart(_ path: String) -> String {
    path.split(separator: "/").last.map { String($0) } ?? path
  }

  private static func facts(_ report: DataReport) -> [Fact] {
    var facts = [
      Fact("read as", report.recognised ?? report.source)
    ]
    if report.rows > 0, report.sound == nil {
      facts.append(Fact(report.rowsName, Numbers.grouped(report.rows)))
    }
    if let sound = report.sound {
      facts += [
        Fact("sound", sound.sounds), Fact("frames", sound.windows), Fact("silent", sound.silent),
      ]
    }
    if let twice = report.duplicates {
      facts.append(
        twice == 0
          ? Fact("repeated", "none", tone: .muted)
          : Fact(
            "repeated", "\(Numbers.grouped(twice)) (\(share(twice, of: report.rows)))",
            tone: .warning))
    }
    let missing = report.columns.reduce(0) { $0 + $1.missing }
    let cells = report.columns.reduce(missing) { $0 + $1.present }
    if !report.columns.isEmpty {
      facts.append(
        missing == 0
          ? Fact("missing", "no value", tone: .muted)
          : Fact(
            "missing",
            "\(Numbers.grouped(missing)) of \(Numbers.grouped(cells)) values "
              + "(\(share(missing, of: cells)))", tone: .warning))
    }
    return facts
  }

  private static func share(_ count: Int, of all: Int) -> String {
    Numbers.percent(Double(count) / Double(all))
  }

  private static func sections(_ report: DataReport, notes: [String]) -> [Section] {
    var sections: [Section] = []
    if !report.columns.isEmpty { sections.append(columns(report.columns)) }
    if !report.steps.isEmpty {
      sections.append(
        Section("Preparation", note: "in this order", .steps(report.steps)))
    }
    if !report.parts.isEmpty { sections.append(parts(report.parts)) }
    if let classes = Classes(report) {
      let count = report.classes.count
      sections.append(
        Section("Classes", note: count == 1 ? "1 class" : "\(count) classes", .classes(classes)))
    }
    if let lengths = report.lengths { sections.append(section(lengths)) }
    if !report.lags.isEmpty {
      sections.append(
        Section(
          "Lags", note: "rows before the target where an input is most informative",
          .text(report.lags.map(\.sentence))))
    }
    for picture in report.pictures { sections += Self.sections(picture) }
    let told = Set(
      report.steps.map { "\($0.name): \($0.effect)" }
        + (report.recognised.map { ["read as \($0)"] } ?? []))
    let others = notes.filter { !told.contains($0) }
    if !others.isEmpty { sections.append(Section("Notes", .text(others))) }
    return sections
  }

  // MARK: sections

  /// A column that is empty in every row is removed when the table is drawn.
  private static func columns(_ columns: [DataReport.Column]) -> Section {
    let heads = [
      Table.Column("name"), Table.Column("role"), Table.Column("kind", rank: 2),
      Table.Column("present", rank: 6), Table.Column("missing"), Table.Column("%", rank: 4),
      Table.Column("distinct", rank: 5), Table.Column("minimum", rank: 1),
      Table.Column("mean", rank: 3), Table.Column("maximum", rank: 1), Table.Column("note"),
    ]
    let used = columns.count { $0.role != .unused }
    return Section(
      "Columns", note: used == columns.count ? "" : "\(used) of \(columns.count) used",
      .table(Table(columns: heads, rows: columns.map { row($0) })))
  }

  private static func row(_ column: DataReport.Column) -> [Table.Cell] {
    let tone: Tone = column.role == .unused ? .muted : .plain
    let alarm: Tone = column.missing > 0 ? .warning : .muted
    let all = Double(max(1, column.missing + column.present))
    let share: Table.Cell.Value =
      column.missing > 0 ? .share(Double(column.missing) / all) : .none
    func number(_ value: Double?) -> Table.Cell {
      .init(value.map { .number($0) } ?? .none, tone: tone)
    }
    return [
      .init(.text(column.name), tone: tone), .init(.text(column.role.rawValue), tone: tone),
      .init(.text(column.kind), tone: tone), .init(.count(column.present), tone: tone),
      .init(.count(column.missing), tone: alarm), .init(share, tone: alarm),
      .init(column.distinct.map { .count($0) } ?? .none, tone: tone),
      number(column.minimum), number(column.mean), number(column.maximum),
      .init(.text(column.note), tone: .muted),
    ]
  }

  private static func parts(_ parts: [DataReport.Part]) -> Section {
    let total = parts.reduce(0) { $0 + $1.examples }
    return Section(
      "Parts", note: total == 1 ? "1 example" : "\(Numbers.grouped(total)) examples",
      .bars(
        parts.map { part in
          Bar(
            name: part.name, count: part.examples,
            share: Double(part.examples) / Double(max(1, total)), text: part.place)
        }))
  }

  private static func section(_ lengths: DataReport.Lengths) -> Section {
    var note =
      "shortest \(Numbers.grouped(lengths.shortest)) · median \(Numbers.grouped(lengths.median)) · "
      + "longest \(Numbers.grouped(lengths.longest))"
    if lengths.cut > 0 { note += " · \(Numbers.grouped(lengths.cut)) cut" }
    return Section(
      "Lengths", note: note,
      .histogram(
        Histogram(
          counts: lengths.histogram, end: Double(lengths.longest + 1), unit: "steps")))
  }

  private static func sections(_ picture: DataReport.Picture) -> [Section] {
    var sections: [Section] = []
    if !picture.series.isEmpty {
      let isTold = picture.series.count == 1 && picture.title.contains(picture.series[0].name)
      let lines = picture.series.map {
        Curves.Line(name: isTold ? "" : $0.name, values: $0.values)
      }
      sections.append(
        Section(picture.title, .curves(Curves(lines: lines, parts: parts(picture.parts)))))
    }
    if let map = picture.map {
      sections.append(Section(picture.title, note: "", .map(Map(map))))
    }
    if !picture.text.isEmpty {
      sections.append(Section(sections.isEmpty ? picture.title : "", .text(picture.text)))
    }
    return sections
  }

  /// The names of the parts at their start rows; the training part begins at 0 even if that is not
  /// given.
  private static func parts(_ starts: [Double]) -> [Curves.Part] {
    guard !starts.isEmpty else { return [] }
    let all = (starts[0] > 1e-9 ? [0] : []) + starts
    let names = ["training", "validation", "test"]
    return all.enumerated().map { place, start in
      Curves.Part(name: place < names.count ? names[place] : "", start: start)
    }
  }
}

extension DataSheet.Map {
  fileprivate init(_ map: PictureMap) {
    let span = max(map.high - map.low, .leastNormalMagnitude)
    self.init(
      rows: map.rows, columns: map.columns, shares: map.values.map { ($0 - map.low) / span },
      top: map.top, bottom: map.bottom, start: map.start, end: map.end)
  }
}

extension DataSheet.Classes {
  /// Nil if no part has class counts.
  init?(_ report: DataReport) {
    let parts = report.parts.filter { $0.classCounts.count == report.classes.count }
    guard !report.classes.isEmpty, !parts.isEmpty else { return nil }
    self.init(
      parts: parts.map(\.name),
      rows: report.classes.enumerated().map { place, name in
        let counts = parts.map { $0.classCounts[place] }
        let shares = zip(counts, parts).map { count, part in
          Double(count) / Double(max(1, part.classCounts.reduce(0, +)))
        }
        return Row(name: name, counts: counts, shares: shares)
      })
  }
}
