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
