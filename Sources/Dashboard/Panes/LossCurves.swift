import Telemetry

/// The curves of the loss plot as dots: ghosts first, so that what runs now lies over them.
package struct LossCurves {
  package let state: State
  package let window: LossWindow

  package init(state: State, window: LossWindow) {
    self.state = state
    self.window = window
  }

  package func draw(into plot: inout DotPlot) {
    for lane in state.lanes {
      guard let ghost = lane.ghost else { continue }
      train(ghost.trainCurve, of: lane, DotPlot.Pen(.muted, ascii: ","), &plot)
      validation(ghost.validationCurve, of: lane, DotPlot.Pen(.muted, ascii: ","), &plot)
    }
    if let baseline = state.info?.baselineLoss, let y = window.dotY(Double(baseline)) {
      for x in stride(from: 0, to: plot.width, by: 4) {
        plot.dot(x, y, DotPlot.Pen(.muted, ascii: "-"))
      }
    }
    let order = state.drawingOrder
    let top = order.firstIndex { $0 == state.selectedLane }
    plot.lay(
      order.map { index in
        var layer = DotPlot(plot.rect)
        let mark = Glyphs.asciiMarks[index % Glyphs.asciiMarks.count]
        let lane = state.lanes[index]
        train(lane.trainCurve, of: lane, DotPlot.Pen(.lane(index), ascii: mark), &layer)
        return layer
      }, top: top)
    // Over all training curves: it is the loss that counts, and has gaps through which they show.
    plot.lay(
      order.map { index in
        var layer = DotPlot(plot.rect)
        let pen = DotPlot.Pen(.lane(index), ascii: ":")
        let lane = state.lanes[index]
        validation(lane.validationCurve, of: lane, pen, &layer)
        return layer
      }, top: top)
  }

  private func x(_ bucket: Series.Bucket, of lane: LaneSnapshot) -> Double {
    state.timeView.x(
      step: bucket.lastStep, seconds: bucket.seconds, stepsPerEpoch: state.stepsPerEpoch(lane))
  }

  /// Smoothed: a thin line, one height a dot column. As it is: from the least to the largest value.
  private func train(
    _ series: Series, of lane: LaneSnapshot, _ pen: DotPlot.Pen, _ plot: inout DotPlot
  ) {
    var smoothing = Smoothing(weight: state.timeView.smoothing)
    let envelope = state.timeView.smoothing == 0
    var previous: (Int, Int)?
    var phase = 0
    var (column, sum, count) = (Int.min, 0.0, 0)
    func flush(_ plot: inout DotPlot) {
      guard count > 0, let y = window.dotY(sum / Double(count)) else { return }
      let (oldX, oldY) = previous ?? (column, y)
      plot.line(oldX, oldY, column, y, pen, phase: &phase)
      (previous, sum, count) = ((column, y), 0, 0)
    }
    for bucket in series.buckets {
      let mean = smoothing.next(Double(bucket.mean), values: bucket.count)
      let place = x(bucket, of: lane)
      guard bucket.count > 0, place >= window.time.lowerBound, place <= window.time.upperBound,
        mean.isFinite
      else {
        flush(&plot)
        previous = nil
        continue
      }
      let dotX = window.dotX(place)
      if dotX != column { flush(&plot) }
      column = dotX
      (sum, count) = (sum + mean, count + 1)
      if envelope, let top = window.dotY(Double(bucket.maximum)),
        let bottom = window.dotY(Double(bucket.minimum))
      {
        plot.column(dotX, from: top, to: bottom, pen)
      }
    }
    flush(&plot)
  }

  private func validation(
    _ series: Series, of lane: LaneSnapshot, _ pen: DotPlot.Pen, _ plot: inout DotPlot
  ) {
    var previous: (Int, Int)?
    var phase = 0
    for bucket in series.buckets {
      let place = x(bucket, of: lane)
      guard bucket.count > 0, place >= window.time.lowerBound, place <= window.time.upperBound,
        let y = window.dotY(Double(bucket.mean))
      else {
        previous = nil
        continue
      }
      let dotX = window.dotX(place)
      if let (oldX, oldY) = previous {
        plot.line(oldX, oldY, dotX, y, pen, dashed: true, phase: &phase)
      } else {
        plot.dot(dotX, y, pen)
      }
      previous = (dotX, y)
    }
  }
}

extension State {
  /// The lanes that run, the selected one last: it lies on top. Of a sweep's many combinations those
  /// of which a fold runs, the best and the selected one.
  package var drawingOrder: [Int] {
    let best = snapshot.sweep?.order.first
    let running = lanes.indices.filter { place in
      guard snapshot.sweep != nil else { return lanes[place].phase != .off }
      return lanes[place].phase == .training || place == best || place == selectedLane
    }
    return running.filter { $0 != selectedLane } + running.filter { $0 == selectedLane }
  }

  package func stepsPerEpoch(_ lane: LaneSnapshot) -> Int {
    lane.stepsPerEpoch ?? info?.stepsPerEpoch ?? 1
  }
}
