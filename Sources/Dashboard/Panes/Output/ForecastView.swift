import Telemetry

/// Truth and forecast over one axis. Truth is dashed; a forecast over time is solid, with the
/// lane's mark every few columns; only marks are drawn if neighbours are not consecutive in time.
package struct ForecastView {
  package let state: State
  /// Columns between the lane's marks on a curve.
  private static let markEvery = 15

  package func draw(
    _ forecast: Forecast, _ lane: Int, into canvas: inout Canvas, _ rect: Rect
  ) {
    guard rect.rows >= 2, rect.columns >= 8 else { return }
    var body = rect.inset(columns: 1, rows: 0)
    let summary = body.takeBottom(1)
    numbers(forecast, lane, &canvas, summary)
    let axis = body.takeBottom(forecast.places != nil && body.rows >= 5 ? 1 : 0)
    let labels = body.takeLeft(body.columns >= 30 ? 7 : 0)
    let all = (forecast.truth + forecast.forecast).filter(\.isFinite)
    guard let low = all.min(), let high = all.max(), !body.isEmpty else { return }
    let air = max((high - low) * 0.04, 1e-6)
    let (bottom, top) = (Double(low - air), Double(high + air))
    var plot = DotPlot(body)
    let range = Range(count: max(forecast.truth.count, forecast.forecast.count), bottom, top)
    if forecast.overTime {
      let mark = Glyphs.asciiMarks[canvas.seat(lane) % Glyphs.asciiMarks.count]
      let pen = DotPlot.Pen(.lane(lane), ascii: mark)
      curve(forecast.forecast, pen, range, isDashed: false, &plot)
    } else {
      marks(forecast.forecast, lane, range, body, &canvas)
    }
    // Dashed and on top, so that both are visible if the forecast is good. The gaps are columns: a
    // curve that goes up and down in every column would otherwise leave no gaps.
    curve(forecast.truth, DotPlot.Pen(.standard, ascii: "."), range, isDashed: true, &plot)
    plot.draw(into: &canvas)
    if forecast.overTime {
      marks(
        forecast.forecast, lane, range, body, &canvas, every: Self.markEvery)
    }
    if let places = forecast.places, axis.rows > 0 {
      let row = Rect(
        column: body.column, row: axis.row, columns: body.columns, rows: 1)
      ForecastAxis(places).draw(into: &canvas, row) { range.x($0, width: plot.width) / 2 }
    }
    guard labels.columns > 0 else { return }
    var lastRow = Int.max
    let ticks = Ticks.linear(from: bottom, to: top, count: max(2, body.rows / 2))
    let step = ticks.count >= 2 ? ticks[1] - ticks[0] : nil
    for value in ticks {
      let share = (top - value) / (top - bottom)
      let row = body.row + WholeNumber.rounded(share * Double(plot.height - 1)) / 4
      if row == lastRow { continue }
      lastRow = row
      canvas.textRight(
        Ticks.label(value, step: step), end: labels.column + labels.columns - 2, row, Style(.muted),
        width: labels.columns - 2)
      canvas.put("┤", labels.column + labels.columns - 1, row, Style(.muted))
    }
  }

  private struct Range {
    let count: Int
    let low: Double
    let high: Double

    init(count: Int, _ low: Double, _ high: Double) {
      (self.count, self.low, self.high) = (count, low, high)
    }

    func x(_ i: Int, width: Int) -> Int { count > 1 ? i * (width - 1) / (count - 1) : 0 }

    func y(_ value: Float, height: Int) -> Int? {
      guard value.isFinite, high > low else { return nil }
      let share = (high - Double(value)) / (high - low)
      return WholeNumber.of((share * Double(height - 1)).rounded(), in: 0...max(0, height - 1))
    }
  }

  private func curve(
    _ values: [Float], _ pen: DotPlot.Pen, _ range: Range, isDashed: Bool, _ plot: inout DotPlot
  ) {
    var previous: (Int, Int)?
    var phase = 0
    for (i, value) in values.enumerated() {
      guard let y = range.y(value, height: plot.height) else {
        previous = nil
        continue
      }
      let x = range.x(i, width: plot.width)
      let (oldX, oldY) = previous ?? (x, y)
      if !isDashed || x % 12 < 6 { plot.line(oldX, oldY, x, y, pen, phase: &phase) }
      previous = (x, y)
    }
  }

  /// Draws the lane's mark at every value, or at the first value in every few columns.
  private func marks(
    _ values: [Float], _ lane: Int, _ range: Range, _ body: Rect, _ canvas: inout Canvas,
    every columns: Int? = nil
  ) {
    var next = columns.map { $0 / 2 } ?? 0
    for (i, value) in values.enumerated() {
      guard let y = range.y(value, height: body.rows * 4) else { continue }
      let x = range.x(i, width: body.columns * 2)
      if let columns {
        guard x / 2 >= next else { continue }
        next = x / 2 + columns
      }
      canvas.put(
        canvas.mark(lane), body.column + x / 2, body.row + y / 4, Style(.lane(lane)))
    }
  }

  /// "truth ╌╌  ■ gru ──   RMSE 18.2: 24 % better than persistence (24.1)", with the target's name
  /// if there are several; shorter if that does not fit.
  private func numbers(
    _ forecast: Forecast, _ lane: Int, _ canvas: inout Canvas, _ row: Rect
  ) {
    guard row.rows > 0 else { return }
    let end = row.column + row.columns
    var column = row.column
    // As the curves are drawn; ASCII has its own signs.
    column += canvas.text(
      canvas.unicode ? "truth ╌╌ " : "truth .. ", column, row.row, Style(.muted),
      width: row.columns)
    column += 1
    if column + 4 < end {
      canvas.put(canvas.mark(lane), column, row.row, Style(.lane(lane), bold: true))
      column += 2
      column += canvas.text(
        state.lanes[lane].info.name + (forecast.overTime && canvas.unicode ? " ──" : ""), column,
        row.row, Style(.lane(lane)), width: end - column)
    }
    let target = forecast.target.isEmpty ? "" : forecast.target + ": "
    let error = target + "RMSE " + Numbers.loss(forecast.rmse)
    var texts = [error]
    if let baseline = forecast.baselineRMSE {
      let name = state.info?.baselineName ?? "baseline"
      func versus(_ name: String, hasValue: Bool) -> String {
        Versus.error(forecast.rmse, baseline: baseline, name: name, hasValue: hasValue)
      }
      texts = [
        error + ": " + versus(name, hasValue: true), error + ": " + versus(name, hasValue: false),
        error + ": " + versus("baseline", hasValue: false),
        target + versus("baseline", hasValue: false), error,
      ]
    } else if let mae = forecast.mae {
      texts.insert(error + ", MAE " + Numbers.loss(mae), at: 0)
    }
    if let text = texts.first(where: { column + 2 + TextWidth.of($0) <= end }) {
      canvas.textRight(text, end: end, row.row)
    }
  }
}
