import Telemetry

/// Events and interventions, the newest on top; before the first key, what the preset is about.
package struct LogPane: Pane {
  package let id = PaneID.log
  package let help = [
    "What happened and what you changed, the newest on top, with the time since the start.",
    "Arrows move through older lines.",
  ]

  package init() {}

  package func isAvailable(_ state: State) -> Bool { true }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    if state.showsBanner, let about = state.info?.about, !about.isEmpty, !context.isFullScreen {
      let inner = canvas.frame(
        rect, title: "About", right: "any key: log", focused: context.isFocused)
      let width = inner.columns - 2
      for (i, line) in Wrapping.lines(about, width: width).prefix(inner.rows).enumerated() {
        canvas.text(line, inner.column + 1, inner.row + i, width: width)
      }
      return
    }
    let inner = canvas.frame(rect, title: "Log", focused: context.isFocused)
    let entries = state.snapshot.log
    let scroll = min(max(0, state.logScroll), max(0, entries.count - 1))
    for (i, entry) in entries.dropLast(scroll).reversed().prefix(inner.rows).enumerated() {
      Self.line(entry, state, into: &canvas, inner, inner.row + i)
    }
  }

  /// "0:26 all   5 clip 0.5 applied at step 1140".
  package static func line(
    _ entry: LogEntry, _ state: State, into canvas: inout Canvas, _ rect: Rect, _ row: Int
  ) {
    let end = rect.column + rect.columns
    var column = rect.column + 1
    let time = Numbers.duration(entry.seconds).padded(left: 4)
    column += canvas.text(time, column, row, Style(.muted), width: max(0, end - column)) + 1
    let lane = entry.lane.flatMap { name in state.lanes.firstIndex { $0.info.name == name } }
    column += canvas.text(
      (entry.lane ?? "all").padded(right: 5), column, row,
      Style(lane.map { .lane($0) } ?? .standard, bold: lane != nil), width: max(0, end - column))
    column += 1
    canvas.text(entry.text, column, row, style(entry.kind), width: max(0, end - column))
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
