import Telemetry

/// The histogram of log10 norms, with bars of their own for exact zeros and, when there are any, for
/// what is too small, too large, or not a number.
package struct NormHistogramView {
  /// Where the axis ends, in decades: 0, or the highest there is.
  package let highestEdge: Float
  package let ink: Ink

  package init(highestEdge: Float, ink: Ink) {
    self.highestEdge = highestEdge
    self.ink = ink
  }

  /// 0 as long as next to nothing lies above it, in any of the histograms that are compared.
  package static func highestEdge(_ histograms: [NormHistogram]) -> Float {
    let zero = binIndex(of: 0)
    for histogram in histograms {
      let above = histogram.bins[zero...].reduce(histogram.overflow, +)
      if above * 200 > histogram.total { return NormHistogram.highest }
    }
    return 0
  }

  private static func binIndex(of decade: Float) -> Int {
    Whole.of(Double((decade - NormHistogram.lowest) * Float(NormHistogram.binsPerDecade)))
  }

  private struct Bucket {
    var label: String
    var count: Int
  }

  package func draw(_ histogram: NormHistogram, into canvas: inout Canvas, _ rect: Rect) {
    guard rect.rows >= 2, rect.columns >= 8 else { return }
    var bars = rect
    let labels = bars.takeBottom(1)
    var left = [Bucket(label: "zero", count: histogram.zero)]
    if histogram.underflow > 0 { left.append(Bucket(label: "<-12", count: histogram.underflow)) }
    var right: [Bucket] = []
    if histogram.overflow > 0 { right.append(Bucket(label: ">4", count: histogram.overflow)) }
    if histogram.nan > 0 { right.append(Bucket(label: "NaN", count: histogram.nan)) }
    let most = max(1, histogram.bins.max() ?? 1, (left + right).map(\.count).max() ?? 1)
    func share(_ count: Int) -> Double { Double(count) / Double(most) }

    func column(_ bucket: Bucket, _ place: Rect, _ style: Style) {
      let bar = Rect(column: place.column + 1, row: bars.row, columns: 2, rows: bars.rows)
      Bars.vertical(&canvas, bar, style) { _ in share(bucket.count) }
      canvas.text(bucket.label, place.column, labels.row, Style(.muted), width: place.columns)
    }
    for bucket in left where bars.columns > 12 {
      column(bucket, bars.takeLeft(5), Style(ink))
    }
    for bucket in right.reversed() where bars.columns > 12 {
      var place = bars.takeRight(4)
      place.column += 1
      column(bucket, place, Style(.bad, bold: true))
    }

    let shown = Self.binIndex(of: highestEdge)
    let columns = bars.columns
    guard columns > 0, shown > 0 else { return }
    Bars.vertical(&canvas, bars, Style(ink)) { c in
      let first = c * shown / columns
      let last = max(first + 1, (c + 1) * shown / columns)
      return share(histogram.bins[first..<min(last, shown)].max() ?? 0)
    }
    axis(&canvas, bars, labels.row)
  }

  private func axis(_ canvas: inout Canvas, _ bars: Rect, _ row: Int) {
    let span = Double(highestEdge - NormHistogram.lowest)
    let step = Double(bars.columns) / span * 2 >= 5 ? 2 : 4
    var free = bars.column
    for decade in stride(from: Int(NormHistogram.lowest), through: Int(highestEdge), by: step) {
      let place = (Double(decade) - Double(NormHistogram.lowest)) / span * Double(bars.columns)
      let label = String(decade)
      var start = bars.column + Whole.rounded(place) - label.utf8.count / 2
      start = min(start, bars.column + bars.columns - label.utf8.count)
      if start < free { continue }
      canvas.text(label, start, row, Style(.muted))
      free = start + label.utf8.count + 1
    }
  }
}
