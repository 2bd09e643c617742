import Telemetry

/// The last line: an alert or a notice, else as many of the keys that work now as fit, the most
/// used first.
package enum FooterLine {
  package static func draw(_ state: State, into canvas: inout Canvas, _ rect: Rect) {
    guard rect.rows > 0, !state.isPicture else { return }
    let width = rect.columns - 2
    if let alert = state.snapshot.alert {
      canvas.text(
        "! " + alert, rect.column + 1, rect.row, Style(.bad, bold: true), width: width)
      return
    }
    if let notice = state.notice {
      canvas.text(notice.text, rect.column + 1, rect.row, Style(.warning, bold: true), width: width)
      return
    }
    var column = rect.column + 1
    for (name, label) in entries(state, width: width) {
      column += canvas.text(name, column, rect.row, Style(.accent, bold: true))
      column += canvas.text(" " + label, column, rect.row, Style(.muted)) + 2
    }
  }

  /// Names of keys and their actions; help and quit are always included.
  package static func entries(_ state: State, width: Int) -> [(String, String)] {
    var shown: [(String, String)] = []
    func columns(_ entry: (String, String)) -> Int {
      TextWidth.of(entry.0) + TextWidth.of(entry.1) + 3
    }
    if state.overlay != nil { return overlay(state) }
    // For a record the header shows how the run ended.
    if state.snapshot.phase == .done, ![.recorded, .runs].contains(state.source) {
      shown.append(("done", "·"))
    }
    let working = KeyBindings.of(state).filter { $0.whyDisabled(state) == nil }
    func entries(at place: KeyBinding.FooterPlace) -> [(String, String)] {
      working.filter { $0.footerPlace == place }.compactMap { $0.footer(state) }
    }
    let always = entries(at: .always)
    var room = width + 2 - shown.reduce(0) { $0 + columns($1) }
    room -= always.reduce(0) { $0 + columns($1) }
    // Keys for after the end come first, then those that move in a full-screen pane.
    for entry in entries(at: .first) + entries(at: .inTurn) {
      guard columns(entry) <= room else { continue }
      shown.append(entry)
      room -= columns(entry)
    }
    return shown + always
  }

  private static func overlay(_ state: State) -> [(String, String)] {
    switch state.overlay {
    case .help: return [("arrows", "move"), ("Esc", "back")]
    case .fork: return [("arrows", "choose"), ("Enter", "take"), ("Esc", "back")]
    case .cells: return [("Space", "toggle"), ("Enter", "apply"), ("Esc", "back")]
    case .presets: return [("Enter", "open"), ("Esc", "back")]
    case .divergence: return [("Enter", "go back"), ("Esc", "leave it")]
    case .confirmRemoval: return [("y", "remove"), ("Esc", "back")]
    case .confirmRestart: return [("y", "restart"), ("Esc", "back")]
    case .value: return [("Enter", "apply"), ("Ctrl-U", "clear"), ("Esc", "leave")]
    case nil: return []
    }
  }
}
