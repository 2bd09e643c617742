import Telemetry

/// A curve of the loss plot: its points within the shown stretch of time, in dot columns.
package struct LossTrace {
  package struct Point {
    /// In dots from the left edge of the plot.
    package var x: Int
    package var value: Double
    /// The smallest and largest of the values in the point.
    package var least: Double
    package var largest: Double
    /// True if no line connects it to the previous point: the first one, or after a gap.
    package var isStart: Bool
  }

  package private(set) var points: [Point] = []

  package init() {}

  /// Training loss: smoothed, one point per dot column. A non-finite value leaves a gap.
  init(smoothed series: Series, weight: Double, _ time: LossTime, _ stepsPerEpoch: Int) {
    var smoothing = Smoothing(weight: weight)
    var builder = Builder(time: time)
    for bucket in series.buckets {
      let mean = smoothing.next(Double(bucket.mean), values: bucket.count)
      let x = time.x(bucket.lastStep, bucket.seconds, stepsPerEpoch)
      if !builder.add(
        x, mean, Double(bucket.minimum), Double(bucket.maximum), isGap: bucket.count == 0)
      {
        break
      }
    }
    points = builder.finish(merging: true)
  }

  /// Validation losses: each is a point, and the best one is always included.
  init(
    validations series: Series, best: (step: Int, loss: Float)?, _ time: LossTime,
    _ stepsPerEpoch: Int
  ) {
    var builder = Builder(time: time)
    for bucket in series.buckets {
      var (step, value) = (bucket.lastStep, Double(bucket.mean))
      if let best, bucket.firstStep <= best.step, best.step <= bucket.lastStep {
        (step, value) = (best.step, Double(best.loss))
      }
      let x = time.x(step, bucket.seconds, stepsPerEpoch)
      if !builder.add(x, value, value, value, isGap: bucket.count == 0) { break }
    }
    points = builder.finish(merging: false)
  }

  /// Adds points where a line crosses the edges of the shown stretch.
  private struct Builder {
    let time: LossTime
    var points: [Point] = []
    var before: (x: Double, value: Double)?
    var isStart = true

    /// - Returns: false once the right edge is passed.
    mutating func add(
      _ x: Double, _ value: Double, _ least: Double, _ largest: Double, isGap: Bool
    ) -> Bool {
      guard !isGap, value.isFinite, x.isFinite else {
        (before, isStart) = (nil, true)
        return true
      }
      defer { before = (x, value) }
      if x < time.range.lowerBound { return true }
      if let before, before.x < time.range.lowerBound {
        edge(time.range.lowerBound, before, (x, value))
      }
      if x > time.range.upperBound {
        if let before, before.x <= time.range.upperBound {
          edge(time.range.upperBound, before, (x, value))
        }
        return false
      }
      put(Point(x: time.dot(x), value: value, least: least, largest: largest, isStart: isStart))
      return true
    }

    private mutating func edge(
      _ x: Double, _ a: (x: Double, value: Double), _ b: (x: Double, value: Double)
    ) {
      guard b.x > a.x else { return }
      let value = a.value + (b.value - a.value) * (x - a.x) / (b.x - a.x)
      put(Point(x: time.dot(x), value: value, least: value, largest: value, isStart: isStart))
    }

    private mutating func put(_ point: Point) {
      points.append(point)
      isStart = false
    }

    /// - Parameter merging: takes the mean of the points in one dot column.
    func finish(merging: Bool) -> [Point] {
      guard merging else { return points }
      var merged: [Point] = []
      merged.reserveCapacity(min(points.count, 2 * time.columns))
      var count = 0.0
      for point in points {
        guard let last = merged.last, last.x == point.x, !point.isStart else {
          merged.append(point)
          count = 1
          continue
        }
        count += 1
        let i = merged.count - 1
        merged[i].value += (point.value - merged[i].value) / count
        merged[i].least = min(merged[i].least, point.least)
        merged[i].largest = max(merged[i].largest, point.largest)
      }
      return merged
    }
  }

  /// The loss at every dot column from the first point to the last; NaN in gaps.
  package func values(width: Int) -> [Double] {
    var values = [Double](repeating: .nan, count: max(0, width))
    var before: Point?
    for point in points where point.x >= 0 && point.x < width {
      if let before, !point.isStart, point.x > before.x + 1 {
        let slope = (point.value - before.value) / Double(point.x - before.x)
        for x in before.x + 1..<point.x {
          values[x] = before.value + slope * Double(x - before.x)
        }
      }
      values[point.x] = point.value
      before = point
    }
    return values
  }
}

/// The stretch of time that the plot shows.
package struct LossTime {
  package let view: TimeView
  package let range: ClosedRange<Double>
  /// Screen cells across the plot.
  package let columns: Int

  package init(view: TimeView, range: ClosedRange<Double>, columns: Int) {
    (self.view, self.range, self.columns) = (view, range, columns)
  }

  /// A place on the x axis, in its unit.
  package func x(_ step: Int, _ seconds: Double, _ stepsPerEpoch: Int) -> Double {
    view.x(step: step, seconds: seconds, stepsPerEpoch: stepsPerEpoch)
  }

  /// The dot column of a place on the x axis.
  package func dot(_ x: Double) -> Int {
    let span = range.upperBound - range.lowerBound
    guard span > 0 else { return 0 }
    let last = max(0, columns * 2 - 1)
    return WholeNumber.of(((x - range.lowerBound) / span * Double(last)).rounded(), in: 0...last)
  }
}

/// The curves of one lane.
package struct LaneTraces {
  package let lane: Int
  package let train: LossTrace
  package let validation: LossTrace
  /// Training loss measured like the validation loss.
  package let plain: LossTrace
  /// The run before a restart.
  package let earlier: (train: LossTrace, validation: LossTrace)?

  package init(_ index: Int, of state: State, _ time: LossTime) {
    let snapshot = state.lanes[index]
    let perEpoch = state.stepsPerEpoch(snapshot)
    let weight = state.timeView.smoothing
    var best: (step: Int, loss: Float)?
    if let step = snapshot.bestStep, let loss = snapshot.bestLoss, loss.isFinite {
      best = (step, loss)
    }
    lane = index
    train = LossTrace(smoothed: snapshot.trainCurve, weight: weight, time, perEpoch)
    validation = LossTrace(validations: snapshot.validationCurve, best: best, time, perEpoch)
    plain = LossTrace(validations: snapshot.plainCurve, best: nil, time, perEpoch)
    earlier = snapshot.earlier.map {
      (
        LossTrace(smoothed: $0.trainCurve, weight: weight, time, perEpoch),
        LossTrace(validations: $0.validationCurve, best: nil, time, perEpoch)
      )
    }
  }

  /// The curve with the lane's marks: validation loss as soon as there is one.
  package var main: LossTrace { validation.points.isEmpty ? train : validation }
}
