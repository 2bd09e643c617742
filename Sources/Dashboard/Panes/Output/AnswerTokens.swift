/// Tokens as text, with wrong ones marked.
package struct AnswerTokens {
  private let tokens: [String]
  private let wrong: [Bool]
  private let areWords: Bool

  /// - Parameter wrong: by token; missing entries are right.
  package init(_ tokens: [String], wrong: [Bool], areWords: Bool) {
    (self.tokens, self.wrong, self.areWords) = (tokens, wrong, areWords)
  }

  /// Makes a blank visible.
  package static func shown(_ token: String) -> String {
    token == " " ? "␣" : token.isEmpty ? "∅" : token
  }

  package var width: Int {
    tokens.reduce(0) { $0 + TextWidth.of($1) } + (areWords ? max(0, tokens.count - 1) : 0)
  }

  /// Breaks lines where they are full.
  package func lines(width: Int, limit: Int) -> [AnswerTokens] {
    var lines: [AnswerTokens] = []
    var (first, used) = (0, 0)
    for (place, token) in tokens.enumerated() {
      let needed = TextWidth.of(token) + (areWords && place > first ? 1 : 0)
      if used + needed > width, place > first, lines.count < limit - 1 {
        lines.append(part(first..<place))
        (first, used) = (place, TextWidth.of(token))
      } else {
        used += needed
      }
    }
    return lines + [part(first..<tokens.count)]
  }

  private func part(_ range: Range<Int>) -> AnswerTokens {
    AnswerTokens(
      Array(tokens[range]), wrong: range.map { wrong.indices.contains($0) && wrong[$0] },
      areWords: areWords)
  }

  /// - Returns: the columns used.
  @discardableResult
  package func draw(into canvas: inout Canvas, _ start: Int, _ row: Int, _ room: Int) -> Int {
    var column = start
    let end = start + max(0, room)
    for (place, token) in tokens.enumerated() where column < end {
      if areWords, place > 0 { column += canvas.text(" ", column, row, width: end - column) }
      let isWrong = wrong.indices.contains(place) && wrong[place]
      let isLast = place == tokens.count - 1
      // A sign for omitted tokens.
      if !isLast, column + TextWidth.of(token) + 1 > end {
        column += canvas.text("…", column, row, Style(.muted), width: end - column)
        break
      }
      column += canvas.text(
        isWrong ? Self.shown(token) : token, column, row,
        isWrong ? Style(.bad, bold: true, underline: true) : Style(), width: end - column)
    }
    return column - start
  }
}
