import Telemetry

/// Numbers over two axes in the colours of the gradient's map, such as a spectrogram: with colours
/// two rows per line of cells, else the larger of the two.
struct SheetMap: SheetBlock {
  private let map: DataSheet.Map
  private let left: Int
  private let columns: Int

  init(_ map: DataSheet.Map, width: Int) {
    self.map = map
    left = 1 + max(TextWidth.of(map.top), TextWidth.of(map.bottom)) + 1
    // No wider than the values: stretching would suggest more than was measured.
    columns = max(0, min(map.columns, width - left - 1))
  }

  private var lines: Int { (map.rows + 1) / 2 }

  /// The map, and a line for its lower axis.
  var rows: Int { lines + 1 }

  func draw(into canvas: inout Canvas, visible: Range<Int>) {
    guard columns > 0, map.rows > 0 else { return }
    for line in visible where line < lines {
      if line == 0 { canvas.textRight(map.top, end: left - 1, 0, Style(.muted)) }
      if line == lines - 1 {
        canvas.textRight(map.bottom, end: left - 1, line, Style(.muted))
      }
      for column in 0..<columns {
        let (upper, lower) = (level(2 * line, column), level(2 * line + 1, column))
        if canvas.hasMapColors {
          ReachScale.draw(
            upper: upper, lower: lower, into: &canvas, left + column, line)
        } else {
          ReachScale.draw(stronger(upper, lower), into: &canvas, left + column, line)
        }
      }
    }
    guard visible.contains(lines) else { return }
    canvas.text(map.start, left, lines, Style(.muted), width: columns)
    if TextWidth.of(map.start) + TextWidth.of(map.end) + 2 <= columns {
      canvas.textRight(map.end, end: left + columns, lines, Style(.muted))
    }
  }

  /// The largest of the values drawn in a cell; rows beyond the last are empty.
  private func level(_ row: Int, _ column: Int) -> MapPlace {
    guard row < map.rows else { return .absent }
    let from = column * map.columns / columns
    let to = max(from + 1, (column + 1) * map.columns / columns)
    let shares = map.shares[(row * map.columns + from)..<(row * map.columns + to)]
    let share = shares.lazy.filter(\.isFinite).max() ?? 0
    return .arrives(WholeNumber.rounded(Double(min(max(share, 0), 1)) * Double(ReachScale.ramp)))
  }

  private func stronger(_ upper: MapPlace, _ lower: MapPlace) -> MapPlace {
    if case .arrives(let above) = upper, case .arrives(let below) = lower {
      return .arrives(max(above, below))
    }
    return upper == .absent ? lower : upper
  }
}
