import Telemetry

/// Slower and faster training, for watching.
package enum Pace {
  package static func change(isFaster: Bool, _ state: inout State) -> [Effect] {
    if isFaster, state.snapshot.pace == nil {
      state.say("}: the pace has no limit")
      return []
    }
    if !isFaster, state.snapshot.pace == 1 {
      state.say("{: one step a second is the slowest; Space pauses, n steps")
      return []
    }
    return [state.send(isFaster ? .faster : .slower, to: .all)]
  }
}
