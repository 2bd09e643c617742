import Telemetry

/// Vertical bars in eighths of a cell, and horizontal bars.
package enum Bars {
  /// Draws bars from the rectangle's lower edge up; `height(column)` is a share of the whole
  /// height, and anything above zero shows at least a trace.
  package static func vertical(
    _ canvas: inout Canvas, _ rect: Rect, _ style: Style, height: (Int) -> Double
  ) {
    for column in 0..<rect.columns {
      let share = height(column)
      guard share > 0 else { continue }
      let eighths = max(1, WholeNumber.rounded(min(1, share) * Double(rect.rows * 8)))
      for row in 0..<rect.rows {
        let filled = eighths - (rect.rows - 1 - row) * 8
        if filled <= 0 { continue }
        canvas.put(
          Glyphs.bars[min(filled, 8) - 1], rect.column + column, rect.row + row, style)
      }
    }
  }

  /// "▆▆▆▆▆░░░░░": the remaining share of a whole; bars in neighbouring rows stay apart.
  package static func horizontal(
    _ canvas: inout Canvas, _ column: Int, _ row: Int, width: Int, share: Double, _ style: Style
  ) {
    guard width > 0 else { return }
    let filled = share > 0 ? max(1, WholeNumber.rounded(min(1, share) * Double(width))) : 0
    for i in 0..<width {
      canvas.put(
        i < filled ? "▆" : "░", column + i, row, i < filled ? style : Style(.muted))
    }
  }
}
