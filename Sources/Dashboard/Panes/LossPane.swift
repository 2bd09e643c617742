import Telemetry

extension PaneID {
  package static let loss = PaneID("Loss")
}

/// Train and validation loss of every lane in one plot.
package struct LossPane: Pane {
  package let id = PaneID.loss
  package let key: Character = "C"
  package let help = [
    "Solid: training loss, smoothed (s, S); without smoothing from the least to the largest value.",
    "Dashed: validation loss. The lane's mark stands at its best validation.",
    "A dotted vertical line is what you changed, with its name, or where a lane stopped.",
    "Where lanes lie on one another their colours take turns; [ and ] bring one to the top.",
    "The thin line is the trivial predictor: a lane on it has learned nothing yet.",
    "Keys: y log scale, x steps, epochs or seconds, + - 0 zoom, arrows move, Enter full screen.",
  ]

  package var otherView: String? { "all of the y axis" }

  package init() {}

  package func move(_ state: inout State, dx: Int, dy: Int) {
    if dx != 0 { state.timeView.pan(by: 0.25 * Double(dx), now: state.nowOnAxis) }
    // Up and down zoom where nothing lies above or below.
    if abs(dy) == 1 { state.timeView.zoom(by: -dy, now: state.nowOnAxis) }
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    let inner = canvas.frame(
      rect, key: key, title: title(state), right: legend(state), focused: context.isFocused)
    var body = inner
    let axis = body.takeBottom(inner.rows >= 4 ? 1 : 0)
    // Names of vertical lines have a row of their own where there is room for one.
    let hasNames = state.lanes.contains { !$0.interventions.isEmpty || $0.phase.hasEnded }
    let names = body.takeTop(hasNames && body.rows >= 6 ? 1 : 0)
    let labels = body.takeLeft(min(8, inner.columns / 4))
    guard !body.isEmpty else { return }

    let window = LossWindow(state, rect: body)
    drawTicks(&canvas, labels, window)
    var plot = DotPlot(body)
    LossCurves(state: state, window: window).draw(into: &plot)
    plot.draw(into: &canvas)
    LossMarks(state: state, window: window, names: names.rows > 0 ? names.row : nil).draw(
      into: &canvas, plot)
    if axis.rows > 0 { drawTimeAxis(&canvas, axis, body, window, state) }
  }

  private func title(_ state: State) -> String {
    guard let info = state.info else { return "Loss" }
    let what = state.snapshot.sweep == nil ? "Loss" : "Loss of the folds that run"
    return what + " · " + info.lossName + (state.logScale ? ", log" : "")
  }

  private func legend(_ state: State) -> String {
    var text = "train ── val ╌╌"
    if state.timeView.smoothing > 0 { text += "  s\(Numbers.plain(state.timeView.smoothing))" }
    if state.timeView.zoom > 0 { text += "  zoom \(1 << min(20, state.timeView.zoom))" }
    return text
  }

  private func drawTicks(_ canvas: inout Canvas, _ rect: Rect, _ window: LossWindow) {
    guard rect.columns >= 5 else { return }
    var lastRow = Int.max
    let ticks = window.ticks
    let step = ticks.count >= 2 ? abs(ticks[1] - ticks[0]) : nil
    for value in ticks {
      guard let y = window.dotY(value) else { continue }
      let row = rect.row + y / 4
      if row == lastRow || row >= rect.row + rect.rows { continue }
      let label = Ticks.label(value, step: window.isLog ? nil : step)
      canvas.textRight(label, end: rect.column + rect.columns - 2, row, Style(.muted))
      canvas.put("┤", rect.column + rect.columns - 1, row, Style(.muted))
      lastRow = row
    }
  }

  private func drawTimeAxis(
    _ canvas: inout Canvas, _ row: Rect, _ body: Rect, _ window: LossWindow, _ state: State
  ) {
    let unit = ["step", "epoch", "second"][state.timeView.axis.rawValue]
    let end = body.column + body.columns - unit.utf8.count - 1
    canvas.text(unit, end + 1, row.row, Style(.muted), width: body.columns)
    var free = body.column - 1
    let range = window.time
    let wanted = max(2, min(8, body.columns / 12))
    let ticks = Ticks.linear(from: range.lowerBound, to: range.upperBound, count: wanted)
    let step = ticks.count >= 2 ? ticks[1] - ticks[0] : 1
    for value in ticks {
      let label = Ticks.label(value, step: step)
      let middle = body.column + window.dotX(value) / 2
      let start = max(body.column, middle - label.utf8.count / 2)
      if start <= free || start + label.utf8.count >= end { continue }
      canvas.text(label, start, row.row, Style(.muted))
      free = start + label.utf8.count
    }
  }
}
