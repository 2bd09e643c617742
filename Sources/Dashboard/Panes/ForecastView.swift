import Telemetry

/// Truth and forecast as curves over one axis, or as points where neighbours do not follow in time.
package struct ForecastView {
  package let state: State

  package func draw(
    _ forecast: Forecast, _ lane: Int, into canvas: inout Canvas, _ rect: Rect
  ) {
    guard rect.rows >= 2, rect.columns >= 8 else { return }
    var body = rect.inset(columns: 1, rows: 0)
    let summary = body.takeBottom(1)
    numbers(forecast, lane, &canvas, summary)
    let labels = body.takeLeft(body.columns >= 30 ? 7 : 0)
    let all = (forecast.truth + forecast.forecast).filter(\.isFinite)
    guard let low = all.min(), let high = all.max(), !body.isEmpty else { return }
    let air = max((high - low) * 0.04, 1e-6)
    let (bottom, top) = (Double(low - air), Double(high + air))
    var plot = DotPlot(body)
    curve(forecast.truth, DotPlot.Pen(.muted, ascii: "."), forecast, bottom, top, &plot)
    let mark = Glyphs.asciiMarks[lane % Glyphs.asciiMarks.count]
    curve(forecast.forecast, DotPlot.Pen(.lane(lane), ascii: mark), forecast, bottom, top, &plot)
    plot.draw(into: &canvas)
    guard labels.columns > 0 else { return }
    var lastRow = Int.max
    for value in Ticks.linear(from: bottom, to: top, count: max(2, body.rows / 2)) {
      let share = (top - value) / (top - bottom)
      let row = body.row + Whole.rounded(share * Double(plot.height - 1)) / 4
      if row == lastRow { continue }
      lastRow = row
      canvas.textRight(
        Ticks.label(value), end: labels.column + labels.columns - 2, row, Style(.muted),
        width: labels.columns - 2)
      canvas.put("┤", labels.column + labels.columns - 1, row, Style(.muted))
    }
  }

  private func curve(
    _ values: [Float], _ pen: DotPlot.Pen, _ forecast: Forecast, _ low: Double, _ high: Double,
    _ plot: inout DotPlot
  ) {
    let count = max(forecast.truth.count, forecast.forecast.count)
    var previous: (Int, Int)?
    var phase = 0
    for (i, value) in values.enumerated() {
      guard value.isFinite, high > low else {
        previous = nil
        continue
      }
      let x = count > 1 ? i * (plot.width - 1) / (count - 1) : 0
      let share = (high - Double(value)) / (high - low)
      let y = Whole.of((share * Double(plot.height - 1)).rounded(), in: 0...max(0, plot.height - 1))
      if forecast.overTime, let (oldX, oldY) = previous {
        plot.line(oldX, oldY, x, y, pen, phase: &phase)
      } else {
        plot.dot(x, y, pen)
      }
      previous = (x, y)
    }
  }

  /// "truth ── ■ gru ── RMSE 18.2, baseline 24.1".
  private func numbers(
    _ forecast: Forecast, _ lane: Int, _ canvas: inout Canvas, _ row: Rect
  ) {
    guard row.rows > 0 else { return }
    let end = row.column + row.columns
    var column = row.column
    column += canvas.text("truth ── ", column, row.row, Style(.muted), width: row.columns) + 1
    if column + 4 < end {
      canvas.put(Glyphs.mark(lane), column, row.row, Style(.lane(lane), bold: true))
      column += 2
      column += canvas.text(
        state.lanes[lane].info.name + " ──", column, row.row, Style(.lane(lane)),
        width: end - column)
    }
    var text = "RMSE " + Numbers.loss(forecast.rmse)
    if let baseline = forecast.baselineRMSE { text += ", baseline " + Numbers.loss(baseline) }
    if column + 2 + TextWidth.of(text) <= end { canvas.textRight(text, end: end, row.row) }
  }
}
