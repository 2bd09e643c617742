import Telemetry

/// Every setting of the session, one a row, with a cursor.
package struct SettingsList {
  package let state: State

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard let settings = state.info?.settings, rect.rows > 0 else { return }
    var body = rect
    let hint = body.takeBottom(rect.rows > 4 ? 2 : 0)
    let cursor = min(max(0, state.settingCursor), settings.count - 1)
    let first = max(0, min(cursor - body.rows / 2, settings.count - body.rows))
    for (offset, index) in (first..<settings.count).prefix(body.rows).enumerated() {
      row(&canvas, body, body.row + offset, index, settings[index], isChosen: index == cursor)
    }
    if hint.rows == 2, settings.indices.contains(cursor) {
      let text = "↑ ↓ choose · Space switches · < > strength · Esc back"
      canvas.text(text, hint.column + 1, hint.row + 1, Style(.muted), width: hint.columns - 1)
    }
  }

  private func row(
    _ canvas: inout Canvas, _ rect: Rect, _ row: Int, _ index: Int, _ setting: SettingInfo,
    isChosen: Bool
  ) {
    let summary = SettingSummary(index, state)
    let end = rect.column + rect.columns
    if isChosen { canvas.put("▸", rect.column, row, Style(.accent, bold: true)) }
    func text(_ text: String, at offset: Int, _ style: Style, width: Int) {
      let column = rect.column + offset
      canvas.text(text, column, row, style, width: max(0, min(width, end - column)))
    }
    text(setting.digit.map(String.init) ?? " ", at: 2, Style(.accent, bold: true), width: 1)
    text(setting.label, at: 4, Style(bold: isChosen, reverse: isChosen), width: 24)
    let isOn = summary.state != .off
    if setting.switches {
      let word = summary.state == .mixed ? "some" : isOn ? "ON" : "off"
      text(word, at: 29, Style(isOn ? .good : .muted, bold: isOn), width: 4)
    }
    text(summary.text, at: 34, Style(isOn || !setting.switches ? .standard : .muted), width: 9)
    if rect.columns >= 100 {
      text(setting.meaning, at: 44, Style(.muted), width: 30)
    }
    let ink: Ink = summary.isRejected ? .bad : summary.status == "requested" ? .warning : .muted
    text(summary.status, at: rect.columns >= 100 ? 76 : 44, Style(ink), width: 60)
  }
}
