import Telemetry

/// Everything a session is: it can be copied, written and put back, and then goes on as if nothing
/// had been in between.
package struct SessionState: Sendable, Codable {
  package var lanes: [LaneState]
  /// The number of the next lane that joins.
  package var nextLane: Int
  /// Steps of the session, whichever lanes took part.
  package var step: Int
  /// Of training, pauses left out.
  package var seconds: Double
  package var isPaused: Bool
  /// Steps a second at most.
  package var pace: Int?
  /// Commands that are still to be given.
  package var scheduled: [ScheduledSetting]
  package var log: SessionLog
  /// The result of all lanes, while every one has ended.
  package var verdict: RunVerdict?
  /// Seconds of training at the last `progress` events.
  package var lastProgress: Double
}

extension Trainer {
  /// Puts lanes back, those that came in while the session ran among them.
  /// - Throws: when a lane cannot be made; nothing is changed then.
  func restore(_ session: SessionState) throws(Failure) {
    var restored: [Lane] = []
    for state in session.lanes {
      if let known = lanes.first(where: { $0.info.id == state.id }) {
        restored.append(known)
      } else {
        restored.append(try makeLane(state.id, state.configuration))
      }
    }
    lanes = restored
    for (lane, state) in zip(lanes, session.lanes) { lane.state = state }
    (sessionStep, nextLane) = (session.step, session.nextLane)
    clock.goOn(from: session.seconds)
  }
}

extension SessionDriver {
  /// - Throws: when a lane cannot be made.
  package func restore(_ state: SessionState) throws(Trainer.Failure) {
    try trainer.restore(state)
    own = Own(state)
    if state.isPaused { trainer.pause() }
  }

  package var state: SessionState {
    SessionState(
      lanes: trainer.lanes.map(\.state), nextLane: trainer.nextLane, step: trainer.sessionStep,
      seconds: trainer.seconds,
      isPaused: own.isPaused, pace: own.pacer.limit, scheduled: own.scheduled, log: own.log,
      verdict: own.verdict, lastProgress: own.lastProgress)
  }

  /// What the driver adds to the lanes' state.
  struct Own {
    var scheduled: [ScheduledSetting]
    var pacer: Pacer
    var isPaused = false
    var log = SessionLog()
    var verdict: RunVerdict?
    var lastProgress = 0.0

    init(scheduled: [ScheduledSetting], pace: Int?) {
      self.scheduled = scheduled.sorted { $0.step < $1.step }
      pacer = Pacer(limit: pace)
    }

    fileprivate init(_ state: SessionState) {
      self.init(scheduled: state.scheduled, pace: state.pace)
      (isPaused, log) = (state.isPaused, state.log)
      (verdict, lastProgress) = (state.verdict, state.lastProgress)
    }
  }
}
