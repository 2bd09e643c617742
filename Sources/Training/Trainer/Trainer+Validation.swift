import Datasets
import Engine
import Telemetry

/// Scoring on the validation part and what follows from it. `EarlyStopping` decides which validation
/// is the best one and when a lane stops; the end itself is in `Trainer+Ending`.
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
}
