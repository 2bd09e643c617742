import Telemetry

/// The scale of the gradient's map: one range of log10 norms for all lanes, so that they are
/// comparable.
package struct ShadeScale: Equatable {
  package var low: Double
  package var high: Double

  /// From none to all.
  package static let shares = ShadeScale(low: 0, high: 1)
  package static let usual = ShadeScale(low: -8, high: 0)
  /// For gradients that grow on their way back.
  package static let large = ShadeScale(low: -8, high: 4)

  /// - Parameter share: 0...1 along the scale; below zero is under it.
  package func draw(share: Double, into canvas: inout Canvas, _ column: Int, _ row: Int) {
    let clamped = min(max(share, 0), 0.9999)
    if canvas.colors == .full, canvas.unicode {
      canvas.put(
        " ", column, row, Style(on: .reach(WholeNumber.of(clamped * Double(Palette.reachCount)))))
      return
    }
    if share < 0 { return canvas.put(" ", column, row) }
    let shade =
      canvas.unicode
      ? Glyphs.shades[1 + WholeNumber.of(clamped * 4)]
      : Glyphs.asciiShades[1 + WholeNumber.of(clamped * 9)]
    canvas.put(shade, column, row)
  }

  /// "-8 ░▒▓█ 0", ending at `end`.
  package func legend(into canvas: inout Canvas, end: Int, _ row: Int) {
    let (left, right) = (Ticks.label(low), Ticks.label(high))
    let cells = canvas.colors == .full || !canvas.unicode ? 8 : 4
    var column = end - (left.utf8.count + right.utf8.count + cells + 4)
    column += canvas.text(" " + left + " ", column, row, Style(.muted))
    for i in 0..<cells {
      draw(share: (Double(i) + 0.5) / Double(cells), into: &canvas, column + i, row)
    }
    canvas.text(" " + right + " ", column + cells, row, Style(.muted))
  }

  /// Columns that `legend` takes.
  package func legendWidth(_ canvas: Canvas) -> Int {
    let cells = canvas.colors == .full || !canvas.unicode ? 8 : 4
    return Ticks.label(low).utf8.count + Ticks.label(high).utf8.count + cells + 4
  }
}
