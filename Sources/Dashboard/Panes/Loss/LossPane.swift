import Telemetry

extension PaneID {
  package static let loss = PaneID("Loss")
}

/// Train and validation loss of every lane in one plot.
package struct LossPane: Pane {
  package let id = PaneID.loss
  package let key: Character = "C"
  package let help = [
    "Strong: validation loss, with its value at the right edge. The lane's mark is at its best point.",
    "Faint: training loss, smoothed (s, S); unsmoothed, from the smallest to the largest value.",
    "Dotted area: the gap between validation loss and the training loss measured the same way.",
    "The thin line is the trivial predictor: a lane on it has learned nothing yet.",
    "A dotted vertical line marks a change you made, with its name, or where a lane stopped.",
    "Where curves overlap, their colours alternate and hollow marks tell them apart; [ and",
    "] bring one to the top. Grey curves are from before a restart or an undo.",
    "Below, after a fork (f): its loss minus that of its origin, training as a line,",
    "validations as marks; below 0 the change is better so far.",
    "The row at the bottom is the whole run: c a change, f a fork, b a best validation, s a stop, ! an",
    "explosion, x a divergence; b and e go from one to the next. In full screen, the effect of",
    "a change: slopes and |g| over equal windows before and after it, with standard errors.",
    "↑16: off the y axis, which is not scaled to the start of each curve; v shows all values.",
    "Keys: y log scale, x steps, epochs or seconds, + - 0 zoom, arrows move, Enter full screen.",
  ]

  package func otherView(_ state: State) -> String? { "all of the y axis" }

  package init() {}

  package func move(_ state: inout State, dx: Int, dy: Int, in rect: Rect?) {
    if dx != 0 { state.timeView.pan(by: 0.25 * Double(dx), now: state.nowOnAxis) }
    // Up and down zoom, because there is nothing to scroll vertically.
    if abs(dy) == 1 { state.timeView.zoom(by: -dy, now: state.nowOnAxis) }
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    let inner = canvas.frame(
      rect, key: key, title: title(state), right: legend(state), focused: context.isFocused)
    var body = inner
    let difference = LossDifference(state)
    let effect = context.isFullScreen ? EffectText.lines(state, columns: inner.columns - 2) : []
    let effects = body.takeBottom(inner.rows >= 14 ? effect.count : 0)
    let strip = RunStrip(state)
    // The difference comes first if there is room for only one of them.
    let isTaken = difference != nil && LossDifference.rows(of: inner.rows - 2) > 0
    let hasStrip = !strip.events.isEmpty && inner.rows >= (isTaken ? 15 : 11)
    var run = body.takeBottom(hasStrip ? 1 : 0)
    let axis = body.takeBottom(inner.rows >= 4 ? 1 : 0)
    var labels = body.takeRight(LossLabels.width(state, of: body.columns))
    var ticks = body.takeLeft(min(LossAxis.columns + 1, inner.columns / 4))
    // A spare row above the plot is used for the names of vertical lines.
    var names: Int?
    if body.rows >= 6, LossLines.exist(in: state) {
      names = body.takeTop(1).row
      (_, _) = (labels.takeTop(1), ticks.takeTop(1))
    }
    guard !body.isEmpty else { return }
    let rows = difference == nil ? 0 : LossDifference.rows(of: body.rows)
    let below = (plot: body.takeBottom(rows), ticks: ticks.takeBottom(rows))
    _ = labels.takeBottom(rows)

    let window = LossWindow(state, rect: body)
    drawTicks(&canvas, ticks, window)
    var plot = DotPlot(body)
    LossCurves(state: state, window: window).draw(into: &plot)
    plot.draw(into: &canvas)
    LossMarks(state: state, window: window).draw(into: &canvas)
    LossLines(state, window).draw(into: &canvas, names: names)
    LossBorder(state: state, window: window).draw(into: &canvas)
    LossLabels(state: state, window: window, rect: labels).draw(into: &canvas)
    if rows > 0 {
      difference?.draw(into: &canvas, below.plot, ticks: below.ticks, window, state)
    }
    if axis.rows > 0 { drawTimeAxis(&canvas, axis, inner, window) }
    (run.column, run.columns) = (body.column, body.columns)
    if run.rows > 0 {
      canvas.textRight("run", end: run.column - 1, run.row, Style(.muted), width: ticks.columns)
      strip.draw(into: &canvas, run, shown: window.time.range)
    }
    for (i, line) in effect.prefix(effects.rows).enumerated() {
      canvas.text(
        line.text, effects.column + 1, effects.row + i, line.style, width: effects.columns - 2)
    }
  }

  private func title(_ state: State) -> String {
    guard let info = state.info else { return "Loss" }
    let what = state.snapshot.sweep == nil ? "Loss" : "Loss of the folds that run"
    return what + " · " + info.lossName + (state.logScale ? ", log" : "")
  }

  private func legend(_ state: State) -> String {
    var text = "train ── val ━━"
    if state.timeView.smoothing > 0 {
      text += "  smooth \(Numbers.plain(state.timeView.smoothing))"
    }
    if state.timeView.zoom > 0 { text += "  zoom \(1 << min(20, state.timeView.zoom))" }
    if state.otherViews.contains(.loss) { text += "  all values" }
    return text
  }

  private func drawTicks(_ canvas: inout Canvas, _ rect: Rect, _ window: LossWindow) {
    guard rect.columns >= 5 else { return }
    for tick in window.axis.ticks {
      let row = rect.row + tick.row
      // A blank before the tick mark, if the number leaves one.
      let end = rect.columns - (TextWidth.of(tick.label) > rect.columns - 2 ? 1 : 2)
      canvas.textRight(tick.label, end: rect.column + end, row, Style(.muted), width: end)
      canvas.put("┤", rect.column + rect.columns - 1, row, Style(.muted))
    }
  }

  /// - Parameter inner: the inside of the frame, with the unit at its right end.
  private func drawTimeAxis(
    _ canvas: inout Canvas, _ row: Rect, _ inner: Rect, _ window: LossWindow
  ) {
    let view = window.time.view
    let range = window.time.range
    let plot = window.rect
    let wanted = max(2, min(8, plot.columns / 11))
    let ticks =
      range.lowerBound == 0
      ? Ticks.upTo(range.upperBound, count: wanted)
      : Ticks.linear(from: range.lowerBound, to: range.upperBound, count: wanted)
    let step = ticks.count >= 2 ? ticks[1] - ticks[0] : 1
    // The last number and the unit belong together.
    let labels = ticks.map { Ticks.label($0, step: step) }
    let end = inner.column + inner.columns
    var free = plot.column - 2
    for (value, label) in zip(ticks, labels) {
      guard let middle = window.column(value) else { continue }
      let isLast = value == ticks.last
      let text = isLast ? label + " " + view.axis.unit : label
      let start = min(max(plot.column, middle - label.utf8.count / 2), end - text.utf8.count)
      if start <= free { continue }
      canvas.text(text, start, row.row, Style(.muted))
      free = start + text.utf8.count
    }
  }
}
