import Telemetry

extension PaneID {
  package static let regularizers = PaneID("Regularizers")
}

/// Each setting with its digit, its strength, and the status of its last command.
package struct RegularizersPane: Pane {
  package let id = PaneID.regularizers
  package let key: Character = "R"
  package let help = [
    "A digit toggles its regularizer for the lanes named in the title; < and > change the strength",
    "of the one last toggled (underlined), ( and ) the learning rate. A change is requested, then",
    "applied at a step, or rejected with a reason. Settings without a digit are shown while they",
    "are on. Enter lists all settings and what they mean: arrows, Space, < >; there Enter opens a",
    "field for a value: type it, Enter applies it, Esc leaves.",
  ]

  package init() {}

  package func move(_ state: inout State, dx: Int, dy: Int, in rect: Rect?) {
    let last = max(0, (state.info?.settings.count ?? 0) - 1)
    state.settingCursor = min(max(0, state.settingCursor + dy), last)
  }

  package func arrows(_ state: State) -> String? { "choose" }

  package func isAvailable(_ state: State) -> Bool { !(state.info?.settings.isEmpty ?? true) }

  package func whyUnavailable(_ state: State) -> String {
    "this preset has no settings"
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    let marks = state.selectedLanes.map(state.mark)
    let applies = "applies to " + marks.map { String(Character($0)) }.joined(separator: " ")
    let count = state.info?.settings.count ?? 0
    let cursor = min(max(0, state.settingCursor), max(0, count - 1))
    let inner = canvas.frame(
      rect, key: key,
      title: context.isFullScreen ? "All settings · \(cursor + 1) of \(count)" : "Regularizers",
      right: applies, focused: context.isFocused)
    if context.isFullScreen {
      SettingsList(state: state).draw(into: &canvas, inner)
    } else {
      SettingsStrip(state: state).draw(into: &canvas, inner.inset(columns: 1, rows: 0))
    }
  }
}
