import Telemetry

/// The name of the data, the task, and the facts about the file.
enum SheetHead {
  private static let gap = 4
  /// A longer fact gets its own wrapped line.
  private static let longest = 36

  static func block(_ sheet: DataSheet, width: Int) -> SheetLines {
    var lines = SheetLines()
    lines.newLine()
    lines.add(sheet.title, at: 1, Style(.accent, bold: true))
    for (place, line) in Wrapping.lines(sheet.task, width: max(8, width - 4)).enumerated()
    where !sheet.task.isEmpty {
      lines.newLine()
      if place == 0 { lines.add("▸", at: 1, Style(.good, bold: true)) }
      lines.add(line, at: 3, Style(bold: true))
    }
    if !sheet.facts.isEmpty { lines.newLine() }
    let labels = sheet.facts.map { TextWidth.of($0.label) }.max() ?? 0
    var column = width
    for fact in sheet.facts {
      let length = TextWidth.of(fact.text)
      if length > longest {
        addLong(fact, labels, width, &lines)
        column = width
        continue
      }
      // In aligned columns if they need several lines.
      let cell = labels + 2 + max(18, length) + gap
      if column + labels + 2 + length > width {
        lines.newLine()
        column = 1
      }
      lines.add(fact.label, at: column, Style(.muted))
      lines.add(fact.text, at: column + labels + 2, fact.tone.style)
      column += cell
    }
    return lines
  }

  private static func addLong(
    _ fact: DataSheet.Fact, _ labels: Int, _ width: Int, _ lines: inout SheetLines
  ) {
    let start = 1 + labels + 2
    for (place, line) in Wrapping.lines(fact.text, width: max(8, width - start)).enumerated() {
      lines.newLine()
      if place == 0 { lines.add(fact.label, at: 1, Style(.muted)) }
      lines.add(line, at: start, fact.tone.style)
    }
  }
}
