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

  /// Which buckets beside the range have a bar; zero always has one. Histograms below each other
  /// share them, so that their axes agree.
  package struct Buckets: Equatable {
    package var underflow: Bool
    package var overflow: Bool
    package var nan: Bool

    package init(_ histograms: [NormHistogram]) {
      underflow = histograms.contains { $0.underflow > 0 }
      overflow = histograms.contains { $0.overflow > 0 }
      nan = histograms.contains { $0.nan > 0 }
    }

    /// Columns that they take beside the range.
    package var width: Int {
      5 + (underflow ? 5 : 0) + (overflow ? 4 : 0) + (nan ? 4 : 0)
    }
  }

  /// A bucket's label, its place in a row, and how many norms it has.
  private struct Bucket {
    var label: String
    var column: Int
    var width: Int
    var isBad: Bool
    var count: (NormHistogram) -> Int
  }

  /// Bars above, their labels in the last row.
  package func draw(_ histogram: NormHistogram, into canvas: inout Canvas, _ rect: Rect) {
    guard rect.rows >= 2, rect.columns >= 8 else { return }
    var bars = rect
    let labels = bars.takeBottom(1)
    let buckets = Buckets([histogram])
    self.bars(histogram, buckets, into: &canvas, bars)
    axis(buckets, into: &canvas, labels)
  }

  /// - Returns: the buckets that find a place, and what is left for the range.
  private func divide(_ rect: Rect, _ buckets: Buckets) -> ([Bucket], Rect) {
    var range = rect
    var all: [Bucket] = []
    func left(_ label: String, _ count: @escaping (NormHistogram) -> Int) {
      guard range.columns > 12 else { return }
      let place = range.takeLeft(5)
      all.append(Bucket(label: label, column: place.column, width: 5, isBad: false, count: count))
    }
    func right(_ label: String, _ count: @escaping (NormHistogram) -> Int) {
      guard range.columns > 12 else { return }
      let place = range.takeRight(4)
      all.append(
        Bucket(label: label, column: place.column + 1, width: 3, isBad: true, count: count))
    }
    left("zero") { $0.zero }
    if buckets.underflow { left("<-12") { $0.underflow } }
    if buckets.nan { right("NaN") { $0.nan } }
    if buckets.overflow { right(">4") { $0.overflow } }
    return (all, range)
  }

  package func bars(
    _ histogram: NormHistogram, _ buckets: Buckets, into canvas: inout Canvas, _ rect: Rect
  ) {
    let (all, range) = divide(rect, buckets)
    let most = max(
      1, histogram.bins.max() ?? 1, histogram.zero, histogram.underflow, histogram.overflow,
      histogram.nan)
    func share(_ count: Int) -> Double { Double(count) / Double(most) }
    for bucket in all {
      let place = Rect(column: bucket.column + 1, row: rect.row, columns: 2, rows: rect.rows)
      Bars.vertical(&canvas, place, bucket.isBad ? Style(.bad, bold: true) : Style(ink)) { _ in
        share(bucket.count(histogram))
      }
    }
    let shown = Self.binIndex(of: highestEdge)
    let columns = range.columns
    guard columns > 0, shown > 0 else { return }
    Bars.vertical(&canvas, range, Style(ink)) { c in
      let first = c * shown / columns
      let last = max(first + 1, (c + 1) * shown / columns)
      return share(histogram.bins[first..<min(last, shown)].max() ?? 0)
    }
  }

  package func axis(_ buckets: Buckets, into canvas: inout Canvas, _ rect: Rect) {
    let (all, range) = divide(rect, buckets)
    for bucket in all {
      canvas.text(bucket.label, bucket.column, rect.row, Style(.muted), width: bucket.width)
    }
    guard range.columns > 0 else { return }
    let span = Double(highestEdge - NormHistogram.lowest)
    let step = Double(range.columns) / span * 2 >= 5 ? 2 : 4
    var free = range.column
    for decade in stride(from: Int(NormHistogram.lowest), through: Int(highestEdge), by: step) {
      let place = (Double(decade) - Double(NormHistogram.lowest)) / span * Double(range.columns)
      let label = String(decade)
      var start = range.column + Whole.rounded(place) - label.utf8.count / 2
      start = min(max(range.column, start), range.column + range.columns - label.utf8.count)
      // Beside the bar of what is smaller, its end needs no number.
      if start < free || buckets.underflow && decade == Int(NormHistogram.lowest) { continue }
      canvas.text(label, start, rect.row, Style(.muted))
      free = start + label.utf8.count + 1
    }
  }
}
