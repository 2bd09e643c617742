import Engine
import Telemetry

extension Lane {
  /// The rate of the next update: the base rate times the schedule's factor.
  package var learningRate: Float {
    let factor = schedule.factor(step: progress.step, progress.schedule)
    return Float(Double(progress.learningRate) * factor)
  }
}

/// Abrupt changes by the schedules, a drop or a restart, are marked on the curves and reported.
extension Trainer {
  /// After a step. At the end of a lane there is no next step that the rate could affect.
  func tellRateChange(of lane: Lane) {
    guard let reason = lane.schedule.change(at: lane.progress.step), !isDone(lane) else { return }
    tellRate(of: lane, reason)
  }

  /// Passes a validation loss to the schedule.
  func showSchedule(_ loss: Float, of lane: Lane) {
    let reason = lane.schedule.observe(loss, step: lane.progress.step, &lane.progress.schedule)
    if let reason, !isDone(lane) { tellRate(of: lane, reason) }
  }

  private func tellRate(of lane: Lane, _ reason: String) {
    let rate = lane.learningRate
    lane.intervene("lr \(Numbers.setting(rate))", seconds: seconds)
    onEvent(
      .learningRate(
        LearningRateChanged(
          lane: lane.info.name, step: lane.progress.step, value: rate, reason: reason)))
  }
}
