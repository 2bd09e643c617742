import Telemetry

/// Recovery from a divergence, offered when a lane diverges and by `!`.
enum Recovery {
  static func hasDiverged(_ lane: LaneSnapshot) -> Bool {
    if case .diverged = lane.phase { true } else { false }
  }

  /// The first of the selected lanes that has diverged.
  static func lane(_ state: State) -> LaneID? {
    state.selectedLanes.first { hasDiverged(state.lanes[$0]) }.map { state.lanes[$0].info.id }
  }

  static let whyNot: @Sendable (State) -> String? = { state in
    if let why = Needs.lanes(state) { return why }
    if lane(state) != nil { return nil }
    return state.selectedLane == nil ? "no lane has diverged" : "the selected lane has not diverged"
  }

  /// The step of the last validation with a finite loss.
  static func step(_ lane: LaneSnapshot) -> Int? {
    lane.validationCurve.buckets.last { $0.count > 0 }?.lastStep
  }

  /// Asks when a lane has diverged, unless another overlay is open.
  static func offer(after old: SessionSnapshot, _ state: inout State) {
    guard state.overlay == nil, state.whyNoCommands == nil else { return }
    let new = state.lanes.first { lane in
      hasDiverged(lane)
        && old.lanes.contains { $0.info.id == lane.info.id && $0.phase == .training }
    }
    if let new { state.overlay = .divergence(new.info.id) }
  }
}
