import Telemetry

/// The curves of the loss plot as dots: ghosts first, so that what runs now lies over them.
package struct LossCurves {
  package let state: State
  package let window: LossWindow
  /// True without colours: the lane's mark then stands in its curve again and again.
  package let showsMarks: Bool

  package func draw(into plot: inout DotPlot) {
    for lane in state.lanes {
      guard let ghost = lane.ghost else { continue }
      train(ghost.trainCurve, DotPlot.Pen(.muted, ascii: ","), &plot)
      validation(ghost.validationCurve, DotPlot.Pen(.muted, ascii: ","), &plot)
    }
    if let baseline = state.info?.baselineLoss, let y = window.dotY(Double(baseline)) {
      for x in stride(from: 0, to: plot.width, by: 4) {
        plot.dot(x, y, DotPlot.Pen(.muted, ascii: "-"))
      }
    }
    for (index, lane) in state.lanes.enumerated() where lane.state != .off {
      let mark = Glyphs.asciiMarks[index % Glyphs.asciiMarks.count]
      train(lane.trainCurve, DotPlot.Pen(.lane(index), ascii: mark), &plot)
    }
    for (index, lane) in state.lanes.enumerated() where lane.state != .off {
      validation(lane.validationCurve, DotPlot.Pen(.lane(index), ascii: ":"), &plot)
    }
  }

  private func x(_ bucket: Series.Bucket) -> Double {
    state.timeView.x(
      step: bucket.lastStep, seconds: bucket.seconds,
      stepsPerEpoch: state.info?.stepsPerEpoch ?? 1)
  }

  private func train(_ series: Series, _ pen: DotPlot.Pen, _ plot: inout DotPlot) {
    var smoothing = Smoothing(weight: state.timeView.smoothing)
    let envelope = state.timeView.smoothing == 0
    var previous: (Int, Int)?
    var phase = 0
    for bucket in series.buckets {
      let mean = smoothing.next(Double(bucket.mean))
      let place = x(bucket)
      guard bucket.count > 0, place >= window.time.lowerBound, place <= window.time.upperBound,
        let y = window.dotY(mean)
      else {
        previous = nil
        continue
      }
      let dotX = window.dotX(place)
      if let (oldX, oldY) = previous {
        plot.line(oldX, oldY, dotX, y, pen, phase: &phase)
      } else {
        plot.dot(dotX, y, pen)
      }
      if envelope, let top = window.dotY(Double(bucket.maximum)),
        let bottom = window.dotY(Double(bucket.minimum))
      {
        plot.column(dotX, from: top, to: bottom, pen)
      }
      previous = (dotX, y)
    }
  }

  private func validation(_ series: Series, _ pen: DotPlot.Pen, _ plot: inout DotPlot) {
    var previous: (Int, Int)?
    var phase = 0
    for bucket in series.buckets {
      let place = x(bucket)
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
