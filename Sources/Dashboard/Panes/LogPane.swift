import Telemetry

extension PaneID {
  package static let log = PaneID("Log")
}

/// Events and interventions, the newest on top; before the first key, the preset's description.
package struct LogPane: Pane {
  package let id = PaneID.log
  package let key: Character = "M"
  package let help = [
    "What happened and what you changed, the newest on top, with the time since the start.",
    "Arrows move through older lines.",
  ]

  package init() {}

  /// Down goes to older lines.
  package func move(_ state: inout State, dx: Int, dy: Int, in rect: Rect?) {
    let last = max(0, state.snapshot.log.count - 1)
    state.logScroll = min(max(0, state.logScroll + dy), last)
  }

  package func arrows(_ state: State) -> String? { "scroll" }

  package func isAvailable(_ state: State) -> Bool { true }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    let inner = canvas.frame(rect, key: key, title: "Log", focused: context.isFocused)
    let entries = state.snapshot.log
    let scroll = min(max(0, state.logScroll), max(0, entries.count - 1))
    let names = min(12, max(5, state.lanes.map { TextWidth.of($0.info.name) }.max() ?? 5))
    var row = inner.row
    for entry in entries.dropLast(scroll).reversed() {
      guard row < inner.row + inner.rows else { return }
      let indent = 1 + 4 + 1 + names + 1
      let width = max(1, inner.columns - indent - 1)
      // In full if there is room for more than the newest.
      let lines =
        inner.rows >= 6 ? Wrapping.lines(entry.text, width: width, limit: 3) : [entry.text]
      Self.line(entry, state, into: &canvas, inner, row, text: lines.first, names: names)
      for line in lines.dropFirst() {
        row += 1
        guard row < inner.row + inner.rows else { return }
        canvas.text(
          line, inner.column + indent, row, Self.style(entry.kind),
          width: max(0, inner.columns - indent))
      }
      row += 1
    }
  }

  /// "0:26 all   5 clip 0.5 applied at step 1140".
  package static func line(
    _ entry: LogEntry, _ state: State, into canvas: inout Canvas, _ rect: Rect, _ row: Int,
    text: String? = nil, names: Int = 5
  ) {
    let end = rect.column + rect.columns
    var column = rect.column + 1
    let time = Numbers.duration(entry.seconds).padded(left: 4)
    column += canvas.text(time, column, row, Style(.muted), width: max(0, end - column)) + 1
    let lane = entry.lane.flatMap { name in state.lanes.firstIndex { $0.info.name == name } }
    column += canvas.text(
      (entry.lane ?? "all").padded(right: names), column, row,
      Style(lane.map { .lane($0) } ?? .standard, bold: lane != nil), width: max(0, end - column))
    column += 1
    canvas.text(text ?? entry.text, column, row, style(entry.kind), width: max(0, end - column))
  }

  private static func style(_ kind: LogEntry.Kind) -> Style {
    switch kind {
    case .note, .ended: return Style()
    case .improved: return Style(.good)
    case .intervention: return Style(bold: true)
    case .earlyStop, .warning: return Style(.warning, bold: true)
    case .rejected, .diverged: return Style(.bad, bold: true)
    }
  }
}
