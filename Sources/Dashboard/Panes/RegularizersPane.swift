import Telemetry

/// Each setting with its digit, its strength, and what became of its last command.
package struct RegularizersPane: Pane {
  package let id = PaneID.regularizers
  package let help = [
    "A digit switches its regularizer for the lanes named in the title; < and > change the strength",
    "of the one last switched, ( and ) the learning rate. A change is requested, then applied at a",
    "step, or rejected with a reason. Enter lists all settings: arrows, Space, < >.",
  ]

  package init() {}

  package func isAvailable(_ state: State) -> Bool { !(state.info?.settings.isEmpty ?? true) }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    let marks = state.selectedLanes.map(Glyphs.mark)
    let applies = "applies to " + marks.map { String(Character($0)) }.joined(separator: " ")
    let inner = canvas.frame(
      rect, title: context.isFullScreen ? "All settings" : "Regularizers", right: applies,
      focused: context.isFocused)
    if context.isFullScreen {
      SettingsList(state: state).draw(into: &canvas, inner)
    } else {
      SettingsStrip(state: state).draw(into: &canvas, inner.inset(columns: 1, rows: 0))
    }
  }
}

/// What a setting is now, over the lanes that a command would act on.
package struct SettingSummary: Equatable {
  package enum Switch: Equatable { case on, off, mixed }
  package var state: Switch
  /// The strength, or "…" where lanes differ.
  package var text: String
  /// "requested", "at step 1140", "rejected: ...", or empty.
  package var status: String
  package var isRejected = false

  package init(_ index: Int, _ state: State) {
    let settings = state.selectedLanes.compactMap { state.setting(index, lane: $0) }
    let on = settings.count { $0.on }
    self.state = on == 0 ? .off : on == settings.count ? .on : .mixed
    let texts = Set(settings.map(\.text))
    text = texts.count == 1 ? texts.first ?? "" : texts.isEmpty ? "" : "…"
    status = ""
    let key =
      state.info?.settings.indices.contains(index) == true ? state.info?.settings[index].key : nil
    if let key, state.isRequested(key) {
      status = "requested"
      return
    }
    var newest = -1
    for setting in settings {
      switch setting.status {
      case .rejected(let reason):
        (status, isRejected) = ("rejected: " + reason, true)
        return
      case .applied(let step) where step > newest:
        newest = step
        status = "at step " + Numbers.grouped(step)
      default: break
      }
    }
  }
}

/// The settings that have a digit, one after the other, as many as fit.
package struct SettingsStrip {
  package let state: State

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard let info = state.info, rect.columns >= 10 else { return }
    var (column, row) = (rect.column, rect.row)
    let last = rect.column + rect.columns
    let slot = 18
    for (index, setting) in info.settings.enumerated()
    where setting.digit != nil || !setting.switches {
      let summary = SettingSummary(index, state)
      let parts = Self.parts(setting, summary)
      let width = parts.reduce(0) { $0 + TextWidth.of($1.0) }
      if column > rect.column, column + width > last { (column, row) = (rect.column, row + 1) }
      guard row < rect.row + rect.rows else { return }
      var end = column
      for (text, style) in parts {
        end += canvas.text(text, end, row, style, width: max(0, last - end))
      }
      // Items start at multiples of a slot, so that nothing jumps when a state changes.
      let used = end - rect.column + 1
      column = rect.column + (used + slot - 1) / slot * slot
    }
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
      let word = ["on": " ON", "off": " off", "mixed": " some"][name(summary.state)] ?? ""
      parts.append((word, Style(isOn ? .good : .muted, bold: isOn)))
    }
    if isOn, !summary.text.isEmpty { parts.append((" " + summary.text, Style())) }
    if !summary.status.isEmpty {
      let ink: Ink = summary.isRejected ? .bad : summary.status == "requested" ? .warning : .muted
      parts.append((" · " + summary.status, Style(ink)))
    }
    return parts
  }

  private static func name(_ state: SettingSummary.Switch) -> String {
    switch state {
    case .on: return "on"
    case .off: return "off"
    case .mixed: return "mixed"
    }
  }

  /// All on one line, without status: "1 L1 · 3 drop · 5 CLIP 0.5 · lr 0.001".
  package func drawLine(into canvas: inout Canvas, _ rect: Rect) {
    guard let info = state.info, rect.rows > 0 else { return }
    var column = rect.column + 1
    let last = rect.column + rect.columns
    for (index, setting) in info.settings.enumerated()
    where setting.digit != nil || !setting.switches {
      let summary = SettingSummary(index, state)
      let isOn = summary.state != .off || !setting.switches
      var text = setting.digit.map { String($0) + " " } ?? ""
      text += isOn && setting.switches ? setting.short.uppercased() : setting.short
      if isOn, !summary.text.isEmpty { text += " " + summary.text }
      let isWaiting = summary.status == "requested"
      if isWaiting { text += " requested" }
      if summary.isRejected { text += " rejected" }
      let separator = column > rect.column + 1 ? " · " : ""
      guard column + TextWidth.of(separator + text) <= last else { continue }
      column += canvas.text(separator, column, rect.row, Style(.muted))
      let ink: Ink = summary.isRejected ? .bad : isWaiting ? .warning : .standard
      column += canvas.text(text, column, rect.row, Style(ink, bold: isOn && setting.switches))
    }
  }
}
