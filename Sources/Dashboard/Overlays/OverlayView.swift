import Telemetry

/// Overlays on the panes, in a centred frame.
package struct OverlayView {
  package let state: State

  package func draw(_ overlay: Overlay, into canvas: inout Canvas) {
    switch overlay {
    case .help(let scroll): help(scroll, &canvas)
    case .cells(let cursor, let chosen): cells(cursor, chosen, &canvas)
    case .presets(let cursor): presets(cursor, &canvas)
    case .confirmRestart: restart(&canvas)
    case .confirmRemoval(let lane): removal(lane, &canvas)
    case .divergence(let lane): divergence(lane, &canvas)
    case .fork(let cursor): fork(cursor, &canvas)
    case .value(let field): value(field, &canvas)
    }
  }

  /// Weights that could not be saved at the end: what to do about it.
  package func unsaved(_ unsaved: UnsavedSnapshot, into canvas: inout Canvas) {
    let width = min(96, canvas.bounds.columns)
    let most = max(1, canvas.bounds.rows - 7)
    let lines =
      Wrapping.lines(unsaved.reason, width: width - 4, limit: most) + [""]
      + [
        "r  try again",
        "o  save elsewhere: " + (unsaved.elsewhere.first ?? "no other place is known"),
        "q  leave without saving",
      ]
    let names = unsaved.lanes.joined(separator: ", ")
    let inner = open(
      &canvas, columns: width, rows: lines.count + 2, title: "Not saved: \(names)")
    for (i, line) in lines.prefix(inner.rows).enumerated() {
      canvas.text(line, inner.column + 1, inner.row + i, width: max(0, inner.columns - 2))
    }
  }

  private func open(
    _ canvas: inout Canvas, columns: Int, rows: Int, title: String, right: String = ""
  ) -> Rect {
    var room = canvas.bounds
    _ = room.takeBottom(1)
    let place = room.centered(columns: columns, rows: rows)
    canvas.fill(place)
    return canvas.frame(place, title: title, right: right, focused: true)
  }

  private func help(_ scroll: Int, _ canvas: inout Canvas) {
    let lines = HelpText.lines(state)
    let isLong = lines.count + 3 > canvas.bounds.rows
    let inner = open(
      &canvas, columns: HelpText.widest, rows: lines.count + 2, title: "Help",
      right: isLong ? "↓ more · Esc back" : "Esc back")
    let first = min(max(0, scroll), max(0, lines.count - inner.rows))
    for (i, line) in lines.dropFirst(first).prefix(inner.rows).enumerated() {
      let row = inner.row + i
      let width = max(0, inner.columns - 2)
      if line.isHeading || line.key.isEmpty {
        canvas.text(
          line.text, inner.column + 1, row, Style(bold: line.isHeading), width: width)
        continue
      }
      canvas.text(
        line.key, inner.column + 1, row,
        Style(line.isEnabled ? .accent : .muted, bold: line.isEnabled),
        width: width)
      canvas.text(
        line.text, inner.column + 1 + HelpText.indent, row,
        Style(line.isEnabled ? .standard : .muted), width: max(0, width - HelpText.indent))
    }
  }

  private func cells(_ cursor: Int, _ chosen: [Bool], _ canvas: inout Canvas) {
    let names = state.info?.cells ?? []
    let inner = open(&canvas, columns: 50, rows: names.count + 4, title: "Cells that run")
    for (i, name) in names.enumerated() where i < inner.rows {
      let isOn = chosen.indices.contains(i) && chosen[i]
      list(&canvas, inner, i, (isOn ? "[x] " : "[ ] ") + name, isChosen: i == cursor)
    }
    let text = "A newly chosen cell starts from step 0."
    if inner.rows > names.count + 1 {
      canvas.text(
        text, inner.column + 1, inner.row + inner.rows - 1, Style(.muted),
        width: max(0, inner.columns - 2))
    }
  }

  private func presets(_ cursor: Int, _ canvas: inout Canvas) {
    let presets = state.presets
    let inner = open(&canvas, columns: 86, rows: presets.count + 2, title: "Presets")
    let first = max(0, min(cursor - inner.rows / 2, presets.count - inner.rows))
    let width = presets.map { TextWidth.of($0.name) }.max() ?? 0
    for (i, preset) in presets.dropFirst(first).prefix(inner.rows).enumerated() {
      let text = preset.name.padded(right: min(24, width)) + "  " + preset.title
      list(&canvas, inner, i, text, isChosen: first + i == cursor)
    }
  }

  private func fork(_ cursor: Int, _ canvas: inout Canvas) {
    let changes = Forking.changes(state)
    let lane = state.selectedLanes.first.map { state.lanes[$0].info.name } ?? ""
    let inner = open(
      &canvas, columns: 64, rows: changes.count + 4, title: "Fork \(lane) with",
      right: "Enter choose · Esc back")
    let rows = max(0, inner.rows - 2)
    let first = max(0, min(cursor - rows / 2, changes.count - rows))
    for (i, change) in changes.dropFirst(first).prefix(rows).enumerated() {
      list(&canvas, inner, i, Forking.name(change, state), isChosen: first + i == cursor)
    }
    canvas.text(
      "A copy of the lane trains next to it, on the same batches.", inner.column + 1,
      inner.row + inner.rows - 1, Style(.muted), width: max(0, inner.columns - 2))
  }

  private func restart(_ canvas: inout Canvas) {
    let names = state.selectedLanes.map { state.lanes[$0].info.name }.joined(separator: ", ")
    ask(
      "Restart \(names)?", "The old curve stays, in grey.", "y restart · Esc back",
      title: "Restart", &canvas)
  }

  private func removal(_ lane: LaneID, _ canvas: inout Canvas) {
    let name = state.lanes.first { $0.info.id == lane }?.info.name ?? ""
    ask(
      "Remove \(name) for good?", "Its model file stays; u does not bring it back.",
      "y remove · Esc back", title: "Remove", &canvas)
  }

  private func divergence(_ id: LaneID, _ canvas: inout Canvas) {
    guard let lane = state.lanes.first(where: { $0.info.id == id }) else { return }
    let width = min(72, canvas.bounds.columns)
    var lines: [(String, Style)] = []
    func add(_ text: String, _ style: Style = Style()) {
      lines += Wrapping.lines(text, width: max(1, width - 4), limit: 4).map { ($0, style) }
    }
    add(LaneSentence.all(lane).first ?? "", Style(.bad, bold: true))
    let place = Recovery.step(lane).map { "its validation at step \(Numbers.grouped($0))" }
    // For a run in another process it is not known which states are kept.
    let condition = state.source == .recorded && lane.undo == nil ? " if it was kept" : ""
    add(
      "Enter: back to \(place ?? "its start")\(condition), half the learning rate, clip 1. "
        + "u undoes it.")
    add("Esc: leave it as it is; ! asks again.", Style(.muted))
    let inner = open(
      &canvas, columns: width, rows: lines.count + 2, title: "\(lane.info.name) diverged")
    for (i, (line, style)) in lines.prefix(inner.rows).enumerated() {
      canvas.text(line, inner.column + 1, inner.row + i, style, width: max(0, inner.columns - 2))
    }
  }

  private func ask(
    _ question: String, _ consequence: String, _ keys: String, title: String,
    _ canvas: inout Canvas
  ) {
    let width = max(52, TextWidth.of(question) + 4)
    let inner = open(&canvas, columns: width, rows: 5, title: title)
    let room = max(0, inner.columns - 2)
    for (i, line) in [question, consequence, keys].enumerated() where i < inner.rows {
      canvas.text(
        line, inner.column + 1, inner.row + i, Style(i == 0 ? .standard : .muted, bold: i == 0),
        width: room)
    }
  }

  /// The meaning of the value, the allowed values, the current one, and the typed text.
  private func value(_ field: ValueField, _ canvas: inout Canvas) {
    guard let index = state.settingIndex(field.key), let setting = state.info?.settings[index]
    else { return }
    let width = min(72, canvas.bounds.columns)
    let room = max(1, width - 4)
    var lines: [(String, Style)] = []
    func add(_ text: String, _ style: Style = Style(), limit: Int = 2) {
      lines += Wrapping.lines(text, width: room, limit: limit).map { ($0, style) }
    }
    add(setting.meaning, Style(.muted))
    if !setting.allowed.isEmpty { add("allowed: " + setting.allowed, Style(.muted)) }
    let lanes = state.selectedLanes
    let isOff = setting.switches && lanes.allSatisfy { state.setting(index, lane: $0)?.on == false }
    let names = lanes.map { state.lanes[$0].info.name }.joined(separator: ", ")
    let values = Settings.values(index, lanes, state)
    let off = setting.hasRungs == false ? "off, when on " : "off, strength "
    add("now: \(isOff ? off : "")\(values)")
    add(field.isForFork ? "for: a copy of \(names)" : "for: \(names)")
    lines.append(("", Style()))
    let place = lines.count
    lines.append(("value: " + field.text, Style(bold: true)))
    if let refusal = field.refusal {
      add("refused: " + refusal, Style(.bad, bold: true), limit: 3)
    } else {
      lines.append((field.isWaiting ? "requested" : "", Style(.warning)))
    }
    let keys = "Enter apply · Ctrl-U clear · Esc leave"
    let inner = open(
      &canvas, columns: width, rows: lines.count + 2, title: setting.label,
      right: TextWidth.of(keys) + TextWidth.of(setting.label) + 12 <= width ? keys : "Esc leave")
    // The typed text is visible at any height.
    let first = max(0, min(place + 2, lines.count) - inner.rows)
    for (i, (line, style)) in lines.dropFirst(first).prefix(inner.rows).enumerated() {
      let used = canvas.text(line, inner.column + 1, inner.row + i, style, width: room)
      if first + i == place {
        canvas.put(" ", inner.column + 1 + used, inner.row + i, Style(reverse: true))
      }
    }
  }

  private func list(
    _ canvas: inout Canvas, _ rect: Rect, _ index: Int, _ text: String, isChosen: Bool
  ) {
    if isChosen { canvas.put("▸", rect.column + 1, rect.row + index, Style(.accent, bold: true)) }
    canvas.text(
      text, rect.column + 3, rect.row + index, Style(bold: isChosen, reverse: isChosen),
      width: max(0, rect.columns - 4))
  }
}
