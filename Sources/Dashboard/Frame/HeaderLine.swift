import Telemetry

/// The first line: the session, its state and its progress.
package enum HeaderLine {
  package static func draw(_ state: State, into canvas: inout Canvas, _ rect: Rect) {
    guard rect.rows > 0 else { return }
    let indent = rect.columns >= 100 ? 1 : 0
    var (sign, style) = phase(state)
    // With little room the sign alone shows it.
    let timeline = state.snapshot.timeline
    if rect.columns < 100, timeline == nil, state.snapshot.phase == .training, !state.isLeaving {
      sign = "▶"
    }
    var facts = progress(state, columns: rect.columns)
    if let age = timeline.flatMap(RecordHeader.age) { facts.insert(age, at: 0) }
    // Progress comes first, the names take the rest.
    let gap = rect.columns >= 100 ? "   " : "  "
    func right(_ facts: [String]) -> String { ([sign] + facts).joined(separator: gap) }
    while facts.count > 1, TextWidth.of(right(facts)) > rect.columns - 8 {
      // The first and the last are the most useful.
      facts.remove(at: max(1, facts.count - 2))
    }
    let joined = facts.joined(separator: gap)
    let end = rect.column + rect.columns - indent
    let rightWidth = min(TextWidth.of(right(facts)), max(0, rect.columns - 8))
    let start = max(rect.column, end - rightWidth)
    let used = canvas.text(sign, start, rect.row, style, width: rightWidth)
    canvas.text(gap + joined, start + used, rect.row, width: max(0, rightWidth - used))

    var column = rect.column + indent
    let room = start - column - 2
    column += canvas.text(
      "rnn-tui", column, rect.row, Style(.accent, bold: true), width: max(0, min(room, 7)))
    guard let info = state.info else { return }
    let left = start - 2 - column
    let gapBefore = indent > 0 ? "  " : " "
    // The data's first words, or only the preset, if not everything fits.
    let data = info.data.prefix { $0 != "," }
    let names = [info.preset + " · " + info.data, info.preset + " · " + data, info.preset]
    let name = names.first { TextWidth.of($0) + gapBefore.utf8.count <= left } ?? info.preset
    // The first letter or two would be useless.
    guard left >= 6 || TextWidth.of(gapBefore + name) <= left else { return }
    canvas.text(gapBefore + name, column, rect.row, width: left)
  }

  private static func phase(_ state: State) -> (String, Style) {
    if state.isLeaving { return ("saving · Ctrl-C: save only", Style(.warning, bold: true)) }
    if let timeline = state.snapshot.timeline { return RecordHeader.sign(timeline, state) }
    switch state.snapshot.phase {
    case .preparing: return ("preparing…", Style(.muted))
    case .training:
      return (state.source == .runs ? "▶ watching" : "▶ training", Style(.good, bold: true))
    case .paused: return ("⏸ paused", Style(.warning, bold: true))
    case .done: return (state.source == .runs ? "ended" : "done", Style(.good, bold: true))
    case .failed: return ("failed", Style(.bad, bold: true))
    }
  }

  /// Fixed widths, so that nothing jumps.
  private static func progress(_ state: State, columns: Int) -> [String] {
    let isShort = columns < 100
    guard !state.lanes.isEmpty else { return [] }
    if let sweep = state.snapshot.sweep { return trials(sweep, state, isShort: isShort) }
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
    // Elsewhere in a record the step is shown earlier in the line.
    let isElsewhere = state.snapshot.timeline?.isAtEnd == false
    if columns >= 56, !isElsewhere {
      // A record whose curves go further than its newest picture has a later step.
      let later = state.snapshot.timeline.flatMap { $0.step < $0.lastStep ? $0.lastStep : nil }
      facts.append("step " + Numbers.grouped(later ?? step))
    }
    if !isShort, let pictured = state.snapshot.timeline.flatMap(RecordHeader.pictured) {
      facts.append(pictured)
    }
    if let pace = state.snapshot.pace, columns >= 66 { facts.append("pace \(pace)/s") }
    if columns >= 70 { facts.append(Numbers.duration(state.snapshot.seconds)) }
    if let left = state.snapshot.secondsLeft, state.snapshot.phase != .done {
      facts.append("left " + Numbers.duration(left))
    }
    return facts
  }

  /// The trials of a sweep, instead of epochs and steps.
  private static func trials(_ sweep: SweepSnapshot, _ state: State, isShort: Bool) -> [String] {
    let all = String(sweep.trials)
    let done = String(sweep.done + sweep.failed).padded(left: all.utf8.count)
    var facts = [isShort ? "trials \(done)/\(all)" : "\(done) of \(all) trials"]
    if sweep.failed > 0 { facts.append("\(sweep.failed) failed") }
    facts.append(Numbers.duration(state.snapshot.seconds))
    if let left = state.snapshot.secondsLeft { facts.append("left " + Numbers.duration(left)) }
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
