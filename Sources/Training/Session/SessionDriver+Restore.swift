import Telemetry

/// The complete state of the session, and putting it back: `resume`.
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
