import Glibc

/// The losses that the y axis must show, on the axis' scale (log10 on a logarithmic one).
///
/// The first third of every curve is left out: its fall from the start would take most of the
/// height. So are the largest and the smallest 3 % of the training loss that remains, and what lies
/// far above the trivial predictor. The other view of the pane leaves nothing out.
package struct LossRange: Equatable {
  package private(set) var low: Double
  package private(set) var high: Double
  /// The trivial predictor's loss, where it lies in the range.
  package private(set) var baseline: Double?

  private static let transient = 1.0 / 3
  private static let outliers = 0.03

  /// - Parameter showsAll: everything that is drawn is in the range.
  package init(
    _ lanes: [LaneTraces], baseline: Double?, isLog: Bool, isSmoothed: Bool, showsAll: Bool
  ) {
    func scaled(_ value: Double) -> Double? {
      let scaled = isLog ? log10(value) : value
      return scaled.isFinite ? scaled : nil
    }
    let spreads = lanes.compactMap { lane -> Spread? in
      var spread: Spread?
      let train = [lane.train, lane.earlier?.train].compactMap { $0 }
      let validated = [lane.validation, lane.plain, lane.earlier?.validation].compactMap { $0 }
      for (i, trace) in (train + validated).enumerated() {
        let of =
          showsAll
          ? Spread(whole: trace.points, isSmoothed: isSmoothed, scaled)
          : Spread(settled: trace.points, cuts: i < train.count, scaled)
        spread = of.map { spread?.union($0) ?? $0 } ?? spread
      }
      return spread
    }
    let line = baseline.flatMap(scaled)
    guard let best = spreads.min(by: { $0.low < $1.low }) else {
      (low, high) = isLog ? (-2, 0) : (0, 1)
      self.baseline = nil
      if let line { (low, high, self.baseline) = (min(low, line), max(high, line), line) }
      return
    }
    low = best.low
    high = spreads.map(\.high).max() ?? best.high
    if !showsAll, let line {
      high =
        low < line
        ? Self.top(spreads, line + max((line - low) / 2, isLog ? 0.3 : abs(line) / 10))
        : spreads.map { min($0.quartile, line + 4 * (best.quartile - line)) }.max() ?? high
      high = max(high, best.quartile, low)
    }
    // A curve that hardly moves does not fill the height with its noise.
    let least = isLog ? 0.05 : max(max(abs(high), abs(low)) / 20, 1e-9)
    if high - low < least {
      let middle = (high + low) / 2
      let isPositive = low >= 0
      (low, high) = (middle - least / 2, middle + least / 2)
      if !isLog, isPositive { low = max(0, low) }
    }
    self.baseline = nil
    if let line {
      // Far below the predictor its line would take most of the height; a lane above it must be seen
      // to be there.
      let (lower, upper) = (min(low, line), max(high, line))
      if showsAll || upper - lower <= 2.2 * (high - low) || line < low {
        (low, high, self.baseline) = (lower, upper, line)
      }
    }
  }

  /// The largest of what the lanes need, but not over a ceiling: what blows up leaves the picture, and
  /// the others stay readable.
  private static func top(_ spreads: [Spread], _ ceiling: Double) -> Double {
    spreads.map { min($0.high, ceiling) }.max() ?? ceiling
  }

  /// Where the values of a lane lie.
  private struct Spread {
    var low: Double
    var high: Double
    /// Three quarters of the values lie below.
    var quartile: Double

    /// - Parameter cuts: leaves out the smallest and largest values, but never where the curve is now.
    init?(settled points: [LossTrace.Point], cuts: Bool, _ scaled: (Double) -> Double?) {
      guard let first = points.first?.x, let last = points.last?.x else { return nil }
      let start = first + Whole.of(Double(last - first) * LossRange.transient)
      let values = points.compactMap { $0.x >= start ? scaled($0.value) : nil }
      guard let now = values.last else { return nil }
      let sorted = values.sorted()
      let cut = cuts ? Whole.of(Double(values.count) * LossRange.outliers) : 0
      low = min(sorted[cut], now)
      high = max(sorted[values.count - 1 - cut], now)
      quartile = sorted[values.count * 3 / 4]
    }

    init?(whole points: [LossTrace.Point], isSmoothed: Bool, _ scaled: (Double) -> Double?) {
      (low, high, quartile) = (.infinity, -.infinity, -.infinity)
      for point in points {
        let ends = isSmoothed ? [point.value] : [point.least, point.largest]
        for value in ends.compactMap(scaled) { (low, high) = (min(low, value), max(high, value)) }
      }
      if !(low <= high) { return nil }
      quartile = high
    }

    func union(_ other: Spread) -> Spread {
      var both = self
      both.low = min(low, other.low)
      both.high = max(high, other.high)
      both.quartile = max(quartile, other.quartile)
      return both
    }
  }
}
