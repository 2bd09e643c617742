import Telemetry

/// Examples below each other: on one line if all fit, else source, answer and target.
struct AnswerList {
  let answers: PairAnswers
  let chosen: Int
  let columns: Int
  private let isOneLine: Bool

  init(answers: PairAnswers, chosen: Int, columns: Int) {
    self.answers = answers
    self.chosen = chosen
    self.columns = columns
    isOneLine = answers.examples.allSatisfy { Self.width($0, answers.areWords) <= columns }
  }

  private static let margin = 4
  private static let (arrow, wanted) = (" → ", "   wanted ")

  private static func width(_ example: PairAnswer, _ areWords: Bool) -> Int {
    func width(_ tokens: [String]) -> Int {
      AnswerTokens(tokens, wrong: [], areWords: areWords).width
    }
    return margin + (example.source.isEmpty ? 0 : width(example.source) + TextWidth.of(arrow))
      + width(example.answer)
      + (example.isExact ? 0 : TextWidth.of(wanted) + width(example.target))
  }

  private func rows(_ example: PairAnswer) -> Int {
    isOneLine ? 1 : (example.isExact ? 1 : 2) + (example.source.isEmpty ? 0 : 1)
  }

  /// Rows of all examples.
  var rows: Int { answers.examples.reduce(0) { $0 + rows($1) } }

  func draw(into canvas: inout Canvas, _ rect: Rect, _ lane: Int) {
    var rest = rect
    for place in firstShown(rect.rows)..<answers.examples.count {
      let example = answers.examples[place]
      guard rest.rows > 0, rest.rows >= rows(example) || place == chosen else { return }
      draw(example, isChosen: place == chosen, &canvas, rest.takeTop(rows(example)), lane)
    }
  }

  /// The first shown example, such that the chosen one is visible.
  private func firstShown(_ room: Int) -> Int {
    var first = chosen
    var used = rows(answers.examples[chosen])
    while first > 0, used + rows(answers.examples[first - 1]) <= room {
      first -= 1
      used += rows(answers.examples[first])
    }
    return first
  }

  private func draw(
    _ example: PairAnswer, isChosen: Bool, _ canvas: inout Canvas, _ rect: Rect, _ lane: Int
  ) {
    let differences = TokenDifferences(example.answer, example.target)
    if isChosen { canvas.put("▸", rect.column, rect.row, Style(.accent, bold: true)) }
    canvas.put(
      example.isExact ? "✓" : "✗", rect.column + 2, rect.row,
      Style(example.isExact ? .good : .bad, bold: true))
    var (column, row) = (rect.column + Self.margin, rect.row)
    let end = rect.column + rect.columns
    func tokens(_ tokens: [String], _ wrong: [Bool]) {
      column += AnswerTokens(tokens, wrong: wrong, areWords: answers.areWords)
        .draw(into: &canvas, column, row, end - column)
    }
    func label(_ text: String) {
      if !isOneLine { (column, row) = (rect.column + Self.margin - 1, row + 1) }
      guard row < rect.row + rect.rows else {
        column = end
        return
      }
      column += canvas.text(text, column, row, Style(.muted), width: max(0, end - column))
    }
    if !example.source.isEmpty {
      tokens(example.source, [])
      label(Self.arrow)
    }
    tokens(example.answer, differences.answer)
    guard !example.isExact else { return }
    label(isOneLine ? Self.wanted : " wanted ")
    tokens(example.target, differences.target)
  }
}
