import Engine
import Telemetry

/// The end of lanes: all epochs or steps are done, they diverged, were stopped early (see
/// `Trainer+Validation`), or the session is asked to end. The session itself ends in
/// `SessionDriver.run`.
extension Trainer {
  package var hasEnded: Bool { !lanes.contains { $0.isTraining } }

  /// Whether a lane has done all requested epochs or steps.
  func isDone(_ lane: Lane) -> Bool { endStep.map { lane.progress.step >= $0 } ?? false }

  /// Ends lanes that have done all requested epochs or steps.
  func finishLanes(_ lanes: [Lane]) {
    guard lanes.contains(where: { $0.isTraining && isDone($0) }) else { return }
    if self.lanes.allSatisfy({ !$0.isTraining || isDone($0) }) { onClosing() }
    for lane in lanes where lane.isTraining && isDone(lane) {
      lane.keepForGoingOn()
      // A last validation, if the end does not coincide with one.
      if lane.progress.validationCurve.lastStep != lane.progress.step, !validate([lane]) { return }
      guard lane.isTraining else { continue }
      lane.progress.phase = .finished
      lane.useBest()
      let stepsDone = ends.maxSteps.map { lane.progress.step >= $0 } ?? false
      end(lane, stepsDone ? .maxSteps : .maxEpochs)
    }
  }

  func tellDivergence(_ lane: Lane) {
    guard case .diverged(let step, let layer, let timeStep, let what) = lane.progress.phase else {
      return
    }
    onEvent(
      .diverged(
        LaneDiverged(
          lane: lane.info.name, step: step, layer: layer, timeStep: timeStep, what: what)))
    lane.useBest()
    end(lane, .diverged)
  }

  /// Saves and scores a lane that has ended by itself.
  func end(_ lane: Lane, _ reason: EndReason) {
    // Saved first: in a hurry, the user then already has the weights.
    if let slot = offer(lane) {
      _ = isAttended ? store?.write(slot) : store?.writeAnywhere(slot)
    }
    tellEnd(of: lane, reason)
  }

  /// Scores the lane's best weights on the test part and reports the end.
  private func tellEnd(of lane: Lane, _ reason: EndReason) {
    judgeBest(lane)
    let saved = saved(lane)
    if store != nil, case .failure(let failure) = saved {
      onEvent(
        .notSaved(
          LaneNotSaved(
            lane: lane.info.name, reason: failure.description, isLoss: failure.isLoss)))
    }
    let score = testScore(of: lane)
    lane.progress.testLoss = score?.loss
    lane.end.testMetrics = NamedValues(score?.metrics ?? [])
    lane.end.reason = reason
    onEvent(
      .end(
        LaneEnded(
          lane: lane.info.name, reason: reason, epoch: lane.epoch, step: lane.progress.step,
          testLoss: score?.loss, testMetrics: lane.end.testMetrics,
          baselineMetrics: NamedValues(scoring.baselines.first?.testMetrics ?? []),
          baselines: NamedValues(scoring.baselines.map { ($0.name, NamedValues($0.testMetrics)) }),
          model: try? saved.get())))
    onEvent(.verdict(verdict(of: lane)))
  }

  /// From now on the lane has its best weights.
  private func judgeBest(_ lane: Lane) {
    guard let best = lane.best, let validation = best.validation else { return }
    lane.progress.standing = standingRule.standing(
      after: lane.progress.standing,
      StandingRule.Validation(
        loss: validation.loss, metric: validation.metric, step: best.step,
        epochs: best.step / stepsPerEpoch))
    // What was suspected of weights that are not the lane's any more.
    let kind = WorseThanBaselineSuspect.kind
    guard let predictor = standingRule.predictorLoss,
      validation.loss <= predictor * WorseThanBaselineSuspect.absent,
      let cleared = lane.progress.suspects.clear(kind)
    else { return }
    tell(cleared, lane)
  }

  /// Nil if scores are skipped, or if there are no weights worth scoring: a lane that diverged
  /// before it had a best.
  private func testScore(of lane: Lane) -> Evaluator.Score? {
    if lane.best == nil, lane.hasDiverged { return nil }
    let score = evaluator([lane], until: .hurry).scores(of: dataset.test, .test)?.first
    return score.flatMap { $0.loss.isFinite ? $0 : nil }
  }

  /// Ends every lane that is still at work or resting, with its best weights, or the current ones
  /// if it was not validated yet: first all of them are saved, then each is scored.
  /// - Parameter whenSaved: called between the two, to retry models that are not in a file.
  package func finish(whenSaved: () -> Void = {}) {
    let rest = lanes.filter { $0.isTraining || $0.progress.phase == .off }
    for lane in rest {
      lane.end.wasTakenOut = lane.progress.phase == .off
      lane.progress.phase = .finished
      lane.useBest()
      offer(lane)
    }
    store?.writeAll()
    whenSaved()
    for lane in rest { tellEnd(of: lane, .interrupted) }
  }
}
