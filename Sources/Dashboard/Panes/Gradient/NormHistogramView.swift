import Telemetry

/// The histogram of log10 norms, with separate bars for exact zeros and, if there are any, for
/// values that are too small, too large, or NaN.
package struct NormHistogramView {
  package let axis: Axis
  package let ink: Ink

  package init(axis: Axis, ink: Ink) {
    self.axis = axis
    self.ink = ink
  }

  /// The axis shared by neighbouring histograms: its end, and the buckets outside the range that
  /// have a bar (zero always has one).
  package struct Axis: Equatable {
    /// In decades: 0, as long as almost nothing is above it, else the highest.
    package var highest: Float
    package var underflow: Bool
    package var overflow: Bool
    package var nan: Bool

    package init(_ histograms: [NormHistogram]) {
      let zero = NormHistogramView.binIndex(of: 0)
      let isHigh = histograms.contains { histogram in
        histogram.bins[zero...].reduce(histogram.overflow, +) * 200 > histogram.total
      }
      highest = isHigh ? NormHistogram.highest : 0
      underflow = histograms.contains { $0.underflow > 0 }
      overflow = histograms.contains { $0.overflow > 0 }
      nan = histograms.contains { $0.nan > 0 }
    }

    /// Columns of the buckets outside the range.
    package var width: Int {
      5 + (underflow ? 5 : 0) + (overflow ? 4 : 0) + (nan ? 4 : 0)
    }
  }

  fileprivate static func binIndex(of decade: Float) -> Int {
    WholeNumber.of(Double((decade - NormHistogram.lowest) * Float(NormHistogram.binsPerDecade)))
  }

  /// A bucket's label, its place in a row, and how many norms it has.
  private struct Bucket {
    var label: String
    var column: Int
    var width: Int
    var isBad: Bool
    var count: (NormHistogram) -> Int
  }

  /// Draws bars, with labels in the last row.
  package func draw(_ histogram: NormHistogram, into canvas: inout Canvas, _ rect: Rect) {
    guard rect.rows >= 2, rect.columns >= 8 else { return }
    var bars = rect
    let labels = bars.takeBottom(1)
    self.bars(histogram, into: &canvas, bars)
    drawAxis(into: &canvas, labels)
  }

  /// - Returns: the buckets that fit, and the rectangle left for the range.
  private func divide(_ rect: Rect) -> ([Bucket], Rect) {
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
    if axis.underflow { left("<-12") { $0.underflow } }
    if axis.nan { right("NaN") { $0.nan } }
    if axis.overflow { right(">4") { $0.overflow } }
    return (all, range)
  }

  package func bars(_ histogram: NormHistogram, into canvas: inout Canvas, _ rect: Rect) {
    let (all, range) = divide(rect)
    // Buckets outside the range do not flatten the rest.
    let inside = histogram.bins.max() ?? 0
    let beside = max(histogram.zero, histogram.underflow, histogram.overflow, histogram.nan)
    let most = max(1, inside > 0 ? inside : beside)
    func share(_ count: Int) -> Double { min(1, Double(count) / Double(most)) }
    for bucket in all {
      let place = Rect(column: bucket.column + 1, row: rect.row, columns: 2, rows: rect.rows)
      Bars.vertical(&canvas, place, bucket.isBad ? Style(.bad, bold: true) : Style(ink)) { _ in
        share(bucket.count(histogram))
      }
    }
    let shown = Self.binIndex(of: axis.highest)
    let columns = range.columns
    guard columns > 0, shown > 0 else { return }
    Bars.vertical(&canvas, range, Style(ink)) { c in
      let first = c * shown / columns
      let last = max(first + 1, (c + 1) * shown / columns)
      return share(histogram.bins[first..<min(last, shown)].max() ?? 0)
    }
  }

  package func drawAxis(into canvas: inout Canvas, _ rect: Rect) {
    let (all, range) = divide(rect)
    for bucket in all {
      canvas.text(bucket.label, bucket.column, rect.row, Style(.muted), width: bucket.width)
    }
    guard range.columns > 0 else { return }
    let span = Double(axis.highest - NormHistogram.lowest)
    let step = Double(range.columns) / span * 2 >= 5 ? 2 : 4
    var free = range.column
    for decade in stride(from: Int(NormHistogram.lowest), through: Int(axis.highest), by: step) {
      let place = (Double(decade) - Double(NormHistogram.lowest)) / span * Double(range.columns)
      let label = String(decade)
      var start = range.column + WholeNumber.rounded(place) - label.utf8.count / 2
      start = min(max(range.column, start), range.column + range.columns - label.utf8.count)
      // Next to the underflow bar, the end of the range needs no number.
      if start < free || axis.underflow && decade == Int(NormHistogram.lowest) { continue }
      canvas.text(label, start, rect.row, Style(.muted))
      free = start + label.utf8.count + 1
    }
  }
}
