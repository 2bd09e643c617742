import Telemetry

extension PaneID {
  package static let output = PaneID("Output")
}

/// The networks' answers on data they did not train on: a forecast against the truth, text, classes
/// against the true ones, or answers to sources.
package struct OutputPane: Pane {
  package let id = PaneID.output
  package let key: Character = "O"
  package let help = [
    "Answers to validation examples, errors underlined, and how many are entirely right, by length",
    "of the source (arrows choose an example; Enter shows it with the beam's answers); a forecast",
    "and the truth (dashed) on validation data, with the error over the whole part (the first of",
    "several targets; Enter: all of them); text that the network wrote, with its temperature",
    "(Enter: also after earlier validations); or for classes how often each true class (a row) got",
    "each answer (a column): right answers are on the diagonal. Shade: share of the row.",
    "Recall: share of the row that is right; precision: of the column; F1: their harmonic mean.",
    "For a lane that scores whole sequences (model.loss crf), v shows the scores of neighbouring",
    "tags.",
    "[ and ] choose the lane.",
  ]

  package init() {}

  package func isAvailable(_ state: State) -> Bool {
    state.lanes.contains { if case .none = $0.output { false } else { true } }
  }

  package func whyUnavailable(_ state: State) -> String {
    "the networks have not answered yet: wait for a validation"
  }

  package func move(_ state: inout State, dx: Int, dy: Int, in rect: Rect?) {
    state.moveExample(dx: dx, dy: dy)
  }

  package func otherView(_ state: State) -> String? {
    guard let lane = Self.shownLane(state),
      case .confusion(let confusion) = state.lanes[lane].output, confusion.transitions != nil
    else { return nil }
    return "scores of neighbouring tags"
  }

  package func arrows(_ state: State) -> String? { state.exampleCount > 1 ? "example" : nil }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    guard let lane = Self.shownLane(state) else {
      _ = canvas.frame(rect, key: key, title: "Output", focused: context.isFocused)
      return
    }
    switch state.lanes[lane].output {
    case .none:
      _ = canvas.frame(rect, key: key, title: "Output", focused: context.isFocused)
    case .forecast(let forecasts):
      forecast(forecasts, lane, &canvas, rect, context)
    case .confusion(let confusion):
      let isOther = state.otherViews.contains(id)
      if isOther, let transitions = confusion.transitions {
        let inner = canvas.frame(
          rect, key: key,
          title: "Output · \(state.lanes[lane].info.name), step \(Numbers.grouped(confusion.step))",
          right: "scores of neighbouring tags", shorter: "neighbours", focused: context.isFocused)
        return TransitionsView(transitions: transitions).draw(into: &canvas, inner)
      }
      let total = confusion.counts.reduce(0, +)
      let inner = canvas.frame(
        rect, key: key,
        title: "Output · \(Numbers.grouped(total)) \(confusion.unit), step "
          + Numbers.grouped(confusion.step),
        right: "truth down, answers across", shorter: "truth ↓ answer →",
        focused: context.isFocused)
      var room = inner
      if context.isFullScreen, let transitions = confusion.transitions {
        // Both, if they fit next to each other.
        let view = TransitionsView(transitions: transitions)
        let half = Rect(
          column: inner.column + inner.columns / 2, row: inner.row + 1,
          columns: inner.columns - inner.columns / 2, rows: inner.rows - 1)
        if view.fits(half.inset(columns: 1, rows: 0)) {
          view.draw(into: &canvas, half)
          room.columns = inner.columns / 2
        }
      }
      ConfusionView(state: state).draw(confusion, lane, into: &canvas, room)
    case .text(let samples):
      text(samples, lane, &canvas, rect, context)
    case .answers(let answers):
      let inner = canvas.frame(
        rect, key: key,
        title: "Output · \(state.lanes[lane].info.name), step \(Numbers.grouped(answers.step)): "
          + "\(Numbers.grouped(answers.exactAnswers)) of \(Numbers.grouped(answers.count)) exact",
        right: "answers to validation examples", shorter: "validation", focused: context.isFocused)
      AnswersView(state: state).draw(
        answers, lane, into: &canvas, inner.inset(columns: 1, rows: 0),
        isFullScreen: context.isFullScreen)
    }
  }

  /// The first of several targets; in full screen as many of them as fit, below each other.
  private func forecast(
    _ forecasts: [Forecast], _ lane: Int, _ canvas: inout Canvas, _ rect: Rect,
    _ context: PaneContext
  ) {
    guard let first = forecasts.first else {
      _ = canvas.frame(rect, key: key, title: "Output", focused: context.isFocused)
      return
    }
    let fitting = context.isFullScreen ? max(1, (rect.rows - 2) / Self.leastRows) : 1
    let shown = forecasts.prefix(fitting)
    var title = "Output · " + first.title
    if forecasts.count > 1 {
      title +=
        shown.count == 1
        ? " · \(first.target), 1 of \(forecasts.count) targets"
        : shown.count < forecasts.count
          ? " · \(shown.count) of \(forecasts.count) targets" : ""
    }
    // Next to the pane's key.
    let room = rect.columns - 11 - TextWidth.of(title)
    var inner = canvas.frame(
      rect, key: key, title: title,
      right: Self.axis(first).first { TextWidth.of($0) <= room } ?? "",
      focused: context.isFocused)
    for (i, forecast) in shown.enumerated() {
      let place = inner.takeTop(inner.rows / (shown.count - i))
      ForecastView(state: context.state).draw(forecast, lane, into: &canvas, place)
    }
  }

  /// Least rows of one target's picture: a readable curve and its numbers.
  private static let leastRows = 5

  /// Titles of the x axis, with the part of the data; from long to short.
  private static func axis(_ forecast: Forecast) -> [String] {
    if let places = forecast.places { return ForecastAxis(places).titles }
    let count = Numbers.grouped(forecast.truth.count)
    return forecast.overTime
      ? ["\(count) validation steps"]
      : ["\(count) validation answers, sorted by truth", "sorted by truth"]
  }

  /// The selected lane, else the one with the best validation among those with output.
  package static func shownLane(_ state: State) -> Int? {
    let speaking = state.lanes.indices.filter { lane in
      if case .none = state.lanes[lane].output { return false }
      return state.lanes[lane].phase != .off
    }
    if let selected = state.selectedLane, speaking.contains(selected) { return selected }
    return LaneBest.first(speaking, of: state.lanes)
  }

  private func text(
    _ samples: [TextSample], _ lane: Int, _ canvas: inout Canvas, _ rect: Rect,
    _ context: PaneContext
  ) {
    let name = context.state.lanes[lane].info.name
    guard let newest = samples.last else {
      _ = canvas.frame(rect, key: key, title: "Output", focused: context.isFocused)
      return
    }
    let inner = canvas.frame(
      rect, key: key, title: "Output · \(name), \(SampleList.caption(newest))",
      right: "temperature \(Numbers.plain(Double(newest.temperature)))",
      shorter: "T \(Numbers.plain(Double(newest.temperature)))", focused: context.isFocused)
    SampleList(samples: context.isFullScreen ? samples : [newest], ink: .lane(lane)).draw(
      into: &canvas, inner.inset(columns: 1, rows: 0))
  }
}
