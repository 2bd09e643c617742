import Telemetry

/// A pure function of the state: the same state gives the same frame.
///
/// - Parameter record: collects texts that are cut or covered.
package func render(_ state: State, record: DrawingRecord? = nil) -> Screen {
  var canvas = Canvas(
    size: state.size, capabilities: state.capabilities, seats: state.lanes.map(\.info.seat),
    record: record)
  let layout = Layout(state)
  if layout.kind == .tooSmall {
    tooSmall(state, &canvas)
    return canvas.screen
  }
  HeaderLine.draw(state, into: &canvas, layout.header)
  let isQuiet = state.lanes.isEmpty || isFailed(state)
  if isQuiet {
    firstFrame(state, &canvas)
  } else {
    panes(state, layout, &canvas)
  }
  if !isQuiet { BannerView.draw(state, layout, into: &canvas) }
  FooterLine.draw(state, into: &canvas, layout.footer)
  if let overlay = state.overlay { OverlayView(state: state).draw(overlay, into: &canvas) }
  if let unsaved = state.snapshot.unsaved {
    OverlayView(state: state).unsaved(unsaved, into: &canvas)
  }
  return canvas.screen
}

private func isFailed(_ state: State) -> Bool {
  if case .failed = state.snapshot.phase { return true }
  return false
}

private func panes(_ state: State, _ layout: Layout, _ canvas: inout Canvas) {
  for place in layout.places {
    let context = PaneContext(
      state: state, isFocused: state.focus == place.pane,
      isFullScreen: layout.kind == .single, places: layout.places)
    PaneRegistry.pane(place.pane)?.draw(into: &canvas, place.rect, context)
  }
  if let table = layout.table {
    LaneTable(state: state, isFocused: state.focus == .lanes).draw(into: &canvas, table)
    // Without a frame there is no title that could show the key.
    if let key = PaneRegistry.pane(.lanes)?.key, !table.isEmpty {
      canvas.text(
        String(key), table.column + 1, table.row, Style(.accent, bold: true, underline: true))
    }
  }
  if let strip = layout.strip { SettingsStrip(state: state).drawLine(into: &canvas, strip) }
  if let verdict = layout.verdict { VerdictLine.draw(state, into: &canvas, verdict) }
  let suspects = SuspectsLine(state)
  if let place = layout.suspects { suspects.draw(into: &canvas, place) }
  guard let line = layout.logLine, layout.suspects != line || suspects.items.isEmpty else { return }
  if let entry = state.snapshot.log.last {
    LogPane.line(entry, state, into: &canvas, line, line.row)
  }
}

/// While the data is prepared, or when the session could not start.
private func firstFrame(_ state: State, _ canvas: inout Canvas) {
  let body = canvas.bounds.inset(columns: 2, rows: 2)
  var lines: [(String, Style)] = []
  switch state.snapshot.phase {
  case .failed(let reason):
    lines.append(("This session cannot continue", Style(.bad, bold: true)))
    lines.append(("", Style()))
    let room = max(1, body.rows - lines.count)
    for line in Wrapping.lines(reason, width: min(76, body.columns), limit: room) {
      lines.append((line, Style()))
    }
  case .preparing(let what):
    lines.append((state.info?.title ?? "rnn-tui", Style(.accent, bold: true)))
    lines.append(("", Style()))
    lines.append((what + " …", Style(.muted)))
  default:
    lines.append(("waiting for the first lane …", Style(.muted)))
  }
  let place = body.centered(columns: body.columns, rows: lines.count)
  for (i, (line, style)) in lines.prefix(place.rows).enumerated() {
    let width = min(TextWidth.of(line), body.columns)
    canvas.text(
      line, body.column + (body.columns - width) / 2, place.row + i, style, width: width)
  }
}

private func tooSmall(_ state: State, _ canvas: inout Canvas) {
  let size = state.size
  let progress =
    state.snapshot.sweep.map { "the sweep goes on, \($0.done + $0.failed) of \($0.trials) trials" }
    ?? "training goes on, epoch \(HeaderLine.epoch(state))"
  let text =
    "rnn-tui needs \(Layout.leastColumns) x \(Layout.leastRows) (now \(size.columns) x \(size.rows)) - "
    + progress
  let lines = Wrapping.lines(text, width: max(1, size.columns), limit: size.rows)
  for (i, line) in lines.enumerated() {
    canvas.text(line, 0, i, width: max(0, size.columns))
  }
}
