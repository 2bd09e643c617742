import Telemetry

/// The contents of the loss plot: a stretch of time, its curves, and a fitting y axis.
package struct LossWindow {
  package let rect: Rect
  package let time: LossTime
  package let axis: LossAxis
  /// In the order of drawing: the selected lane last.
  package let lanes: [LaneTraces]
  package let baseline: Double?
  /// The dot row of the trivial predictor's line.
  package let baselineY: Int?

  package init(_ state: State, rect: Rect) {
    self.rect = rect
    let time = LossTime(
      view: state.timeView, range: state.timeView.range(now: state.nowOnAxis),
      columns: rect.columns)
    lanes = state.drawingOrder.map { LaneTraces($0, of: state, time) }
    baseline = state.info?.baselineLoss.flatMap { $0.isFinite ? Double($0) : nil }
    let range = LossRange(
      lanes, baseline: baseline, isLog: state.logScale,
      isSmoothed: state.timeView.smoothing > 0, showsAll: state.otherViews.contains(.loss))
    axis = LossAxis(range, rows: rect.rows, isLog: state.logScale)
    baselineY = baseline.flatMap(axis.dotY)
    self.time = time
  }

  /// In dots.
  package var width: Int { rect.columns * 2 }
  package var height: Int { rect.rows * 4 }

  /// The screen row of a loss; nil outside the plot.
  package func row(_ value: Double) -> Int? {
    guard let y = axis.dotY(value), y >= 0, y < height else { return nil }
    return rect.row + y / 4
  }

  /// The place of a step on the x axis; its seconds are looked up in the lane's curves.
  package func x(step: Int, of lane: LaneSnapshot, _ state: State) -> Double {
    var seconds = 0.0
    if time.view.axis == .seconds {
      let curve = lane.trainCurve.isEmpty ? lane.validationCurve : lane.trainCurve
      let bucket = curve.buckets.first { $0.lastStep >= step } ?? curve.buckets.last
      seconds = bucket?.seconds ?? 0
    }
    return x(step: step, seconds: seconds, of: lane, state)
  }

  package func x(step: Int, seconds: Double, of lane: LaneSnapshot, _ state: State) -> Double {
    time.x(step, seconds, state.stepsPerEpoch(lane))
  }

  /// The screen column of a place on the x axis; nil outside the plot.
  package func column(_ x: Double) -> Int? {
    time.range.contains(x) ? rect.column + time.dot(x) / 2 : nil
  }

  /// The screen row of a curve in every column of the plot; nil if it has none there.
  package func rows(of trace: LossTrace) -> [Int?] {
    let values = trace.values(width: width)
    return (0..<rect.columns).map { column in
      let (a, b) = (values[2 * column], values[2 * column + 1])
      return row(a.isNaN ? b : a)
    }
  }
}
