import Telemetry

/// The scores of neighbouring tags learned by a linear chain: of a tag (across) after another one
/// (down). The first row is the beginning, the last column the end; a cross means impossible.
package struct TransitionsView {
  package let transitions: TagTransitions

  private static let cell = 7
  private static let widestLabel = 18

  private struct Grid {
    let label: Int
    /// Number of shown classes.
    let count: Int
  }

  /// The grid; nil if not even two classes fit.
  private func grid(_ room: Rect) -> Grid? {
    let names = transitions.classes
    guard names.count > 0, transitions.scores.count == (names.count + 1) * (names.count + 1) else {
      return nil
    }
    let label = min(Self.widestLabel, max(9, names.map(TextWidth.of).max() ?? 0)) + 1
    // The head, the row of the beginning, and the line below.
    let count = min(names.count, (room.columns - label) / Self.cell - 1, room.rows - 3)
    return count >= min(2, names.count) ? Grid(label: label, count: count) : nil
  }

  package func fits(_ room: Rect) -> Bool { grid(room)?.count == transitions.classes.count }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    var body = rect.inset(columns: 1, rows: 0)
    guard let grid = grid(body) else {
      if body.rows > 0 {
        canvas.text(
          "no room for neighbour scores".shortened(to: body.columns), body.column,
          body.row, Style(.muted))
      }
      return
    }
    let more = transitions.classes.count - grid.count
    let foot = body.takeBottom(1)
    canvas.text(
      ("score of a tag (across) after another (down); \(canvas.unicode ? "×" : "x"): impossible"
        + (more > 0 ? "; \(more) more" : "")).shortened(to: foot.columns), foot.column, foot.row,
      Style(.muted))
    let finite = transitions.scores.filter(\.isFinite)
    let range = (finite.min() ?? 0)...(finite.max() ?? 0)
    for place in 0...grid.count {
      let name = place < grid.count ? transitions.classes[place] : "end"
      canvas.textRight(
        name.shortened(to: Self.cell - 1), end: end(place, grid, body), body.row, Style(.muted))
    }
    for row in 0...grid.count {
      let y = body.row + 1 + row
      let name = row == 0 ? "beginning" : transitions.classes[row - 1]
      canvas.textRight(
        name.shortened(to: grid.label - 1), end: body.column + grid.label - 1, y, Style(.muted),
        width: grid.label - 1)
      for place in 0...grid.count {
        let column = place < grid.count ? place : transitions.classes.count
        let isNothing = row == 0 && place == grid.count
        if !isNothing {
          let score = transitions.scores[row * (transitions.classes.count + 1) + column]
          draw(score, of: range, end(place, grid, body), y, &canvas)
        }
      }
    }
  }

  private func end(_ place: Int, _ grid: Grid, _ body: Rect) -> Int {
    body.column + grid.label + (place + 1) * Self.cell
  }

  private func draw(
    _ value: Float, of range: ClosedRange<Float>, _ end: Int, _ row: Int, _ canvas: inout Canvas
  ) {
    guard value.isFinite else {
      let text = value == -.infinity ? (canvas.unicode ? "×" : "x") : "NaN"
      return canvas.textRight(text, end: end, row, Style(.muted))
    }
    let (least, most) = (range.lowerBound, range.upperBound)
    let text = Numbers.fixed(Double(value), abs(value) < 100 ? 1 : 0)
    guard canvas.colors == .full, canvas.unicode, most > least else {
      return canvas.textRight(text, end: end, row, Style(bold: value > 0))
    }
    let share = Double((value - least) / (most - least))
    let level = WholeNumber.of(share * Double(Palette.reachCount), in: 0...Palette.reachCount - 1)
    let style = Style(.onReach(level), on: .reach(level))
    canvas.fill(
      Rect(column: end - Self.cell + 1, row: row, columns: Self.cell - 1, rows: 1), " ", style)
    canvas.textRight(text, end: end, row, style)
  }
}
