import Telemetry

/// The view of the curves: scale, smoothing, and the shown stretch of time.
package struct TimeView: Sendable, Equatable {
  package enum Axis: Int, Sendable, CaseIterable {
    case steps, epochs, seconds

    /// The unit of its numbers.
    package var unit: String {
      switch self {
      case .steps: "step"
      case .epochs: "epoch"
      case .seconds: "s"
      }
    }
  }

  /// Nil: the default of the loss.
  package var logScale: Bool?
  package var smoothingLevel = 2
  package var axis: Axis = .steps
  /// Each level shows half of the previous one; 0 is the whole range.
  package var zoom = 0
  /// The right end in units of the axis; nil follows "now".
  package var rightEnd: Double?

  package static let smoothingLevels = [0, 0.3, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99]
  package static let deepestZoom = 12

  package init() {}

  package var smoothing: Double {
    Self.smoothingLevels[min(max(0, smoothingLevel), Self.smoothingLevels.count - 1)]
  }

  /// The end of the axis: a round value, so that it grows in steps.
  package func end(now: Double) -> Double {
    let least: Double = axis == .epochs ? 1 : 10
    return now.isFinite && now > least ? Ticks.roundEnd(now) : least
  }

  /// The visible range of the axis.
  package func range(now: Double) -> ClosedRange<Double> {
    let end = end(now: now)
    var span = end
    for _ in 0..<max(0, zoom) { span /= 2 }
    // A range that follows "now" also moves in steps.
    let step = Ticks.roundStep(span / 10)
    let following = zoom == 0 ? end : (now / step - 1e-9).rounded(.up) * step
    let right = min(max(rightEnd ?? following, span), end)
    return right - span...right
  }

  /// Moves by a share of the visible range.
  package mutating func pan(by share: Double, now: Double) {
    let visible = range(now: now)
    let moved = visible.upperBound + share * (visible.upperBound - visible.lowerBound)
    rightEnd = moved >= now ? nil : moved
  }

  /// Zooms around the middle of the visible range, or keeps the right end at "now".
  package mutating func zoom(by levels: Int, now: Double) {
    let before = range(now: now)
    zoom = min(max(0, zoom + levels), Self.deepestZoom)
    guard rightEnd != nil else { return }
    let after = range(now: now)
    let middle = (before.lowerBound + before.upperBound) / 2
    let right = middle + (after.upperBound - after.lowerBound) / 2
    rightEnd = right >= now ? nil : right
  }

  package mutating func showAll() { (zoom, rightEnd) = (0, nil) }

  /// A place on the x axis.
  package func x(step: Int, seconds: Double, stepsPerEpoch: Int) -> Double {
    switch axis {
    case .steps: return Double(step)
    case .epochs: return Double(step) / Double(max(1, stepsPerEpoch))
    case .seconds: return seconds.isFinite ? seconds : 0
    }
  }
}

extension State {
  /// The position of the most advanced lane on the x axis, also before a restart.
  package var nowOnAxis: Double {
    var now = 0.0
    for lane in drawingOrder.map({ snapshot.lanes[$0] }) {
      func reach(_ series: Series, _ step: Int = 0) {
        let last = series.buckets.last
        let x = timeView.x(
          step: max(step, last?.lastStep ?? 0), seconds: last?.seconds ?? 0,
          stepsPerEpoch: stepsPerEpoch(lane))
        now = max(now, x)
      }
      reach(lane.trainCurve, lane.step)
      if let earlier = lane.earlier { reach(earlier.trainCurve) }
    }
    return now
  }
}
