import Telemetry

/// Copying all lanes, and putting them back: `resume`. The driver's part is in
/// `SessionDriver+Restore`, the file in `Checkpoint`.
extension Trainer {
  /// Restores lanes, including those that joined while the session ran.
  /// - Throws: when a lane cannot be created; nothing is changed then.
  func restore(_ session: SessionState) throws(Failure) {
    var restored: [Lane] = []
    for state in session.lanes {
      if let known = lanes.first(where: { $0.info.id == state.id }) {
        restored.append(known)
      } else {
        let architecture = try LaneArchitectures(preset, dataset).architecture(state.configuration)
        restored.append(
          try makeLane(
            state.id, state.configuration, seat: state.seat ?? state.id.number,
            start: try Transfer.start(of: state.configuration, architecture, preset, dataset),
            origin: state.origin))
      }
    }
    lanes = restored
    store?.forgetSlots()
    for (lane, state) in zip(lanes, session.lanes) {
      lane.state = state
      lane.slot = store?.adopt(
        attempt: state.attempt, after: state.earlierAttempts, of: lane)
      if lane.best != nil { offer(lane) }
    }
    for name in session.removed ?? [] {
      if let any = lanes.first { store?.adopt(removed: name, any.architecture) }
    }
    (sessionStep, nextLane, ends) = (session.step, session.nextLane, session.ends)
    removed = session.removed ?? []
    clock.goOn(from: session.seconds)
    undo.begin(
      at: Dictionary(
        uniqueKeysWithValues: lanes.map { ($0.info.id, $0.progress.step) }))
    for lane in lanes where !isDone(lane) { lane.goOnIfFinished() }
  }

  /// - Parameter old: states whose memory is reused.
  func laneStates(reusing old: inout [LaneState]) -> [LaneState] {
    lanes.map { lane in
      var memory = Lane.Memory()
      if let place = old.firstIndex(where: { $0.id == lane.info.id }) {
        memory.take(&old[place])
      }
      var state = lane.state(in: memory)
      if let store, let slot = lane.slot {
        state.attempt = store.attempt(slot)
        state.earlierAttempts = store.earlierAttempts(than: slot)
      }
      return state
    }
  }
}
