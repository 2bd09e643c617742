import Telemetry

/// The maps of one example for each lane whose decoder has attention.
struct AlignmentsView {
  let state: State

  /// The selected lane, else all lanes with attention, with their answers to the example.
  let lanes: [(lane: Int, answers: PairAnswers, example: PairAnswer)]

  init(state: State) {
    self.state = state
    let all = state.lanes.indices.compactMap { lane -> (Int, PairAnswers, PairAnswer)? in
      guard state.lanes[lane].phase != .off, case .answers(let answers) = state.lanes[lane].output,
        let place = state.example(of: answers),
        AlignmentMap.attention(of: answers.examples[place]) != nil
      else { return nil }
      return (lane, answers, answers.examples[place])
    }
    let selected = all.filter { $0.0 == state.selectedLane }
    lanes = selected.isEmpty ? all : selected
  }

  private static let leastColumns = 34
  private static let gap = 3

  func draw(
    _ pane: AttentionPane, into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext
  ) {
    let scale = ShadeScale.shares
    let legend = scale.legendWidth(canvas)
    guard let first = lanes.first else { return }
    let place = (state.example(of: first.answers) ?? 0) + 1
    let inner = canvas.frame(
      rect, key: pane.key,
      title:
        "Attention · example \(place) of \(first.answers.examples.count) · source across, answer down",
      right: "weight", focused: context.isFocused, reserve: legend + 1)
    if rect.columns > legend + 16, rect.rows >= 2 {
      scale.legend(into: &canvas, end: rect.column + rect.columns - 2, rect.row)
    }
    var body = inner.inset(columns: 1, rows: 0)
    guard body.columns >= 6, body.rows >= 3 else { return }
    let all = AnswersView(state: state).answering
    if body.rows >= 12 + all.count + 1 {
      let foot = body.takeBottom(all.count + 1)
      let used = canvas.text("wanted ", foot.column, foot.row, Style(.muted), width: foot.columns)
      AnswerTokens(first.example.target, wrong: [], areWords: first.answers.areWords)
        .draw(into: &canvas, foot.column + used, foot.row, foot.columns - used)
      for (offset, one) in all.enumerated() {
        verdict(
          one.lane, one.answers, into: &canvas, foot.column, foot.row + 1 + offset, foot.columns)
      }
    }
    let most = max(1, (body.columns + Self.gap) / (Self.leastColumns + Self.gap))
    let shown = lanes.prefix(most)
    for (offset, one) in shown.enumerated() {
      let left = shown.count - offset
      let block = body.takeLeft((body.columns - (left - 1) * Self.gap) / left)
      _ = body.takeLeft(Self.gap)
      draw(one.lane, one.answers, one.example, into: &canvas, block)
    }
  }

  /// "▲ fixed_vector ✗ 2020-08-22": the answer of every lane, also without attention.
  private func verdict(
    _ lane: Int, _ answers: PairAnswers, into canvas: inout Canvas, _ start: Int, _ row: Int,
    _ width: Int
  ) {
    guard let place = state.example(of: answers) else { return }
    let example = answers.examples[place]
    canvas.put(canvas.mark(lane), start, row, Style(.lane(lane), bold: true))
    var column = start + 2
    column +=
      canvas.text(
        state.lanes[lane].info.name, column, row, Style(.lane(lane), bold: true),
        width: max(0, width / 3)) + 1
    canvas.put(
      example.isExact ? "✓" : "✗", column, row, Style(example.isExact ? .good : .bad, bold: true))
    column += 2
    AnswerTokens(
      example.answer, wrong: TokenDifferences(example.answer, example.target).answer,
      areWords: answers.areWords
    ).draw(into: &canvas, column, row, start + width - column)
  }

  private func draw(
    _ lane: Int, _ answers: PairAnswers, _ example: PairAnswer, into canvas: inout Canvas,
    _ rect: Rect
  ) {
    var rest = rect
    let caption = rest.takeTop(1)
    let map = AlignmentMap(example: example, areWords: answers.areWords)
    canvas.put(canvas.mark(lane), caption.column, caption.row, Style(.lane(lane), bold: true))
    let name = canvas.text(
      state.lanes[lane].info.name, caption.column + 2, caption.row, Style(.lane(lane), bold: true),
      width: max(0, caption.columns - 2))
    let column = caption.column + 2 + name
    let shown = map.shown(rest)
    let steps = example.answer.count + (example.isWhole ? 1 : 0)
    var parts = ["step \(Numbers.grouped(answers.step))"]
    parts.append(example.isExact ? "answer is right" : "answer is wrong")
    if shown.rows < steps { parts.append("tokens 1-\(shown.rows) of \(steps)") }
    if shown.columns < example.source.count {
      parts.append("source 1-\(shown.columns) of \(example.source.count)")
    }
    let room = max(0, caption.column + caption.columns - column)
    while parts.count > 1, TextWidth.of(", " + parts.joined(separator: ", ")) > room {
      parts.removeFirst()
    }
    canvas.text(
      ", " + parts.joined(separator: ", "), column, caption.row, Style(.muted), width: room)
    map.draw(into: &canvas, rest)
  }
}
