import Telemetry

/// Answers of lanes to validation examples: how many are right by source length, some of them next
/// to their targets, and the best of a beam.
package struct AnswersView {
  package let state: State

  package init(state: State) { self.state = state }

  /// Lanes with answers.
  var answering: [(lane: Int, answers: PairAnswers)] {
    state.lanes.indices.compactMap { lane in
      guard state.lanes[lane].phase != .off, case .answers(let answers) = state.lanes[lane].output
      else { return nil }
      return (lane, answers)
    }
  }

  package func draw(
    _ answers: PairAnswers, _ lane: Int, into canvas: inout Canvas, _ rect: Rect,
    isFullScreen: Bool
  ) {
    var rest = rect
    let tableRows = answering.count + 1
    table(&canvas, rest.takeTop(tableRows))
    _ = rest.takeTop(rest.rows > 10 ? 1 : 0)
    guard let chosen = state.example(of: answers) else { return }
    let list = AnswerList(answers: answers, chosen: chosen, columns: rest.columns)
    guard isFullScreen else { return list.draw(into: &canvas, rest, lane) }
    list.draw(into: &canvas, rest.takeTop(min(list.rows, max(4, rest.rows / 2))), lane)
    _ = rest.takeTop(1)
    detail(answers.examples[chosen], answers, &canvas, rest, lane)
  }

  // MARK: by length

  private static let (mostName, mostCell, leastCell) = (30, 9, 7)

  /// "exact by tokens of source   all   4-9   10-14", and a row for each lane.
  private func table(_ canvas: inout Canvas, _ rect: Rect) {
    guard let first = answering.first else { return }
    let cells = first.answers.exact.count + 1
    let cellWidth = min(
      Self.mostCell, max(Self.leastCell, (rect.columns - Self.mostName) / cells))
    let width = min(Self.mostName, max(rect.columns / 3, rect.columns - cells * cellWidth))
    let most = max(1, (rect.columns - width) / cellWidth)
    let ranges = first.answers.exact.prefix(most - 1)
    let title = [Self.byLength(first.answers), "exact by length", "exact"].first {
      TextWidth.of($0) < width
    }
    canvas.text(title ?? "", rect.column, rect.row, Style(.muted), width: width)
    let heads =
      ["all"]
      + ranges.map { range in
        range.shortest == range.longest
          ? "\(range.shortest)" : "\(range.shortest)-\(range.longest)"
      }
    for (place, head) in heads.enumerated() {
      canvas.textRight(
        head, end: rect.column + width + (place + 1) * cellWidth - 1, rect.row, Style(.muted),
        width: cellWidth - 1)
    }
    for (offset, one) in answering.enumerated() {
      let row = rect.row + 1 + offset
      guard offset + 1 < rect.rows else { return }
      canvas.put(canvas.mark(one.lane), rect.column, row, Style(.lane(one.lane), bold: true))
      canvas.text(
        state.lanes[one.lane].info.name, rect.column + 2, row, Style(.lane(one.lane), bold: true),
        width: width - 3)
      let shares =
        [(one.answers.exactAnswers, one.answers.count)]
        + one.answers.exact.prefix(most - 1).map { ($0.exact, $0.count) }
      for (place, share) in shares.enumerated() {
        canvas.textRight(
          Numbers.percent(share.0, of: share.1),
          end: rect.column + width + (place + 1) * cellWidth - 1,
          row, width: cellWidth - 1)
      }
    }
  }

  /// Sources are tokens, or steps of numbers.
  private static func byLength(_ answers: PairAnswers) -> String {
    let areSteps = !answers.examples.isEmpty && answers.examples.allSatisfy { $0.source.isEmpty }
    return "exact by \(areSteps ? "steps" : "tokens") of source"
  }

  // MARK: one example

  /// A whole example, and the beam's answers to it.
  private func detail(
    _ example: PairAnswer, _ answers: PairAnswers, _ canvas: inout Canvas, _ rect: Rect, _ lane: Int
  ) {
    var rest = rect
    func line(_ label: String, _ tokens: [String], _ wrong: [Bool]) {
      let labelWidth = 9
      let lines = AnswerTokens(tokens, wrong: wrong, areWords: answers.areWords)
        .lines(width: rest.columns - labelWidth, limit: max(1, rest.rows / 3))
      for (place, tokens) in lines.enumerated() {
        let row = rest.takeTop(1)
        guard row.rows > 0 else { return }
        if place == 0 { canvas.text(label, row.column, row.row, Style(.muted)) }
        tokens.draw(into: &canvas, row.column + labelWidth, row.row, row.columns - labelWidth)
      }
    }
    let differences = TokenDifferences(example.answer, example.target)
    if !example.source.isEmpty { line("source", example.source, []) }
    line("wanted", example.target, differences.target)
    line("answer", example.answer, differences.answer)
    if !example.isWhole {
      let row = rest.takeTop(1)
      if row.rows > 0 {
        canvas.text(
          "… cut off before it ended", row.column + 9, row.row, Style(.muted),
          width: row.columns - 9)
      }
    }
    if let spikes = example.spikes { draw(spikes, beside: example, &canvas, &rest) }
    guard !example.alternatives.isEmpty, rest.rows >= 3 else { return }
    _ = rest.takeTop(1)
    var row = rest.takeTop(1)
    let ways = example.spikes == nil ? "" : ", over all alignments"
    canvas.text(
      "beam of \(example.alternatives.count), best first, with the mean log probability per token"
        + ways,
      row.column, row.row, Style(.muted), width: row.columns)
    for alternative in example.alternatives {
      row = rest.takeTop(1)
      guard row.rows > 0 else { return }
      let score = Numbers.fixed(alternative.score, 3)
      canvas.textRight(score, end: row.column + 8, row.row, Style(.muted), width: 8)
      let isExact = alternative.isWhole && alternative.answer == example.target
      if isExact { canvas.put("✓", row.column + 9, row.row, Style(.good, bold: true)) }
      AnswerTokens(
        alternative.answer, wrong: TokenDifferences(alternative.answer, example.target).answer,
        areWords: answers.areWords
      ).draw(into: &canvas, row.column + 11, row.row, row.columns - 11)
    }
  }
}

extension AnswersView {
  /// Draws the alignment of labels; the beam's answers keep their room if both fit.
  private func draw(
    _ spikes: LabelSpikes, beside example: PairAnswer, _ canvas: inout Canvas, _ rest: inout Rect
  ) {
    let view = SpikesView(spikes: spikes)
    let others = example.alternatives.isEmpty ? 0 : example.alternatives.count + 2
    let room =
      rest.rows - 1 - others >= spikes.labels.count + 6 ? rest.rows - 1 - others : rest.rows - 1
    guard room >= SpikesView.leastRows else { return }
    _ = rest.takeTop(1)
    var own = rest
    own.rows = min(room, view.rows)
    let used = view.draw(into: &canvas, own)
    _ = rest.takeTop(used)
  }
}
