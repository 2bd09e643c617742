import Telemetry

/// Where a decoder looked for each token of an answer: the answer down, the source across, the
/// tokens of both at the edges.
package struct AlignmentMap {
  package let example: PairAnswer
  package let areWords: Bool

  package init(example: PairAnswer, areWords: Bool) {
    (self.example, self.areWords) = (example, areWords)
  }

  private static let mostLabel = 14
  private static let mostHead = 6

  /// The attention; nil if its sizes do not match.
  package static func attention(of example: PairAnswer) -> PairAnswer.Attention? {
    guard let attention = example.attention, attention.rows > 0, attention.columns > 0,
      attention.columns <= example.source.count, attention.rows <= example.answer.count + 1,
      attention.weights.count == attention.rows * attention.columns
    else { return nil }
    return attention
  }

  /// The placement of the map in a rectangle.
  private struct Plan {
    var labels: Int
    var cell: Int
    var columns: Int
    var head: Int
    var height: Int
    var rows: Int
  }

  private func plan(_ attention: PairAnswer.Attention, _ rect: Rect) -> Plan {
    let widest = (example.answer.map(TextWidth.of) + [3]).max() ?? 3
    let labels = min(widest, Self.mostLabel, rect.columns / 3) + 1
    let room = max(1, rect.columns - labels)
    let cell = min(max(1, room / attention.columns), areWords ? 12 : 6)
    let columns = min(attention.columns, room / cell)
    let longest = example.source.prefix(columns).map(TextWidth.of).max() ?? 1
    // Words run vertically if they do not fit next to each other.
    let head = longest < max(2, cell) || cell >= 8 ? 1 : min(longest, Self.mostHead, rect.rows / 3)
    let height = min(max(1, (rect.rows - head) / attention.rows), 3)
    return Plan(
      labels: labels, cell: cell, columns: columns, head: max(1, head), height: height,
      rows: min(attention.rows, max(0, rect.rows - max(1, head)) / height))
  }

  /// Rows and columns of the map that fit.
  package func shown(_ rect: Rect) -> (rows: Int, columns: Int) {
    guard let attention = Self.attention(of: example) else { return (0, 0) }
    let plan = plan(attention, rect)
    return (plan.rows, plan.columns)
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard let attention = Self.attention(of: example), rect.columns >= 6, rect.rows >= 2 else {
      return
    }
    let plan = plan(attention, rect)
    let left = rect.column + plan.labels
    for column in 0..<plan.columns {
      head(example.source[column], plan, &canvas, left + column * plan.cell, rect.row)
    }
    let differences = TokenDifferences(example.answer, example.target)
    for row in 0..<plan.rows {
      let top = rect.row + plan.head + row * plan.height
      label(row, differences, &canvas, rect.column, top, plan.labels - 1)
      for column in 0..<plan.columns {
        let weight = attention.weights[row * attention.columns + column]
        for dy in 0..<plan.height {
          for dx in 0..<plan.cell {
            let (x, y) = (left + column * plan.cell + dx, top + dy)
            if weight.isFinite {
              ShadeScale.shares.draw(share: Double(weight), into: &canvas, x, y)
            } else {
              ReachScale.draw(.nonfinite, into: &canvas, x, y)
            }
          }
        }
      }
    }
  }

  private func head(
    _ token: String, _ plan: Plan, _ canvas: inout Canvas, _ column: Int, _ row: Int
  ) {
    let text = AnswerTokens.shown(token)
    if plan.head == 1 {
      canvas.text(
        plan.cell > 2 ? text.shortened(to: plan.cell - 1) : text, column, row,
        width: plan.cell)
      return
    }
    let scalars = Array(text.unicodeScalars.filter { TextWidth.of($0) == 1 })
    for (place, scalar) in scalars.prefix(plan.head).enumerated() {
      let isCut = place == plan.head - 1 && scalars.count > plan.head
      canvas.put(isCut ? "…" : scalar, column, row + place)
    }
  }

  private func label(
    _ row: Int, _ differences: TokenDifferences, _ canvas: inout Canvas, _ column: Int, _ top: Int,
    _ width: Int
  ) {
    guard row < example.answer.count else {
      return canvas.textRight("end", end: column + width, top, Style(.muted), width: width)
    }
    let isWrong = differences.answer[row]
    canvas.textRight(
      AnswerTokens.shown(example.answer[row]).shortened(to: width), end: column + width, top,
      isWrong ? Style(.bad, bold: true, underline: true) : Style(), width: width)
  }
}
