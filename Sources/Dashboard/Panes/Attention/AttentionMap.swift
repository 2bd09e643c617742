import Glibc
import Telemetry

/// The weights of attention as shades, with its axes.
package struct AttentionMap {
  package let attention: AttentionSnapshot
  package let scale: ShadeScale

  /// "t=37", or "t=37-40" if a column covers several steps.
  package static func steps(of column: Int, _ attention: AttentionSnapshot) -> String {
    let columns = max(1, attention.columns)
    let steps = min(max(columns, attention.timeSteps), 1 << 30)
    let first = column * steps / columns
    let last = max(first + 1, (column + 1) * steps / columns)
    return last - first == 1 ? "t=\(first + 1)" : "t=\(first + 1)-\(last)"
  }

  /// Draws the time axis in the row below the map, which may be the one below `rect`.
  ///
  /// A query or column takes a whole number of screen cells, or a screen cell covers several of
  /// them.
  package func draw(
    into canvas: inout Canvas, _ rect: Rect, labels: Rect, hasAxis: Bool
  ) {
    guard !rect.isEmpty, attention.rowCount > 0, attention.columns > 0 else { return }
    // Unless this would leave more than a quarter of the room blank.
    let whole = attention.columns * (rect.columns / attention.columns)
    let width = whole * 4 >= rect.columns * 3 ? whole : rect.columns
    // At most three high, so that a query still looks like a row.
    let tall = min(rect.rows / attention.rowCount, 3)
    let height = tall >= 1 ? attention.rowCount * tall : rect.rows
    for y in 0..<height {
      let rows = Self.range(y, of: height, attention.rowCount)
      for x in 0..<width {
        let columns = Self.range(x, of: width, attention.columns)
        draw(largest(rows, columns), into: &canvas, rect.column + x, rect.row + y)
        // Only once per query and column, even if they take several screen cells.
        let isFirst =
          (x == 0 || Self.range(x - 1, of: width, attention.columns) != columns)
          && (y == 0 || Self.range(y - 1, of: height, attention.rowCount) != rows)
        if isFirst, isMarked(rows, columns) {
          mark(largest(rows, columns), into: &canvas, rect.column + x, rect.row + y)
        }
      }
    }
    rowLabels(&canvas, labels, rect, height: height)
    guard hasAxis else { return }
    timeLabels(&canvas, rect.column, rect.row + height, width: width, room: rect.columns)
  }

  private static func range(_ i: Int, of cells: Int, _ count: Int) -> Range<Int> {
    let first = i * count / cells
    return first..<min(count, max(first + 1, (i + 1) * count / cells))
  }

  /// The largest weight among the allowed places; -1 if there are none.
  private func largest(_ rows: Range<Int>, _ columns: Range<Int>) -> Float {
    var largest: Float = -1
    for row in rows {
      for column in columns {
        let weight = attention.weights[row * attention.columns + column]
        if weight.isNaN { return weight }
        largest = max(largest, weight)
      }
    }
    return largest
  }

  private func isMarked(_ rows: Range<Int>, _ columns: Range<Int>) -> Bool {
    guard let marks = attention.marks else { return false }
    return rows.contains { row in
      columns.contains { marks.isMarked[row * attention.columns + $0] }
    }
  }

  /// Draws a mark over the cell; over a shade it is reversed if the weight is a tenth or more.
  private func mark(_ weight: Float, into canvas: inout Canvas, _ column: Int, _ row: Int) {
    var style = Style(bold: true, reverse: weight >= 0.1)
    if case .reach(let level) = canvas.screen[column, row].style.background {
      style = Style(.onReach(level), on: .reach(level), bold: true)
    }
    canvas.put("▾", column, row, style)
  }

  private func draw(_ weight: Float, into canvas: inout Canvas, _ column: Int, _ row: Int) {
    if weight < 0 { return }
    guard weight.isFinite else {
      return ReachScale.draw(.nonfinite, into: &canvas, column, row)
    }
    let log10 = Glibc.log10(Double(weight))
    scale.draw(
      share: log10.isFinite ? (log10 - scale.low) / (scale.high - scale.low) : -1, into: &canvas,
      column, row)
  }

  /// Labels for the first row, the last row and some between.
  private func rowLabels(_ canvas: inout Canvas, _ labels: Rect, _ rect: Rect, height: Int) {
    guard labels.columns >= 5 else { return }
    var free = rect.row
    let step = max(1, height / 6)
    let tall = max(1, height / attention.rowCount)
    for y in stride(from: 0, to: height, by: 1) {
      let row = y * attention.rowCount / height
      let isStart = y % tall == 0
      let isLast = y == height - tall
      guard isStart, rect.row + y >= free, isLast || y == 0 || y + step < height else { continue }
      let text =
        switch attention.rows {
        case .sequences: String(row + 1)
        case .timeSteps: "t=\(self.timeStep(row) + 1)"
        }
      canvas.textRight(
        text, end: labels.column + labels.columns - 1, rect.row + y, Style(.muted),
        width: labels.columns - 1)
      free = rect.row + y + step
    }
  }

  /// The time step of a query, from 0: queries are spread over the sequence.
  private func timeStep(_ row: Int) -> Int {
    let steps = min(max(1, attention.timeSteps), 1 << 30)
    guard attention.rowCount < steps else { return row }
    return max(row, (row + 1) * steps / attention.rowCount - 1)
  }

  private func timeLabels(
    _ canvas: inout Canvas, _ column: Int, _ row: Int, width: Int, room: Int
  ) {
    let steps = min(max(1, attention.timeSteps), 1 << 30)
    let last = "t=\(steps)"
    canvas.text("t=1", column, row, Style(.muted), width: room)
    guard width > last.utf8.count + 5 else { return }
    canvas.textRight(last, end: column + width, row, Style(.muted))
    guard width > last.utf8.count + 30 else { return }
    let middle = "t=\((steps + 1) / 2)"
    let start = column + width * ((steps + 1) / 2 - 1) / max(1, steps)
    canvas.text(middle, start, row, Style(.muted))
  }
}
