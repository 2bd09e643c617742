import Telemetry

extension PaneID {
  package static let output = PaneID("Output")
}

/// What the networks say about data they did not train on: a forecast against the truth, or text.
package struct OutputPane: Pane {
  package let id = PaneID.output
  package let help = [
    "A forecast and the truth (dashed) on validation data, with the error over the whole part;",
    "or text that the network wrote, with its temperature. [ and ] choose the lane.",
  ]

  package init() {}

  package func isAvailable(_ state: State) -> Bool {
    state.lanes.contains { if case .none = $0.output { false } else { true } }
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    guard let lane = Self.shownLane(state) else {
      _ = canvas.frame(rect, title: "Output", focused: context.isFocused)
      return
    }
    switch state.lanes[lane].output {
    case .none:
      _ = canvas.frame(rect, title: "Output", focused: context.isFocused)
    case .forecast(let forecast):
      let inner = canvas.frame(
        rect, title: "Output · " + forecast.title, right: Self.axis(forecast),
        focused: context.isFocused)
      ForecastView(state: state).draw(forecast, lane, into: &canvas, inner)
    case .text(let sample):
      let right = "temperature \(Numbers.plain(Double(sample.temperature)))"
      let inner = canvas.frame(
        rect,
        title: "Output · \(state.lanes[lane].info.name), step \(Numbers.grouped(sample.step))",
        right: right, focused: context.isFocused)
      text(sample, lane, &canvas, inner)
    }
  }

  /// What lies along the x axis.
  private static func axis(_ forecast: Forecast) -> String {
    let count = Numbers.grouped(forecast.truth.count)
    if !forecast.overTime { return "\(count) answers, sorted by truth" }
    return (forecast.start.isEmpty ? "" : "from \(forecast.start), ") + "\(count) steps"
  }

  /// The selected lane, else the one with the best validation among those that say something.
  package static func shownLane(_ state: State) -> Int? {
    let speaking = state.lanes.indices.filter { lane in
      if case .none = state.lanes[lane].output { return false }
      return state.lanes[lane].state != .off
    }
    if let selected = state.selectedLane, speaking.contains(selected) { return selected }
    return speaking.min { a, b in
      (state.lanes[a].bestLoss ?? .infinity) < (state.lanes[b].bestLoss ?? .infinity)
    }
  }

  private func text(_ sample: TextSample, _ lane: Int, _ canvas: inout Canvas, _ rect: Rect) {
    let width = rect.columns - 2
    guard width > 0 else { return }
    let lines = Wrapping.lines(sample.prompt + sample.text, width: width, limit: rect.rows)
    var promptLeft = sample.prompt.unicodeScalars.count
    for (i, line) in lines.prefix(rect.rows).enumerated() {
      let length = line.unicodeScalars.count
      let (column, row) = (rect.column + 1, rect.row + i)
      canvas.text(line, column, row, width: width)
      if promptLeft > 0 {
        let prompt = String(String.UnicodeScalarView(line.unicodeScalars.prefix(promptLeft)))
        canvas.text(prompt, column, row, Style(.lane(lane), bold: true), width: width)
        promptLeft -= length + 1
      }
    }
  }
}
