import Telemetry

/// How often each class occurs in each part: a bar for the first part, counts and shares for all.
struct SheetClasses: SheetBlock {
  private static let widest = 40
  private static let share = 5

  private let classes: DataSheet.Classes
  private let names: Int
  /// For each shown part: the width of its counts, and of its whole column.
  private let counts: [Int]
  private let parts: Int
  private let barWidth: Int
  private let highest: Double

  init(_ classes: DataSheet.Classes, width: Int) {
    self.classes = classes
    let names = min(24, max(5, classes.rows.map { TextWidth.of($0.name) }.max() ?? 0))
    self.names = names
    let counts = classes.parts.indices.map { part in
      classes.rows.map { Numbers.grouped($0.counts[part]).utf8.count }.max() ?? 0
    }
    self.counts = counts
    let widths = zip(classes.parts, counts).map { name, count in
      max(TextWidth.of(name), count + 1 + Self.share)
    }
    // Later parts are dropped before the bar of the first gets too short.
    var shown = classes.parts.count
    func fixed() -> Int { 1 + names + 2 + widths.prefix(shown).reduce(0) { $0 + $1 + 2 } + 1 }
    while shown > 1, width - fixed() < 10 { shown -= 1 }
    parts = shown
    barWidth = max(0, min(Self.widest, width - fixed()))
    highest = classes.rows.compactMap(\.shares.first).max() ?? 1
  }

  var rows: Int { classes.rows.count + 1 }

  private func columnWidth(_ part: Int) -> Int {
    max(TextWidth.of(classes.parts[part]), counts[part] + 1 + Self.share)
  }

  func draw(into canvas: inout Canvas, visible: Range<Int>) {
    let start = 1 + names + 2
    for row in visible where row < rows {
      var end = start + barWidth
      if row == 0 {
        canvas.text("class", 1, row, Style(.muted), width: names)
      } else {
        let entry = classes.rows[row - 1]
        canvas.text(entry.name.shortened(to: names), 1, row, Style(bold: true), width: names)
        Bars.horizontal(
          &canvas, start, row, width: barWidth,
          share: highest > 0 ? (entry.shares.first ?? 0) / highest : 0, Style(SheetPart.ink(0)))
      }
      for part in 0..<parts {
        end += 2 + columnWidth(part)
        guard row > 0 else {
          canvas.textRight(classes.parts[part], end: end, row, Style(.muted))
          continue
        }
        let entry = classes.rows[row - 1]
        // A class that hardly occurs cannot be learned or scored.
        let isRare = entry.counts[part] <= 1
        canvas.textRight(
          (isRare ? "!" : "") + Numbers.grouped(entry.counts[part]), end: end - 1 - Self.share, row,
          isRare ? DataSheet.Tone.warning.style : Style())
        canvas.textRight(
          Numbers.percent(entry.shares[part]), end: end, row, Style(.muted))
      }
    }
  }
}
