import Engine
import Telemetry

extension Lane {
  /// The rate of the next update: the base rate times the schedule's factor.
  package var learningRate: Float {
    let factor = schedule.factor(step: progress.step, progress.schedule)
    return Float(Double(progress.learningRate) * factor)
  }
}

/// What the schedules do at once, a drop or a restart, is drawn on the curves and told.
extension Trainer {
  /// After a step. Where the lane ends there is no next one for the rate to matter.
  func tellRateChange(of lane: Lane) {
    guard let reason = lane.schedule.change(at: lane.progress.step), !isDone(lane) else { return }
    tellRate(of: lane, reason)
  }

  /// Shows the schedule a validation loss.
  func showSchedule(_ loss: Float, of lane: Lane) {
    let reason = lane.schedule.observe(loss, step: lane.progress.step, &lane.progress.schedule)
    if let reason, !isDone(lane) { tellRate(of: lane, reason) }
  }

  private func tellRate(of lane: Lane, _ reason: String) {
    let rate = lane.learningRate
    lane.intervene("lr \(SettingText.number(rate))", seconds: seconds)
    onEvent(
      .learningRate(
        LearningRateChanged(
          lane: lane.info.name, step: lane.progress.step, value: rate, reason: reason)))
  }
}
