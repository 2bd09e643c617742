import Telemetry

/// All panes, in the order of Tab.
package enum PaneRegistry {
  package static let all: [any Pane] = [
    LossPane(),
    LanesPane(),
    EarlyStoppingPane(),
    GradientPane(),
    LayersPane(),
    GatesPane(),
    RegularizersPane(),
    OutputPane(),
    AttentionPane(),
    PositionsPane(),
    DataPane(),
    LogPane(),
  ]

  package static func pane(_ id: PaneID) -> (any Pane)? { all.first { $0.id == id } }

  package static func available(_ state: State) -> [any Pane] {
    all.filter { $0.isAvailable(state) }
  }
}
