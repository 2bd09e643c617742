import Datasets
import Engine
import Telemetry

/// Scores on the validation part, what follows from them, and the end of a lane.
extension Trainer {
  func validate() {
    validate(working.filter { $0.isTraining })
  }

  func validate(_ lanes: [Lane]) {
    let evaluator = evaluator(lanes)
    let plain = evaluator.plainLosses(of: dataset.training, sample: dataset.validation.count)
    let scores = evaluator.scores(of: dataset.validation, .validation, keeps: true)
    let picture = OutputPicture(dataset: dataset, scoring: scoring)
    for (i, lane) in lanes.enumerated() {
      lane.take(validation: scores[i], plain: plain[i], seconds: seconds)
      lane.progress.lastMetric = scores[i].value(of: scoring.beside)
      lane.updateSpectralRadii()
      lane.attention = AttentionSnapshot(lane.network, step: lane.progress.step)
      lane.output = picture.snapshot(of: lane, from: scores[i])
      onEvent(.validation(lane: lane.info.name, lane.validationRecord(scores[i], rate: clock.rate)))
      judge(lane)
      adapt(lane)
    }
  }

  private func judge(_ lane: Lane) {
    let loss = lane.progress.lastValidationLoss ?? .nan
    let (step, epoch) = (lane.progress.step, lane.epoch)
    // Before a stop, which keeps what the lane is for going on.
    lane.progress.beginInterval()
    lane.progress.ghosts.observe(loss, step: step, epoch: epoch)
    showSchedule(loss, of: lane)
    switch lane.progress.earlyStopping.observe(loss, step: step, epoch: epoch) {
    case .improved:
      lane.keepBest()
      onEvent(.improved(lane: lane.info.name, epoch: epoch, step: step, loss))
    case .waits(let left):
      onEvent(
        .noImprovement(
          lane: lane.info.name, left: lane.progress.earlyStopping.on ? left : nil))
    case .stops:
      let stopping = lane.progress.earlyStopping
      onEvent(
        .earlyStop(
          lane: lane.info.name, epoch: epoch, step: step, bestEpoch: stopping.bestEpoch,
          bestLoss: stopping.bestLoss ?? .nan))
      lane.stopEarly()
      end(lane, reason: "early_stop")
    }
  }

  // MARK: the end

  /// Scores the lane's best weights on the test part and tells the end.
  func end(_ lane: Lane, reason: String) {
    // Saved first: whoever is in a hurry has the weights then.
    lane.saved = save(lane)
    let score = evaluator([lane]).scores(of: dataset.test, .test)[0]
    lane.progress.testLoss = score.loss
    lane.testMetrics = score.metrics
    lane.endReason = reason
    onEvent(
      .end(
        lane: lane.info.name, reason: reason, epoch: lane.epoch, step: lane.progress.step,
        testLoss: score.loss, testMetrics: score.metrics,
        baselines: scoring.baselines, model: lane.saved))
  }

  /// Ends every lane that is still at work or rests, with its best weights, or those it has where it
  /// was not validated yet.
  package func finish() {
    for lane in lanes where lane.isTraining || lane.progress.phase == .off {
      lane.progress.phase = .finished
      lane.useBest()
      end(lane, reason: "interrupted")
    }
  }
}
