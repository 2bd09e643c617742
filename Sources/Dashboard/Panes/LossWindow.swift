import Glibc
import Telemetry

/// The stretch of time and the range of losses that the plot shows, and where a value lies in it.
package struct LossWindow {
  package let rect: Rect
  package let isLog: Bool
  package let time: ClosedRange<Double>
  /// The least and largest value shown, as log10 where the scale is logarithmic.
  package private(set) var low: Double
  package private(set) var high: Double

  package init(_ state: State, rect: Rect) {
    self.rect = rect
    isLog = state.logScale
    time = state.timeView.range(now: state.nowOnAxis)
    (low, high) = (.infinity, -.infinity)
    let shown = state.snapshot.sweep == nil ? Array(state.lanes.indices) : state.drawingOrder
    for lane in shown.map({ state.lanes[$0] }) {
      let stepsPerEpoch = state.stepsPerEpoch(lane)
      if let ghost = lane.ghost {
        include(ghost.trainCurve, state.timeView, stepsPerEpoch, smoothed: true)
        include(ghost.validationCurve, state.timeView, stepsPerEpoch, smoothed: false)
      }
      include(lane.trainCurve, state.timeView, stepsPerEpoch, smoothed: true)
      include(lane.validationCurve, state.timeView, stepsPerEpoch, smoothed: false)
    }
    if let baseline = state.info?.baselineLoss.map(Double.init), baseline.isFinite {
      // A lane that blows up may leave the picture; the others must stay readable.
      let ceiling = scaled(baseline * (isLog ? 100 : 4))
      if ceiling.isFinite, low < ceiling { high = min(high, ceiling) }
      include(baseline)
    }
    if !(low <= high) { (low, high) = isLog ? (-2, 0) : (0, 1) }
    // A flat curve lies in the middle; others keep a little air.
    let air = max((high - low) * 0.05, isLog ? 0.02 : max(abs(high) * 0.02, 1e-9))
    (low, high) = (low - air, high + air)
  }

  private func scaled(_ value: Double) -> Double { isLog ? log10(value) : value }

  private mutating func include(_ value: Double) {
    let scaled = scaled(value)
    guard scaled.isFinite else { return }
    low = min(low, scaled)
    high = max(high, scaled)
  }

  private mutating func include(
    _ series: Series, _ view: TimeView, _ stepsPerEpoch: Int, smoothed: Bool
  ) {
    var smoothing = Smoothing(weight: view.smoothing)
    let isSmoothed = smoothed && view.smoothing > 0
    var (least, largest) = (Double.infinity, -Double.infinity)
    for bucket in series.buckets {
      let mean = isSmoothed ? smoothing.next(Double(bucket.mean), values: bucket.count) : 0
      let x = view.x(step: bucket.lastStep, seconds: bucket.seconds, stepsPerEpoch: stepsPerEpoch)
      guard bucket.count > 0, time.contains(x) else { continue }
      least = min(least, isSmoothed ? mean : Double(bucket.minimum))
      largest = max(largest, isSmoothed ? mean : Double(bucket.maximum))
    }
    include(least)
    include(largest)
  }

  /// The dot column of a time, which may lie outside the plot.
  package func dotX(_ x: Double) -> Int {
    let span = time.upperBound - time.lowerBound
    guard span > 0 else { return 0 }
    return Whole.of(
      ((x - time.lowerBound) / span * Double(rect.columns * 2 - 1)).rounded(), in: -4...1_000_000)
  }

  /// The dot row of a loss; nil for NaN. What lies outside is held at the edge.
  package func dotY(_ value: Double) -> Int? {
    if value.isNaN { return nil }
    let scaled = isLog && value <= 0 ? low : scaled(value)
    guard !scaled.isNaN, high > low else { return nil }
    let share = (high - scaled) / (high - low)
    return Whole.of(
      (share * Double(rect.rows * 4 - 1)).rounded(), in: 0...max(0, rect.rows * 4 - 1))
  }

  package var ticks: [Double] {
    let count = max(2, rect.rows * 2 / 3)
    return isLog
      ? Ticks.logarithmic(from: low, to: high, count: count)
      : Ticks.linear(from: low, to: high, count: max(2, rect.rows / 2))
  }
}
