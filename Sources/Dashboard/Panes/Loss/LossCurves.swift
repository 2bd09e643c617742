import Telemetry

/// The curves of the loss plot as dots: at the bottom the runs before a restart; over them the
/// areas between validation and plain training loss, then training, and validation on top.
package struct LossCurves {
  package let state: State
  package let window: LossWindow

  package init(state: State, window: LossWindow) {
    self.state = state
    self.window = window
  }

  package func draw(into plot: inout DotPlot) {
    let faint = DotPlot.Pen(.muted, ascii: ",", weight: .faint)
    for case let earlier? in window.lanes.map(\.earlier) {
      curve(earlier.train, faint, &plot)
      curve(earlier.validation, DotPlot.Pen(.muted, ascii: ","), &plot)
    }
    let top = window.lanes.firstIndex { $0.lane == state.selectedLane }
    lay(top, &plot) { lane, layer in
      let pen = DotPlot.Pen(.lane(lane.lane), ascii: ":", weight: .faint)
      layer.area(
        heights(lane.validation), heights(lane.plain), pen,
        skipsCells: !state.capabilities.unicode)
    }
    if let y = window.baselineY {
      for x in stride(from: 0, to: plot.width, by: 4) {
        plot.dot(x, y, DotPlot.Pen(.muted, ascii: "-"))
      }
    }
    lay(top, &plot) { lane, layer in
      let pen = DotPlot.Pen(.lane(lane.lane), ascii: ".", weight: .faint)
      if state.timeView.smoothing == 0 { envelope(lane.train, pen, &layer) }
      curve(lane.train, pen, &layer)
    }
    lay(top, &plot) { lane, layer in
      let mark = Glyphs.asciiMarks[state.seat(lane.lane) % Glyphs.asciiMarks.count]
      let pen = DotPlot.Pen(.lane(lane.lane), ascii: mark, weight: .strong)
      curve(lane.validation, pen, &layer)
    }
  }

  private func lay(
    _ top: Int?, _ plot: inout DotPlot, _ draw: (LaneTraces, inout DotPlot) -> Void
  ) {
    plot.lay(
      window.lanes.map { lane in
        var layer = DotPlot(plot.rect)
        draw(lane, &layer)
        return layer
      }, top: top)
  }

  private func heights(_ trace: LossTrace) -> [Int?] {
    trace.points.isEmpty ? [] : trace.values(width: window.width).map(window.axis.dotY)
  }

  private func curve(
    _ trace: LossTrace, _ pen: DotPlot.Pen, _ plot: inout DotPlot
  ) {
    var previous: (x: Int, y: Int)?
    var phase = 0
    for point in trace.points {
      guard let y = window.axis.dotY(point.value) else {
        previous = nil
        continue
      }
      let start = point.isStart ? nil : previous
      let from = start ?? (point.x, y)
      plot.line(from.x, from.y, point.x, y, pen, phase: &phase)
      if pen.weight == .strong, state.capabilities.unicode {
        // Two dots thick, away from the predictor's line.
        let aside = window.baselineY.map { y < $0 ? -1 : 1 } ?? 1
        plot.line(from.x, from.y + aside, point.x, y + aside, pen, phase: &phase)
      }
      previous = (point.x, y)
    }
  }

  /// Fills each dot column from the smallest to the largest value.
  private func envelope(_ trace: LossTrace, _ pen: DotPlot.Pen, _ plot: inout DotPlot) {
    for point in trace.points {
      guard let top = window.axis.dotY(point.largest), let bottom = window.axis.dotY(point.least)
      else { continue }
      plot.column(point.x, from: top, to: bottom, pen)
    }
  }
}

extension State {
  /// The running lanes, the selected one last, so that it is on top. In a sweep, the combinations
  /// with a running fold, the best and the selected one.
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
