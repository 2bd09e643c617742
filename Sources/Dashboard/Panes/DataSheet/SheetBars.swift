import Telemetry

/// Counts as bars below each other: name, bar, count, share, and a note.
struct SheetBars: SheetBlock {
  private static let widest = 48

  private let bars: [DataSheet.Bar]
  private let names: Int
  private let counts: Int
  private let barWidth: Int
  private let hasText: Bool

  init(_ bars: [DataSheet.Bar], width: Int) {
    self.bars = bars
    names = min(24, bars.map { TextWidth.of($0.name) }.max() ?? 0)
    counts = bars.map { Numbers.grouped($0.count).utf8.count }.max() ?? 0
    let texts = bars.map { TextWidth.of($0.text) }.max() ?? 0
    let fixed = 1 + names + 2 + 2 + counts + 2 + 5 + 1
    // The note is dropped before the bar gets too short.
    hasText = texts > 0 && width - fixed - texts - 2 >= 10
    barWidth = max(0, min(Self.widest, width - fixed - (hasText ? texts + 2 : 0)))
  }

  var rows: Int { bars.count }

  func draw(into canvas: inout Canvas, visible: Range<Int>) {
    for row in visible where row < bars.count {
      let bar = bars[row]
      let ink = SheetPart.ink(row)
      canvas.text(bar.name, 1, row, Style(ink, bold: true), width: names)
      var column = 1 + names + 2
      Bars.horizontal(&canvas, column, row, width: barWidth, share: bar.share, Style(ink))
      column += barWidth + 2 + counts
      canvas.textRight(Numbers.grouped(bar.count), end: column, row)
      column += 2 + 5
      canvas.textRight(Numbers.percent(bar.share), end: column, row, Style(.muted))
      if hasText { canvas.text(bar.text, column + 2, row, Style(.muted)) }
    }
  }
}

/// The look of training, validation and test, the same everywhere.
enum SheetPart {
  static func ink(_ place: Int) -> Ink { .lane(place) }
}
