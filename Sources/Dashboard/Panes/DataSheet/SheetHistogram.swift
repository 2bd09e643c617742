import Telemetry

/// Counts in buckets as bars on an axis.
struct SheetHistogram: SheetBlock {
  private static let height = 5
  private static let mostColumns = 4

  private let histogram: DataSheet.Histogram
  /// As drawn: neighbours are added up if there are fewer columns than buckets.
  private let counts: [Int]
  private let merged: Int
  private let columns: Int
  private let labels: Int

  init(_ histogram: DataSheet.Histogram, width: Int) {
    self.histogram = histogram
    labels = max(7, Numbers.grouped(histogram.counts.max() ?? 0).utf8.count) + 2
    let room = max(1, width - labels - 2)
    let merged = max(1, (histogram.counts.count + room - 1) / room)
    self.merged = merged
    counts = stride(from: 0, to: histogram.counts.count, by: merged).map { first in
      histogram.counts[first..<min(first + merged, histogram.counts.count)].reduce(0, +)
    }
    columns = max(1, min(Self.mostColumns, room / max(1, counts.count)))
  }

  var rows: Int { Self.height + 1 }

  func draw(into canvas: inout Canvas, visible: Range<Int>) {
    let highest = counts.max() ?? 0
    let plot = Rect(
      column: labels, row: 0, columns: counts.count * columns, rows: Self.height)
    guard highest > 0 else { return }
    Bars.vertical(&canvas, plot, Style(SheetPart.ink(0))) { column in
      Double(counts[column / columns]) / Double(highest)
    }
    canvas.textRight(Numbers.grouped(highest), end: labels - 2, 0, Style(.muted))
    canvas.textRight("0", end: labels - 2, Self.height - 1, Style(.muted))
    for row in 0..<Self.height {
      let isTick = row == 0 || row == Self.height - 1
      canvas.put(isTick ? "┤" : "│", labels - 1, row, Style(.muted))
    }
    axis(plot, &canvas)
  }

  private func axis(_ plot: Rect, _ canvas: inout Canvas) {
    let row = Self.height
    // Merged buckets may extend past the end.
    let buckets = Double(histogram.counts.count)
    let end = histogram.end * Double(counts.count * merged) / max(1, buckets)
    guard end > 0 else { return }
    var free = plot.column
    let unitWidth = TextWidth.of(histogram.unit)
    let last = canvas.bounds.columns
    for tick in Ticks.linear(from: 0, to: end, count: max(2, plot.columns / 10)) {
      let text = Ticks.label(tick)
      let place = plot.column + WholeNumber.of(tick / end * Double(plot.columns))
      let start = place - (tick == 0 ? 0 : text.utf8.count / 2)
      guard start >= free, start + text.utf8.count <= last else { continue }
      free = start + canvas.text(text, start, row, Style(.muted)) + 1
    }
    if free + unitWidth <= last { canvas.text(histogram.unit, free, row, Style(.muted)) }
  }
}
