/// The checks and changes of a lane's configuration that depend on the session's data.
struct LanePreparation {
  let augmentation: LaneAugmentation
  let weighting: ClassWeighting
  let scoring: Scoring

  /// Throws if the lane needs something that the data do not have.
  func prepared(_ lane: LaneConfiguration) throws(Trainer.Failure) -> LaneConfiguration {
    if let reason = scoring.refusal(ofMonitor: lane.earlyStopping.monitor) {
      throw Trainer.Failure(description: "lane \(lane.name): early_stopping.monitor: \(reason)")
    }
    return try weighting.prepared(augmentation.prepared(lane))
  }
}
