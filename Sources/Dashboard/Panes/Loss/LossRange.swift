import Glibc
import Telemetry

/// The losses that the y axis must show, on the axis' scale (log10 on a logarithmic one).
///
/// The first third of every curve is ignored: its fall from the start would take most of the
/// height. So are the largest and the smallest 3 % of the remaining training loss, and values far
/// above the trivial predictor. The other view of the pane ignores nothing.
package struct LossRange: Equatable {
  package private(set) var low: Double
  package private(set) var high: Double
  /// The trivial predictor's loss, if it is in the range.
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
    func spread(_ train: LossTrace?, _ validations: [LossTrace?]) -> Spread? {
      let spreads = ([train] + validations).enumerated().compactMap { i, trace -> Spread? in
        guard let points = trace?.points else { return nil }
        return showsAll
          ? Spread(whole: points, isSmoothed: isSmoothed, scaled)
          : Spread(settled: points, cuts: i == 0, scaled)
      }
      return spreads.dropFirst().reduce(spreads.first) { $0?.union($1) }
    }
    let now = lanes.compactMap { spread($0.train, [$0.validation, $0.plain]) }
    let before = lanes.compactMap { spread($0.earlier?.train, [$0.earlier?.validation]) }
    // After a restart, the earlier run counts until the new one has validations.
    let isFresh = lanes.allSatisfy { $0.validation.points.isEmpty }
    let line = baseline.flatMap(scaled)
    (low, high) = Self.needed(showsAll || isFresh ? now + before : now, line, isLog, showsAll)
    // Values that would take more than half of the height stay outside.
    if let earlier = before.dropFirst().reduce(before.first, { $0?.union($1) }) {
      include(earlier.low, earlier.high, upTo: 2)
    }
    // Also the predictor's line if the range stays small, and always if all lanes are above it.
    self.baseline = nil
    if let line, include(line, line, upTo: showsAll || line < low ? .infinity : 2.2) {
      self.baseline = line
    }
  }

  /// Widens the range, if it grows at most by this factor.
  @discardableResult
  private mutating func include(_ low: Double, _ high: Double, upTo limit: Double) -> Bool {
    let (lower, upper) = (min(self.low, low), max(self.high, high))
    guard upper - lower <= limit * (self.high - self.low) else { return false }
    (self.low, self.high) = (lower, upper)
    return true
  }

  private static func needed(
    _ spreads: [Spread], _ line: Double?, _ isLog: Bool, _ showsAll: Bool
  ) -> (low: Double, high: Double) {
    guard let best = spreads.min(by: { $0.low < $1.low }) else {
      let margin = isLog ? 0.5 : abs(line ?? 0) / 2 + 1e-9
      return line.map { ($0 - margin, $0 + margin) } ?? (isLog ? (-2, 0) : (0, 1))
    }
    let low = best.low
    var high = spreads.map(\.high).max() ?? best.high
    if !showsAll, let line {
      high =
        low < line
        ? top(spreads, line + max((line - low) / 2, isLog ? 0.3 : abs(line) / 10))
        : spreads.map { min($0.quartile, line + 4 * (best.quartile - line)) }.max() ?? high
      high = max(high, best.quartile, low)
    }
    // The noise of a flat curve must not fill the height.
    let least = isLog ? 0.05 : max(max(abs(high), abs(low)) / 20, 1e-9)
    if high - low >= least { return (low, high) }
    let start = (high + low - least) / 2
    return (!isLog && low >= 0 ? max(0, start) : start, (high + low + least) / 2)
  }

  /// The largest top that the lanes need, up to a ceiling: exploding curves leave the picture, so
  /// that the others stay readable.
  private static func top(_ spreads: [Spread], _ ceiling: Double) -> Double {
    spreads.map { min($0.high, ceiling) }.max() ?? ceiling
  }

  /// The range of a lane's values.
  private struct Spread {
    var low: Double
    var high: Double
    /// Three quarters of the values are below.
    var quartile: Double

    /// - Parameter cuts: ignores the smallest and largest values, but never the newest.
    init?(settled points: [LossTrace.Point], cuts: Bool, _ scaled: (Double) -> Double?) {
      guard let first = points.first?.x, let last = points.last?.x else { return nil }
      let start = first + WholeNumber.of(Double(last - first) * LossRange.transient)
      let values = points.compactMap { $0.x >= start ? scaled($0.value) : nil }
      guard let now = values.last else { return nil }
      let sorted = values.sorted()
      let cut = cuts ? WholeNumber.of(Double(values.count) * LossRange.outliers) : 0
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
