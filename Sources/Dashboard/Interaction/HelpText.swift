/// The help: every key, and a description of the focused pane.
package enum HelpText {
  package struct Line: Equatable {
    package var key: String
    package var text: String
    package var isHeading = false
    /// True if it works now.
    package var isEnabled = true
  }

  package static func lines(_ state: State) -> [Line] {
    var lines: [Line] = []
    if let pane = PaneRegistry.pane(state.focus) {
      lines.append(Line(key: "", text: "This pane: " + pane.id.name, isHeading: true))
      lines += paragraphs(pane.help).map { Line(key: "", text: $0) }
      if let other = pane.otherView(state) { lines.append(Line(key: "", text: "v: \(other).")) }
      if pane.usesDiagnostics, let share = DiagnosticsShare.percent(state.lanes) {
        let text = "The numbers of Gradient, Layers and Gates cost \(share) of the training time."
        lines.append(Line(key: "", text: text))
      }
      lines.append(Line(key: "", text: ""))
    }
    lines.append(Line(key: "", text: "Keys", isHeading: true))
    if [.recorded, .runs].contains(state.source), let why = state.whyNoCommands {
      let text = "Keys that change the training do nothing here: \(why)."
      lines.append(Line(key: "", text: text))
    }
    let isSweep = state.source == .sweep
    let available = Set(PaneRegistry.available(state).map(\.id))
    for binding in KeyBindings.of(state) {
      // Keys that never work here are omitted.
      if binding.actsOnTraining, state.source != .live, !state.isAtTheTrainer { continue }
      if isSweep, binding.pane.map({ !available.contains($0) }) == true { continue }
      let why = binding.whyDisabled(state)
      let text = binding.help + (why.map { " - now: " + $0 } ?? "")
      lines.append(Line(key: binding.name, text: text, isEnabled: why == nil))
      lines += binding.details(state).map { Line(key: "", text: "  " + $0) }
    }
    if let about = state.info?.about, !about.isEmpty {
      lines.append(Line(key: "", text: ""))
      lines.append(Line(key: "", text: isSweep ? "This sweep" : "This preset", isHeading: true))
      lines.append(Line(key: "", text: about))
    }
    if let notes = state.info?.dataNotes, !notes.isEmpty {
      lines.append(Line(key: "", text: ""))
      lines.append(Line(key: "", text: "Data", isHeading: true))
      lines += notes.map { Line(key: "", text: $0) }
    }
    return lines.flatMap { wrapped($0, width: width(state)) }
  }

  /// Columns of the text between the frame's edges.
  private static func width(_ state: State) -> Int { max(30, min(widest, state.size.columns) - 4) }

  /// The most columns of the surrounding frame.
  package static let widest = 104
  /// The column where the text next to a key begins.
  package static let indent = 14

  private static func wrapped(_ line: Line, width: Int) -> [Line] {
    let room = line.key.isEmpty ? width : width - indent
    return Wrapping.lines(line.text, width: room).enumerated().map { i, text in
      var part = line
      part.text = text
      if i > 0, !line.key.isEmpty { part.key = " " }
      return part
    }
  }

  /// Joins lines into paragraphs, each up to a line that ends with a full stop.
  private static func paragraphs(_ lines: [String]) -> [String] {
    var paragraphs: [String] = []
    var isOpen = false
    for line in lines {
      if isOpen, let last = paragraphs.popLast() {
        paragraphs.append(last + " " + line)
      } else {
        paragraphs.append(line)
      }
      isOpen = !line.hasSuffix(".")
    }
    return paragraphs
  }
}
