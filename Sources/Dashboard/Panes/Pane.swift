import Telemetry

/// One picture of the dashboard. A new pane is one file and one line in `PaneRegistry`.
package protocol Pane: Sendable {
  var id: PaneID { get }
  /// What it shows, a sentence a line, for the help.
  var help: [String] { get }
  /// False while it has nothing to show: it is then neither drawn nor announced.
  func isAvailable(_ state: State) -> Bool
  /// Draws into a rectangle of any size, also none.
  func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext)
}

extension Pane {
  package func isAvailable(_ state: State) -> Bool { !state.lanes.isEmpty }
}

package enum PaneID: Int, Sendable, CaseIterable {
  case loss
  case lanes
  case earlyStopping
  case gradient
  case regularizers
  case output
  case log
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

/// Every pane there is, in the order of Tab.
package enum PaneRegistry {
  package static let all: [any Pane] = [
    LossPane(),
    LanesPane(),
    EarlyStoppingPane(),
    GradientPane(),
    RegularizersPane(),
    OutputPane(),
    LogPane(),
  ]

  package static func pane(_ id: PaneID) -> (any Pane)? { all.first { $0.id == id } }

  package static func available(_ state: State) -> [any Pane] {
    all.filter { $0.isAvailable(state) }
  }
}
