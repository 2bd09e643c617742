import Datasets
import Engine
import Telemetry

/// Scoring on the validation part, its consequences, and the end of a lane.
extension Trainer {
  /// - Returns: false if it was aborted because the session is asked to end; the lanes are then as
  ///   if it had not begun.
  @discardableResult
  func validate(_ lanes: [Lane]) -> Bool {
    let evaluator = evaluator(lanes)
    guard
      let plain = evaluator.plainLosses(of: dataset.training, sample: dataset.validation.count),
      let scores = evaluator.scores(of: dataset.validation, .validation, keeps: true)
    else { return false }
    let looked = evaluator.lastBatch(of: dataset.validation)
    let picture = OutputPicture(
      dataset: dataset, scoring: scoring,
      answers: AnswerPicture(scoring, of: dataset.validation, batch: batch))
    for (i, lane) in lanes.enumerated() {
      lane.take(validation: scores[i], plain: plain[i], seconds: seconds)
      lane.progress.lastMetric = scores[i].value(of: scoring.beside)
      lane.updateSpectralRadii()
      // An answer shows where its decoder looks.
      lane.attention =
        lane.architecture.hasDecoder
        ? nil
        : AttentionSnapshot(
          lane.model, step: lane.progress.step, examples: looked, of: dataset.validation)
      lane.lossByPosition = LossByPosition(scores[i].sums, step: lane.progress.step)
      lane.output = picture.snapshot(of: lane, from: scores[i])
      onEvent(.validation(lane.validated(scores[i], rate: clock.rate)))
      judge(lane, scores[i])
      adapt(lane)
      keepForRewind(lane)
    }
    return true
  }

  private func judge(_ lane: Lane, _ score: Evaluator.Score) {
    let loss = lane.progress.lastValidationLoss ?? .nan
    let (step, epoch) = (lane.progress.step, lane.epoch)
    lane.progress.judge(
      standingRule,
      StandingRule.Validation(
        loss: loss, metric: lane.progress.lastMetric, step: step, epochs: lane.epochsDone))
    suspect(lane)
    // Before a stop, so that the lane can be continued from here.
    lane.progress.beginInterval()
    let monitor = lane.progress.earlyStopping.monitor
    let metric = score.value(of: monitor.flatMap { MetricRegistry.named($0.name) })
    lane.progress.ghosts.observe(loss, metric: metric, step: step, epoch: epoch)
    showSchedule(loss, of: lane)
    switch lane.progress.earlyStopping.observe(loss, metric: metric, step: step, epoch: epoch) {
    case .improved:
      lane.keepBest(
        BestModel.Validation(
          loss: loss, metricName: scoring.beside?.name, metric: lane.progress.lastMetric,
          monitor: monitor, monitored: metric))
      offer(lane)
      onEvent(
        .improved(
          LaneImproved(
            lane: lane.info.name, epoch: epoch, step: step, validationLoss: loss,
            monitor: monitor?.name, metric: metric)))
    case .waits(let left):
      onEvent(
        .noImprovement(
          LaneNotImproved(
            lane: lane.info.name, left: lane.progress.earlyStopping.on ? left : nil,
            monitor: monitor?.name)))
    case .stops:
      let stopping = lane.progress.earlyStopping
      onEvent(
        .earlyStop(
          LaneStoppedEarly(
            lane: lane.info.name, epoch: epoch, step: step, bestEpoch: stopping.bestEpoch,
            bestLoss: stopping.bestLoss ?? .nan, monitor: monitor?.name,
            bestMetric: stopping.bestMetric)))
      lane.stopEarly()
      end(lane, .earlyStop)
    }
  }

  /// Looks for problems of a lane.
  /// - Parameter rules: those to evaluate.
  func suspect(_ lane: Lane, rules: [any SuspectRule.Type] = SuspectRegistry.all) {
    let evidence = lane.evidence(scoring, standingRule)
    for change in lane.progress.suspects.look(evidence, rules: rules) { tell(change, lane) }
  }

  func tell(_ change: SuspectBook.Change, _ lane: Lane) {
    let (suspect, state): (Suspect, LaneSuspected.State) =
      switch change {
      case .raised(let suspect): (suspect, .raised)
      case .cleared(let suspect): (suspect, .cleared)
      }
    onEvent(
      .suspect(
        LaneSuspected(
          lane: lane.info.name, step: lane.progress.step, kind: suspect.kind, state: state,
          value: suspect.value, text: suspect.text, advice: suspect.advice)))
  }

  // MARK: the end

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
    lane.end.testMetrics = Named(score?.metrics ?? [])
    lane.end.reason = reason
    onEvent(
      .end(
        LaneEnded(
          lane: lane.info.name, reason: reason, epoch: lane.epoch, step: lane.progress.step,
          testLoss: score?.loss, testMetrics: lane.end.testMetrics,
          baselineMetrics: Named(scoring.baselines.first?.testMetrics ?? []),
          baselines: Named(scoring.baselines.map { ($0.name, Named($0.testMetrics)) }),
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
