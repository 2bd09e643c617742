/// The help: every key, and what the focused pane shows.
package enum HelpText {
  package struct Line: Equatable {
    package var key: String
    package var text: String
    package var isHeading = false
    /// Works now.
    package var isEnabled = true
  }

  package static func lines(_ state: State) -> [Line] {
    var lines: [Line] = []
    if let pane = PaneRegistry.pane(state.focus) {
      lines.append(Line(key: "", text: "This pane: " + pane.id.name, isHeading: true))
      lines += pane.help.map { Line(key: "", text: $0) }
      if let other = pane.otherView { lines.append(Line(key: "", text: "v: \(other).")) }
      if pane.usesDiagnostics, let share = DiagnosticsShare.percent(state.lanes) {
        let text = "The numbers of Gradient, Layers and Gates cost \(share) of the training time."
        lines.append(Line(key: "", text: text))
      }
      lines.append(Line(key: "", text: ""))
    }
    lines.append(Line(key: "", text: "Keys", isHeading: true))
    let isSweep = state.snapshot.sweep != nil
    for binding in KeyBindings.all where !(isSweep && binding.actsOnTraining) {
      let why = binding.whyDisabled(state)
      let text = binding.help + (why.map { " - now: " + $0 } ?? "")
      lines.append(Line(key: binding.name, text: text, isEnabled: why == nil))
      if binding.name == "1-9" {
        let settings = state.settingOrder.compactMap { state.info?.settings[$0] }
        for setting in settings {
          guard let digit = setting.digit else { continue }
          let text = "  \(digit)  \(setting.label) - \(setting.meaning)"
          lines.append(Line(key: "", text: text.shortened(to: 100)))
        }
        let others = settings.count { $0.digit == nil }
        if others > 0 {
          let text = "  and \(others) more without a digit: R"
          lines.append(Line(key: "", text: text))
        }
      }
    }
    if let about = state.info?.about, !about.isEmpty {
      lines.append(Line(key: "", text: ""))
      lines.append(Line(key: "", text: isSweep ? "This sweep" : "This preset", isHeading: true))
      lines += Wrapping.lines(about, width: 98).map { Line(key: "", text: $0) }
    }
    if let notes = state.info?.dataNotes, !notes.isEmpty {
      lines.append(Line(key: "", text: ""))
      lines.append(Line(key: "", text: "Data", isHeading: true))
      lines += notes.map { Line(key: "", text: $0) }
    }
    return lines
  }
}
