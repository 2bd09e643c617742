import Telemetry

/// How the curves are looked at: scale, smoothing, and the stretch of time that is shown.
package struct TimeView: Sendable, Equatable {
  package enum Axis: Int, Sendable, CaseIterable { case steps, epochs, seconds }

  /// Nil: logarithmic for squared errors, linear for the rest.
  package var logScale: Bool?
  package var smoothingLevel = 2
  package var axis: Axis = .steps
  /// Each level shows half of the one before; 0 is the whole range.
  package var zoom = 0
  /// The right end in units of the axis; nil follows "now".
  package var rightEnd: Double?

  package static let smoothingLevels = [0, 0.3, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99]
  package static let deepestZoom = 12

  package init() {}

  package var smoothing: Double {
    Self.smoothingLevels[min(max(0, smoothingLevel), Self.smoothingLevels.count - 1)]
  }

  /// What is visible of 0...now.
  package func range(now: Double) -> ClosedRange<Double> {
    guard now.isFinite, now > 0 else { return 0...1 }
    var span = now
    for _ in 0..<max(0, zoom) { span /= 2 }
    let right = min(max(rightEnd ?? now, span), now)
    return right - span...right
  }

  /// Moves by a share of what is visible.
  package mutating func pan(by share: Double, now: Double) {
    let visible = range(now: now)
    let moved = visible.upperBound + share * (visible.upperBound - visible.lowerBound)
    rightEnd = moved >= now ? nil : moved
  }

  /// Zooms around the middle of what is visible, or keeps the right end at "now".
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
  /// The right end of the x axis: the furthest lane.
  package var nowOnAxis: Double {
    var now = 0.0
    let shown = snapshot.sweep == nil ? Array(lanes.indices) : drawingOrder
    for lane in shown.map({ snapshot.lanes[$0] }) {
      let seconds = lane.trainCurve.buckets.last?.seconds ?? snapshot.seconds
      let step = max(lane.step, lane.trainCurve.lastStep ?? 0)
      now = max(
        now,
        timeView.x(step: step, seconds: seconds, stepsPerEpoch: stepsPerEpoch(lane)))
    }
    return now
  }
}
