import Telemetry

/// One picture of the dashboard. A new pane is one file and one line in `PaneRegistry`.
package protocol Pane: Sendable {
  var id: PaneID { get }
  /// The letter that brings it, shown before its title.
  var key: Character { get }
  /// What it shows, a sentence a line, for the help.
  var help: [String] { get }
  /// False while it has nothing to show: it is then neither drawn nor announced.
  func isAvailable(_ state: State) -> Bool
  /// Why it has nothing to show, where it has nothing.
  func whyUnavailable(_ state: State) -> String
  /// The name of what `v` shows instead of the usual view; nil: there is no other view.
  func otherView(_ state: State) -> String?
  /// Draws into a rectangle of any size, also none.
  func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext)
  /// What an arrow does while it has the focus: one column or row, ten rows, or to an end.
  func move(_ state: inout State, dx: Int, dy: Int)
  /// A word for that in the footer of its full screen.
  func arrows(_ state: State) -> String?
  /// True where it shows numbers that training does not need for itself.
  var usesDiagnostics: Bool { get }
}

extension Pane {
  package func isAvailable(_ state: State) -> Bool { !state.lanes.isEmpty }

  package func whyUnavailable(_ state: State) -> String { "nothing trains yet" }

  package func otherView(_ state: State) -> String? { nil }

  /// Where there is nothing to move in, arrows choose the lane.
  package func move(_ state: inout State, dx: Int, dy: Int) {
    Navigation.moveLane(&state, dx: dx, dy: dy)
  }

  package func arrows(_ state: State) -> String? { nil }

  package var usesDiagnostics: Bool { false }
}

/// A pane's name, as its title and the help say it; each pane's file adds its own.
package struct PaneID: Sendable, Hashable {
  package let name: String

  package init(_ name: String) { self.name = name }
}

/// What a pane may look at while it draws.
package struct PaneContext: Sendable {
  package let state: State
  package let isFocused: Bool
  package let isFullScreen: Bool

  package init(state: State, isFocused: Bool, isFullScreen: Bool) {
    self.state = state
    self.isFocused = isFocused
    self.isFullScreen = isFullScreen
  }
}
