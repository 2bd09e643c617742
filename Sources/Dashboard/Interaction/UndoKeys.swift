import Telemetry

/// The effect that `u`, `U` and Ctrl-R would have on the selected lanes.
package enum UndoKeys {
  private static func places(_ state: State) -> [UndoSnapshot] {
    state.selectedLanes.filter { state.lanes[$0].phase != .off }
      .compactMap { state.lanes[$0].undo }
  }

  /// A change that can be undone. A record shows what was changed, but only the run knows which
  /// states are kept.
  package static func undone(_ state: State) -> UndoSnapshot.Place? {
    if let kept = places(state).lazy.compactMap(\.undo).first { return kept }
    guard state.source == .recorded else { return nil }
    return state.selectedLanes.lazy.compactMap { state.lanes[$0].interventions.last }.first.map {
      UndoSnapshot.Place(label: $0.label, step: $0.step)
    }
  }

  package static func redone(_ state: State) -> UndoSnapshot.Place? {
    places(state).lazy.compactMap(\.redo).first
  }

  /// The number and the memory of the states kept for undo.
  static func kept(_ state: State) -> String? {
    let all = state.lanes.compactMap(\.undo)
    let states = all.reduce(0) { $0 + $1.states }
    guard states > 0 else { return nil }
    let bytes = Double(all.reduce(0) { $0 + $1.bytes })
    return "kept for this: \(states) states, \(Numbers.significant(bytes / 1e6, 2)) MB"
      + " (record.undo sets how many)"
  }

  static let whyNoUndo: @Sendable (State) -> String? = { state in
    if let why = Needs.lanes(state) { return why }
    return undone(state) == nil && state.source != .recorded
      ? "there is no change to undo" : nil
  }

  static let whyNoRewind: @Sendable (State) -> String? = { state in
    if let why = Needs.lanes(state) { return why }
    return state.source == .recorded || places(state).contains { $0.rewind != nil }
      ? nil : "there is no earlier validation to go back to"
  }

  static let whyNoRedo: @Sendable (State) -> String? = { state in
    if let why = Needs.lanes(state) { return why }
    return redone(state) == nil && state.source != .recorded
      ? "nothing was undone since the last change" : nil
  }
}
