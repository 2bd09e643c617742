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
      lines.append(Line(key: "", text: "This pane: " + name(state.focus), isHeading: true))
      lines += pane.help.map { Line(key: "", text: $0) }
      lines.append(Line(key: "", text: ""))
    }
    lines.append(Line(key: "", text: "Keys", isHeading: true))
    for binding in KeyBindings.all {
      let why = binding.whyDisabled(state)
      let text = binding.help + (why.map { " - now: " + $0 } ?? "")
      lines.append(Line(key: binding.name, text: text, isEnabled: why == nil))
      if binding.name == "1-9" {
        for setting in state.info?.settings ?? [] {
          guard let digit = setting.digit else { continue }
          lines.append(Line(key: "", text: "  \(digit)  \(setting.label) - \(setting.meaning)"))
        }
      }
    }
    if let about = state.info?.about, !about.isEmpty {
      lines.append(Line(key: "", text: ""))
      lines.append(Line(key: "", text: "This preset", isHeading: true))
      lines += Wrapping.lines(about, width: 98).map { Line(key: "", text: $0) }
    }
    if let notes = state.info?.dataNotes, !notes.isEmpty {
      lines.append(Line(key: "", text: ""))
      lines.append(Line(key: "", text: "Data", isHeading: true))
      lines += notes.map { Line(key: "", text: $0) }
    }
    return lines
  }

  private static func name(_ pane: PaneID) -> String {
    switch pane {
    case .loss: return "Loss"
    case .lanes: return "Lanes"
    case .earlyStopping: return "Early stopping"
    case .gradient: return "Gradient"
    case .regularizers: return "Regularizers"
    case .output: return "Output"
    case .log: return "Log"
    }
  }
}
