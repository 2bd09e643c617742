import Telemetry

/// The newest norms over the time step: of the state, and of h and c separately if both exist.
package struct ProfileView {
  package let scale: ShadeScale
  package let ink: Ink

  package func draw(
    _ profile: [Float], hidden: [Float], cell: [Float], into canvas: inout Canvas, _ rect: Rect
  ) {
    guard !rect.isEmpty else { return }
    var plot = DotPlot(rect)
    curve(hidden, DotPlot.Pen(.muted, ascii: "."), dashed: false, &plot)
    curve(cell, DotPlot.Pen(.muted, ascii: ":"), dashed: true, &plot)
    curve(profile, DotPlot.Pen(ink, ascii: "*"), dashed: false, &plot)
    plot.draw(into: &canvas)
    label(Ticks.label(scale.high), rect.row, &canvas, rect)
    label(Ticks.label(scale.low), rect.row + rect.rows - 1, &canvas, rect)
    guard rect.rows >= 3, !cell.isEmpty else { return }
    label("both; alone: dL/dh ── dL/dc ╌╌", rect.row + 1, &canvas, rect)
  }

  private func curve(_ values: [Float], _ pen: DotPlot.Pen, dashed: Bool, _ plot: inout DotPlot) {
    var previous: (Int, Int)?
    var phase = 0
    let count = values.count
    for x in 0..<plot.width where count > 0 {
      // A dot column shows the largest of its time steps.
      let first = x * count / plot.width
      let last = min(count, max(first + 1, (x + 1) * count / plot.width))
      var largest = -Float.infinity
      for value in values[first..<last] where value > largest { largest = value }
      guard largest.isFinite else {
        previous = nil
        continue
      }
      let share = (scale.high - Double(largest)) / (scale.high - scale.low)
      let y = WholeNumber.of(share * Double(plot.height - 1), in: 0...plot.height - 1)
      let (oldX, oldY) = previous ?? (x, y)
      plot.line(oldX, oldY, x, y, pen, dashed: dashed, phase: &phase)
      previous = (x, y)
    }
  }

  /// Draws a label where there is no curve.
  private func label(_ text: String, _ row: Int, _ canvas: inout Canvas, _ rect: Rect) {
    let width = TextWidth.of(text)
    guard width <= rect.columns,
      (0..<width).allSatisfy({ canvas.isBlank(rect.column + $0, row) })
    else { return }
    canvas.text(text, rect.column, row, Style(.muted))
  }
}
