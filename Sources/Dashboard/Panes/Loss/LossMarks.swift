import Telemetry

/// Marks on the curves: the lane's mark at its best validation, and its outline where curves
/// overlap.
package struct LossMarks {
  package let state: State
  package let window: LossWindow

  /// Columns between outlines on a curve.
  private static let spacing = 15

  package func draw(into canvas: inout Canvas) {
    let rows = window.lanes.map { window.rows(of: $0.main) }
    if canvas.unicode { outlines(&canvas, rows) }
    bestPoints(&canvas, rows)
  }

  /// On every curve without colours, else only where another curve shares the cell.
  private func outlines(_ canvas: inout Canvas, _ rows: [[Int?]]) {
    let count = rows.count
    guard count > 1 else { return }
    for (place, own) in rows.enumerated() {
      let lane = window.lanes[place].lane
      let first = 3 + lane * Self.spacing / max(count, state.lanes.count) % Self.spacing
      for column in stride(from: first, to: own.count, by: Self.spacing) {
        guard let row = own[column] else { continue }
        let isShared = rows.indices.contains { $0 != place && rows[$0][column] == row }
        guard isShared || canvas.colors == .none else { continue }
        canvas.put(
          Glyphs.outline(canvas.seat(lane)), window.rect.column + column, row,
          Style(.lane(lane), bold: canvas.colors == .none))
      }
    }
  }

  /// At the best point of the validation curve.
  private func bestPoints(_ canvas: inout Canvas, _ rows: [[Int?]]) {
    var taken: Set<[Int]> = []
    for (place, traces) in window.lanes.enumerated() {
      let lane = state.lanes[traces.lane]
      guard let loss = lane.bestLoss, let step = lane.bestStep, loss.isFinite,
        let column = window.column(window.x(step: step, of: lane, state)),
        let row = window.row(Double(loss))
      else { continue }
      // Marks of coinciding best points are drawn next to each other, each on its own curve.
      var at = (column, row)
      for aside in [-1, -2, 1, 2] where taken.contains([at.0, at.1]) {
        let index = column + aside - window.rect.column
        guard rows[place].indices.contains(index) else { continue }
        at = (column + aside, rows[place][index] ?? row)
      }
      taken.insert([at.0, at.1])
      canvas.put(
        canvas.mark(traces.lane), at.0, at.1,
        Style(.lane(traces.lane), bold: true, reverse: canvas.colors == .none || !canvas.unicode))
    }
  }
}
