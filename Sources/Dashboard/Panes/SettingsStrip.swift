import Telemetry

/// The settings that have a digit, one after the other, as many as fit.
package struct SettingsStrip {
  package let state: State

  /// How much is said where not everything fits: the switches always come first.
  private enum Detail { case full, short, dense, bare }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard let info = state.info, rect.columns >= 10 else { return }
    for detail in [Detail.full, .short, .dense, .bare] {
      let (items, rows) = flow(info, rect, detail)
      if rows > rect.rows, detail != .bare { continue }
      for item in items where item.row < rect.rows {
        var column = rect.column + item.column
        for (text, style) in item.parts {
          let room = max(0, rect.column + rect.columns - column)
          column += canvas.text(text, column, rect.row + item.row, style, width: room)
        }
      }
      return
    }
  }

  /// The switches, and the learning rate, which has keys of its own.
  private static func shows(_ setting: SettingInfo) -> Bool {
    setting.digit != nil || setting.key == Settings.learningRate
  }

  private struct Item {
    var column: Int
    var row: Int
    var parts: [(String, Style)]
  }

  /// Items start at multiples of a slot, so that nothing jumps when a state changes.
  private func flow(_ info: SessionInfo, _ rect: Rect, _ detail: Detail) -> ([Item], rows: Int) {
    let slot = detail == .dense || detail == .bare ? 1 : 18
    var items: [Item] = []
    var (column, row) = (0, 0)
    for (index, setting) in info.settings.enumerated()
    where Self.shows(setting) {
      var summary = SettingSummary(index, state)
      if detail != .full { summary.shorten(toSign: detail == .bare) }
      let parts = Self.parts(setting, summary)
      let width = parts.reduce(0) { $0 + TextWidth.of($1.0) }
      if column > 0, column + width > rect.columns { (column, row) = (0, row + 1) }
      items.append(Item(column: column, row: row, parts: parts))
      column = (column + width + 2 + slot - 1) / slot * slot
    }
    return (items, row + 1)
  }

  /// "5 clip ON 0.5 · at step 1140".
  package static func parts(
    _ setting: SettingInfo, _ summary: SettingSummary
  ) -> [(String, Style)] {
    var parts: [(String, Style)] = []
    parts.append((setting.digit.map { String($0) + " " } ?? "", Style(.accent, bold: true)))
    let isOn = summary.state != .off || !setting.switches
    parts.append((setting.short, Style(bold: isOn && setting.switches)))
    if setting.switches {
      let word =
        switch summary.state {
        case .on: " ON"
        case .off: " off"
        case .mixed: " some"
        }
      parts.append((word, Style(isOn ? .good : .muted, bold: isOn)))
    }
    if isOn, !summary.text.isEmpty { parts.append((" " + summary.text, Style())) }
    if !summary.status.isEmpty {
      let ink: Ink = summary.isRejected ? .bad : summary.isRequested ? .warning : .muted
      let isSign = summary.status.unicodeScalars.count == 1
      parts.append(((isSign ? "" : " · ") + summary.status, Style(ink)))
    }
    return parts
  }

  /// All on one line: "1 L1 · 3 drop · 5 CLIP 0.5 · lr 0.001"; "…" was requested, "!" rejected.
  package func drawLine(into canvas: inout Canvas, _ rect: Rect) {
    guard let info = state.info, rect.rows > 0 else { return }
    var items: [(String, Style)] = []
    for (index, setting) in info.settings.enumerated()
    where Self.shows(setting) {
      var summary = SettingSummary(index, state)
      summary.shorten(toSign: true)
      let isOn = summary.state != .off || !setting.switches
      var text = setting.digit.map { String($0) + " " } ?? ""
      text += isOn && setting.switches ? setting.short.uppercased() : setting.short
      if isOn, !summary.text.isEmpty { text += " " + summary.text }
      text += summary.status
      let ink: Ink = summary.isRejected ? .bad : summary.isRequested ? .warning : .standard
      items.append((text, Style(ink, bold: isOn && setting.switches)))
    }
    let room = rect.columns - 2
    let width = items.reduce(0) { $0 + TextWidth.of($1.0) }
    let separators = [" · ", "  ", " "]
    let separator = separators.first { width + $0.unicodeScalars.count * (items.count - 1) <= room }
    var column = rect.column + 1
    for (i, (text, style)) in items.enumerated() {
      let left = max(0, rect.column + rect.columns - column)
      if i > 0 {
        column += canvas.text(separator ?? " ", column, rect.row, Style(.muted), width: left)
      }
      column += canvas.text(
        text, column, rect.row, style, width: max(0, rect.column + rect.columns - column))
    }
  }
}
