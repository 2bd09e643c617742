/// The best validation so far, by loss, or by the metric if one is monitored.
package struct LaneImproved: Sendable, Equatable, Codable {
  package var lane: String
  package var epoch: Int
  package var step: Int
  package var validationLoss: Float
  /// The name of the monitored metric, and its value; nil: the loss is monitored.
  @OmittedIfNil package var monitor: String?
  @OmittedIfNil package var metric: Float?

  private enum CodingKeys: String, CodingKey {
    case lane
    case epoch
    case step
    case validationLoss = "val_loss"
    case monitor
    case metric = "val_metric"
  }

  package init(
    lane: String, epoch: Int, step: Int, validationLoss: Float, monitor: String? = nil,
    metric: Float? = nil
  ) {
    self.lane = lane
    self.epoch = epoch
    self.step = step
    self.validationLoss = validationLoss
    (self.monitor, self.metric) = (monitor, metric)
  }
}

/// A validation that was not the best.
package struct LaneNotImproved: Sendable, Equatable, Codable {
  package var lane: String
  /// Validations until early stopping; nil while it is off.
  package var left: Int?
  /// The name of the monitored metric; nil: the loss is monitored.
  @OmittedIfNil package var monitor: String?

  package init(
    lane: String, left: Int? = nil, monitor: String? = nil
  ) {
    self.lane = lane
    self.left = left
    self.monitor = monitor
  }
}

/// Early stopping fired.
package struct LaneStoppedEarly: Sendable, Equatable, Codable {
  package var lane: String
  package var epoch: Int
  package var step: Int
  package var bestEpoch: Int
  /// The validation loss at that epoch: the lowest one, unless a metric is monitored.
  package var bestLoss: Float
  /// The name of the monitored metric, and its best value; nil: the loss is monitored.
  @OmittedIfNil package var monitor: String?
  @OmittedIfNil package var bestMetric: Float?

  private enum CodingKeys: String, CodingKey {
    case lane
    case epoch
    case step
    case bestEpoch = "best_epoch"
    case bestLoss = "best_val_loss"
    case monitor
    case bestMetric = "best_val_metric"
  }

  package init(
    lane: String, epoch: Int, step: Int, bestEpoch: Int, bestLoss: Float, monitor: String? = nil,
    bestMetric: Float? = nil
  ) {
    self.lane = lane
    self.epoch = epoch
    self.step = step
    self.bestEpoch = bestEpoch
    self.bestLoss = bestLoss
    (self.monitor, self.bestMetric) = (monitor, bestMetric)
  }
}

/// A schedule changed the learning rate abruptly.
package struct LearningRateChanged: Sendable, Equatable, Codable {
  package var lane: String
  package var step: Int
  package var value: Float
  /// "plateau", "restart", "step", "warm-up over".
  package var reason: String

  package init(
    lane: String, step: Int, value: Float, reason: String
  ) {
    self.lane = lane
    self.step = step
    self.value = value
    self.reason = reason
  }
}

/// A number stopped being finite.
package struct LaneDiverged: Sendable, Equatable, Codable {
  package var lane: String
  package var step: Int
  /// "rnn.1", "head", "loss".
  package var layer: String
  package var timeStep: Int?
  package var what: String

  private enum CodingKeys: String, CodingKey {
    case lane
    case step
    case layer
    case timeStep = "time_step"
    case what
  }

  package init(
    lane: String, step: Int, layer: String, timeStep: Int? = nil, what: String
  ) {
    self.lane = lane
    self.step = step
    self.layer = layer
    self.timeStep = timeStep
    self.what = what
  }
}
