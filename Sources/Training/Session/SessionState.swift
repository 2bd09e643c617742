import Telemetry

/// The complete state of a session: it can be copied, written and restored, and then continues as
/// if nothing had happened in between.
package struct SessionState: Sendable, Codable {
  package var lanes: [LaneState]
  /// The number of the next lane to join.
  package var nextLane: Int
  /// Names of removed lanes; nil: there are none.
  package var removed: [String]?
  /// Steps of the session, whichever lanes took part.
  package var step: Int
  /// Seconds of training, excluding pauses.
  package var seconds: Double
  package var isPaused: Bool
  /// Maximum steps per second.
  package var pace: Int?
  /// Scheduled commands that are still to come.
  package var scheduled: [ScheduledRequest]
  /// Where lanes end, which may differ from the plan.
  package var ends: RunLimits
  /// The result of all lanes, if every one has ended.
  package var verdict: RunVerdict?
  /// Validations that the record does not have yet, by lane.
  package var unrecorded: [String: RecordedValidations] = [:]
  /// Seconds of training at the last `progress` events.
  package var lastProgress: Double
}

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
  fileprivate func laneStates(reusing old: inout [LaneState]) -> [LaneState] {
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

extension SessionDriver {
  /// - Parameter reducer: the run so far according to the record; nil: there is no record.
  /// - Throws: when a lane cannot be created.
  package func restore(
    _ state: SessionState, record reducer: SessionReducer? = nil
  ) throws(Trainer.Failure) {
    try trainer.restore(state)
    own = Own(state)
    chooseStates()
    // Without a screen there is nobody who could resume.
    own.isPaused = state.isPaused && isWatched
    kept = (state.seconds, state.step)
    if let reducer { recorder.goOn(from: reducer) }
    let metrics = trainer.scoring.metrics.map { $0.name }
    recorder.pending = state.unrecorded.mapValues { $0.inOrder(of: metrics) }
    if own.isPaused { trainer.pause() }
  }

  package var state: SessionState {
    var none: SessionState?
    return state(reusing: &none)
  }

  /// - Parameter old: a state whose memory is reused.
  func state(reusing old: inout SessionState?) -> SessionState {
    var lanes = old?.lanes ?? []
    old = nil
    return SessionState(
      lanes: trainer.laneStates(reusing: &lanes), nextLane: trainer.nextLane,
      removed: trainer.removed.isEmpty ? nil : trainer.removed,
      step: trainer.sessionStep, seconds: trainer.seconds, isPaused: own.isPaused,
      pace: own.pacer.limit, scheduled: own.scheduled, ends: trainer.ends, verdict: own.verdict,
      unrecorded: recorder.pending, lastProgress: own.lastProgress)
  }

  /// The driver's part of the state, besides the lanes'.
  struct Own {
    var scheduled: [ScheduledRequest]
    var pacer: Pacer
    var isPaused = false
    var verdict: RunVerdict?
    var lastProgress = 0.0
    /// Another process has sent a request.
    var isAsked = false

    init(scheduled: [ScheduledRequest], pace: Int?) {
      self.scheduled = scheduled.enumerated()
        .sorted { ($0.element.step, $0.offset) < ($1.element.step, $1.offset) }.map(\.element)
      pacer = Pacer(limit: pace)
    }

    fileprivate init(_ state: SessionState) {
      self.init(scheduled: state.scheduled, pace: state.pace)
      (verdict, lastProgress) = (state.verdict, state.lastProgress)
    }
  }
}
