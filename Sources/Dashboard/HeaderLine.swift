import Telemetry

/// The first line: what runs, whether it runs, how far it is.
package enum HeaderLine {
  package static func draw(_ state: State, into canvas: inout Canvas, _ rect: Rect) {
    guard rect.rows > 0 else { return }
    let indent = rect.columns >= 100 ? 1 : 0
    let (sign, style) = phase(state)
    let facts = progress(state, isShort: rect.columns < 100)
    // Progress has the first claim, the names take what is left.
    let gap = rect.columns >= 100 ? "   " : "  "
    let joined = facts.joined(separator: gap)
    let right = sign + (joined.isEmpty ? "" : gap + joined)
    let end = rect.column + rect.columns - indent
    let rightWidth = min(TextWidth.of(right), max(0, rect.columns - 8))
    let start = max(rect.column, end - rightWidth)
    let used = canvas.text(sign, start, rect.row, style, width: rightWidth)
    canvas.text(gap + joined, start + used, rect.row, width: max(0, rightWidth - used))

    var column = rect.column + indent
    let room = start - column - 2
    column += canvas.text(
      "rnn-tui", column, rect.row, Style(.accent, bold: true), width: max(0, min(room, 7)))
    guard let info = state.info else { return }
    let name = (indent > 0 ? "  " : " ") + info.preset + " · " + info.data
    canvas.text(name, column, rect.row, width: max(0, start - 2 - column))
  }

  private static func phase(_ state: State) -> (String, Style) {
    switch state.snapshot.phase {
    case .preparing: return ("preparing…", Style(.muted))
    case .training: return ("▶ training", Style(.good, bold: true))
    case .paused: return ("⏸ paused", Style(.warning, bold: true))
    case .done: return ("done", Style(.good, bold: true))
    case .failed: return ("failed", Style(.bad, bold: true))
    }
  }

  /// Fixed widths, so that nothing jumps.
  private static func progress(_ state: State, isShort: Bool) -> [String] {
    guard !state.lanes.isEmpty else { return [] }
    let step = state.lanes.map(\.step).max() ?? 0
    let epoch = Self.epoch(state)
    var facts: [String] = []
    if let most = state.info?.maxEpochs {
      let width = String(most).utf8.count
      let now = String(epoch).padded(left: width)
      facts.append(isShort ? "epoch \(now)/\(most)" : "epoch \(now) of \(most)")
    } else {
      facts.append("epoch \(epoch)")
    }
    facts.append("step " + Numbers.grouped(step))
    facts.append(Numbers.duration(state.snapshot.seconds))
    if let left = state.snapshot.secondsLeft, state.snapshot.phase != .done {
      facts.append("left " + Numbers.duration(left))
    }
    return facts
  }

  /// The epoch that runs, counted from 1; the last one when all are done.
  package static func epoch(_ state: State) -> Int {
    let done = state.lanes.map(\.epoch).max() ?? 0
    let isRunning = state.snapshot.phase == .training || state.snapshot.phase == .paused
    let running = done + (isRunning ? 1 : 0)
    return min(running, state.info?.maxEpochs ?? running)
  }
}
