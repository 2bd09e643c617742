import Telemetry

/// All that the dashboard knows; `update` is the only place where it changes.
package struct State: Sendable {
  package var size: Size
  package var capabilities: Capabilities
  /// Names and titles of the presets that `p` offers.
  package var presets: [PresetChoice]
  package var snapshot: SessionSnapshot

  package init(size: Size, capabilities: Capabilities, presets: [PresetChoice]) {
    self.size = size
    self.capabilities = capabilities
    self.presets = presets
    snapshot = SessionSnapshot(phase: .preparing("starting"))
  }
}

package struct PresetChoice: Sendable, Equatable {
  package var name: String
  package var title: String

  package init(name: String, title: String) {
    self.name = name
    self.title = title
  }
}

/// - Returns: what the program around the dashboard is asked to do.
package func update(_ state: inout State, _ message: Message) -> [Effect] {
  []
}

/// A pure function of the state: the same state gives the same frame.
package func render(_ state: State) -> Screen {
  Screen(size: state.size)
}

/// The foreground or background colour of an ink on a terminal, as an ncurses colour number; nil is
/// the terminal's own.
package enum Palette {
  package static func color(_ ink: Ink, colors: Capabilities.Colors) -> Int? { nil }
}
