/// The best validation loss so far.
package struct LaneImproved: Sendable, Equatable, Codable {
  package var lane: String
  package var epoch: Int
  package var step: Int
  package var validationLoss: Float

  private enum CodingKeys: String, CodingKey {
    case lane
    case epoch
    case step
    case validationLoss = "val_loss"
  }

  package init(
    lane: String, epoch: Int, step: Int, validationLoss: Float
  ) {
    self.lane = lane
    self.epoch = epoch
    self.step = step
    self.validationLoss = validationLoss
  }
}

/// A validation that was not the best.
package struct LaneNotImproved: Sendable, Equatable, Codable {
  package var lane: String
  /// Validations until early stopping; nil while it is off.
  package var left: Int?

  package init(
    lane: String, left: Int? = nil
  ) {
    self.lane = lane
    self.left = left
  }
}

/// Early stopping fired.
package struct LaneStoppedEarly: Sendable, Equatable, Codable {
  package var lane: String
  package var epoch: Int
  package var step: Int
  package var bestEpoch: Int
  package var bestLoss: Float

  private enum CodingKeys: String, CodingKey {
    case lane
    case epoch
    case step
    case bestEpoch = "best_epoch"
    case bestLoss = "best_val_loss"
  }

  package init(
    lane: String, epoch: Int, step: Int, bestEpoch: Int, bestLoss: Float
  ) {
    self.lane = lane
    self.epoch = epoch
    self.step = step
    self.bestEpoch = bestEpoch
    self.bestLoss = bestLoss
  }
}

/// A schedule changed the rate at once.
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
