import Telemetry

/// One picture of the dashboard. A new pane is one file and one line in `PaneRegistry`.
package protocol Pane: Sendable {
  var id: PaneID { get }
  /// The key that shows it, drawn before its title.
  var key: Character { get }
  /// Its description, in lines, for the help.
  var help: [String] { get }
  /// False while it has nothing to show: it is then neither drawn nor listed.
  func isAvailable(_ state: State) -> Bool
  /// Why it has nothing to show.
  func whyUnavailable(_ state: State) -> String
  /// The name of the alternative view, shown by `v`; nil: there is none.
  func otherView(_ state: State) -> String?
  /// Draws into a rectangle of any size, including empty.
  func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext)
  /// Moves while it has the focus: by one column or row, by ten rows, or to an end.
  /// - Parameter rect: where it is drawn, with its frame; nil: nowhere.
  func move(_ state: inout State, dx: Int, dy: Int, in rect: Rect?)
  /// A word for this move in the footer of the full screen.
  func arrows(_ state: State) -> String?
  /// True if it shows numbers that are only measured for display.
  var usesDiagnostics: Bool { get }
}

extension Pane {
  package func isAvailable(_ state: State) -> Bool { !state.lanes.isEmpty }

  package func whyUnavailable(_ state: State) -> String { "nothing is training yet" }

  package func otherView(_ state: State) -> String? { nil }

  /// In panes without a list or cursor, arrows choose the lane.
  package func move(_ state: inout State, dx: Int, dy: Int, in rect: Rect?) {
    state.moveLane(dx: dx, dy: dy)
  }

  package func arrows(_ state: State) -> String? { nil }

  package var usesDiagnostics: Bool { false }
}

/// Everything a pane may use while it draws.
package struct PaneContext: Sendable {
  package let state: State
  package let isFocused: Bool
  package let isFullScreen: Bool
  /// All panes of the frame.
  package let places: [PanePlace]

  package init(
    state: State, isFocused: Bool, isFullScreen: Bool, places: [PanePlace] = []
  ) {
    self.places = places
    self.state = state
    self.isFocused = isFocused
    self.isFullScreen = isFullScreen
  }
}

/// A pane's rectangle in a frame.
package struct PanePlace: Sendable, Equatable {
  package var pane: PaneID
  package var rect: Rect
}
