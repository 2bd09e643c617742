import Telemetry

/// Every setting of the session, one per row, with a cursor; below, details of the chosen one: its
/// meaning, each lane's value and the status of its last command, and the keys that work.
package struct SettingsList {
  package let state: State

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard let settings = state.info?.settings, !settings.isEmpty, rect.rows > 0 else { return }
    let order = state.settingOrder
    let cursor = min(max(0, state.settingCursor), settings.count - 1)
    let chosen = order[cursor]
    var body = rect
    // Room for the longest meaning, so that nothing moves with the cursor.
    let meanings = settings.map { Self.explanation($0, width: rect.columns - 2).count }.max() ?? 1
    let details = min(state.lanes.count + 3 + meanings, 14)
    if rect.rows >= details + 3 {
      // Right below the list if there is spare room.
      let rows = min(settings.count + 1, rect.rows - details)
      var rest = rect
      body = rest.takeTop(rows)
      body.rows = min(body.rows, max(1, rows - 1))
      detail(&canvas, rest.takeTop(details), chosen, settings[chosen], meanings: meanings)
    } else if rect.rows > 4 {
      let hint = body.takeBottom(2)
      keys(&canvas, hint.column + 1, hint.row + 1, settings[chosen], width: hint.columns - 1)
    }
    let columns = Columns(settings, state, width: rect.columns)
    let first = max(0, min(cursor - body.rows / 2, settings.count - body.rows))
    for (offset, index) in order.dropFirst(first).prefix(body.rows).enumerated() {
      row(
        &canvas, body, body.row + offset, index, settings[index], columns,
        isChosen: index == chosen)
    }
    guard settings.count > body.rows, rect.rows > body.rows else { return }
    more(
      &canvas, rect, body.row + body.rows, above: first,
      below: settings.count - first - body.rows)
  }

  /// "↑ 2 more  ↓ 4 more", in the blank row below the list.
  private func more(_ canvas: inout Canvas, _ rect: Rect, _ row: Int, above: Int, below: Int) {
    let width = max(0, rect.columns - 4)
    if above > 0 {
      canvas.text("↑ \(above) more", rect.column + 4, row, Style(.muted), width: width)
    }
    if below > 0 {
      canvas.text(
        "↓ \(below) more", rect.column + 16, row, Style(.muted), width: max(0, width - 12))
    }
  }

  private static func explanation(_ setting: SettingInfo, width: Int) -> [String] {
    Wrapping.lines(setting.label + ": " + setting.meaning, width: max(1, width), limit: 3)
  }

  /// Starts and widths of the list's columns.
  private struct Columns {
    static let label = 4
    let value: Int
    let status: Int
    /// Nil if there is no room for it.
    let meaning: Int?

    init(_ settings: [SettingInfo], _ state: State, width: Int) {
      let labels = settings.map { TextWidth.of($0.label) }.max() ?? 0
      let values = settings.indices.map { SettingsList.valueWidth($0, settings[$0], state) }
      // Values are numbers and come first.
      let room = width - Self.label - 4 - min(values.max() ?? 0, width / 2)
      value = Self.label + max(6, min(26, labels, room)) + 2
      status = value + max(12, values.max() ?? 0) + 2
      let rest = status + 17
      meaning = width - rest >= 30 ? rest : nil
    }
  }

  private static func valueWidth(_ index: Int, _ setting: SettingInfo, _ state: State) -> Int {
    values(index, setting, state).reduce(-2) { $0 + TextWidth.of($1.text) + 2 }
  }

  private struct Value {
    var text: String
    var style: Style
  }

  /// "ON 0.5", or each lane's value if they differ: "● ON 0.5  ▲ off 0.5".
  private static func values(_ index: Int, _ setting: SettingInfo, _ state: State) -> [Value] {
    let lanes = state.selectedLanes.filter { state.lanes[$0].phase != .off }
    let values = lanes.map { lane in
      (lane, state.setting(index, lane: lane) ?? SettingSnapshot(on: false, text: "-"))
    }
    guard let first = values.first?.1 else { return [] }
    if values.allSatisfy({ $0.1.on == first.on && $0.1.text == first.text }) {
      return [value(first, setting, mark: nil)]
    }
    return values.map { value($0.1, setting, mark: state.mark($0.0)) }
  }

  private static func value(
    _ snapshot: SettingSnapshot, _ setting: SettingInfo, mark lane: Unicode.Scalar?
  ) -> Value {
    let mark = lane.map { "\($0) " } ?? ""
    // Fixed width, so that strengths are aligned.
    let word = setting.switches ? (snapshot.on ? "ON  " : "off ") : lane == nil ? "    " : ""
    let isOn = snapshot.on && setting.switches
    let ink: Ink = isOn ? .good : setting.switches ? .muted : .standard
    return Value(text: mark + word + snapshot.text, style: Style(ink, bold: isOn))
  }

  private func row(
    _ canvas: inout Canvas, _ rect: Rect, _ row: Int, _ index: Int, _ setting: SettingInfo,
    _ columns: Columns, isChosen: Bool
  ) {
    let summary = SettingSummary(index, state)
    if isChosen { canvas.put("▸", rect.column, row, Style(.accent, bold: true)) }
    func text(_ text: String, at offset: Int, _ style: Style, to end: Int) {
      let width = min(end, rect.columns) - offset
      canvas.text(text, rect.column + offset, row, style, width: max(0, width))
    }
    text(setting.digit.map(String.init) ?? " ", at: 2, Style(.accent, bold: true), to: 3)
    text(
      setting.label, at: Columns.label, Style(bold: isChosen, reverse: isChosen),
      to: columns.value - 1)
    var offset = columns.value
    for value in Self.values(index, setting, state) {
      text(value.text, at: offset, value.style, to: columns.status - 1)
      offset += TextWidth.of(value.text) + 2
    }
    let room = min(columns.meaning ?? rect.columns, rect.columns) - columns.status
    let status = summary.shortStatuses.first { TextWidth.of($0) <= room } ?? ""
    text(
      status, at: columns.status, Style(summary.ink ?? .muted), to: columns.meaning ?? rect.columns)
    guard let meaning = columns.meaning else { return }
    text(setting.meaning, at: meaning, Style(.muted), to: rect.columns)
  }

  private func detail(
    _ canvas: inout Canvas, _ rect: Rect, _ index: Int, _ setting: SettingInfo, meanings: Int
  ) {
    let (start, width) = (rect.column + 1, max(0, rect.columns - 2))
    for column in start..<start + width { canvas.put("─", column, rect.row, Style(.muted)) }
    var row = rect.row + 1
    for (i, line) in Self.explanation(setting, width: width).enumerated() {
      canvas.text(line, start, row + i, width: width)
    }
    canvas.text(setting.label, start, row, Style(bold: true), width: width)
    row += meanings
    let names = state.lanes.map { TextWidth.of($0.info.name) }.max() ?? 0
    let last = rect.row + rect.rows - 2
    for (lane, snapshot) in state.lanes.enumerated() where row < last {
      let acts = state.selectedLanes.contains(lane)
      let ink: Ink = snapshot.phase == .off ? .muted : .lane(lane)
      canvas.put(canvas.mark(lane), start, row, Style(ink, bold: true))
      canvas.text(snapshot.info.name, start + 2, row, Style(ink, bold: acts), width: width - 2)
      let offset = 2 + min(12, names) + 2
      let value = state.setting(index, lane: lane).map { Self.value($0, setting, mark: nil) }
      if let value { canvas.text(value.text, start + offset, row, value.style, width: 16) }
      let (text, style) = status(index, setting, lane: lane, acts: acts)
      canvas.text(
        text, start + offset + 18, row, style, width: max(0, width - offset - 18))
      row += 1
    }
    keys(&canvas, start, rect.row + rect.rows - 1, setting, width: width)
  }

  /// The status of the last command to one lane, in full.
  private func status(
    _ index: Int, _ setting: SettingInfo, lane: Int, acts: Bool
  ) -> (String, Style) {
    let isRequested = state.requests.contains {
      $0.key == setting.key && ($0.lane == nil || $0.lane == state.lanes[lane].info.id)
    }
    if isRequested { return ("requested", Style(.warning)) }
    let other = acts ? "" : " · not selected"
    switch state.setting(index, lane: lane)?.status {
    case .applied(let step):
      return ("applied at step \(Numbers.grouped(step))" + other, Style(.muted))
    case .rejected(let reason): return ("rejected: " + reason, Style(.bad))
    default: return ("as in the preset" + other, Style(.muted))
    }
  }

  /// The keys that work on the chosen setting.
  private func keys(
    _ canvas: inout Canvas, _ column: Int, _ row: Int, _ setting: SettingInfo, width: Int
  ) {
    var keys = [("↑ ↓", "choose")]
    if state.whyNoCommands == nil {
      if setting.switches { keys.append(("Space", "toggle")) }
      if setting.hasRungs != false {
        keys.append(("< >", setting.switches ? "strength" : "less, more"))
      }
      keys.append(("Enter", "value"))
    }
    if state.lanes.count > 1 { keys.append(("[ ]", "lane")) }
    keys.append(("Esc", "back"))
    var offset = 0
    for (key, what) in keys {
      guard offset + TextWidth.of(key) + TextWidth.of(what) + 1 <= width else { return }
      offset += canvas.text(key, column + offset, row, Style(.accent, bold: true))
      offset += canvas.text(" " + what, column + offset, row, Style(.muted)) + 2
    }
  }
}
