/// The result of a validation.
package struct LaneValidated: Sendable, Equatable, Codable {
  package var lane: String
  package var epoch: Int
  package var step: Int
  /// Mean data loss of the steps since the previous validation, with regularizers active.
  package var trainLoss: Float?
  /// Measured like the validation loss, on a sample of the training part.
  package var trainLossPlain: Float
  package var validationLoss: Float
  package var metrics: NamedValues<Double>
  /// Everything that regularizers add to the objective.
  package var penalty: Float
  package var learningRate: Float
  /// Means since the previous validation.
  package var gradientNorm: Float?
  package var gradientNormClipped: Float?
  /// 0...1.
  package var clippedShare: Float?
  package var stepsPerSecond: Double

  private enum CodingKeys: String, CodingKey {
    case lane
    case epoch
    case step
    case trainLoss = "train_loss"
    case trainLossPlain = "train_loss_plain"
    case validationLoss = "val_loss"
    case metrics = "val_metrics"
    case penalty
    case learningRate = "learning_rate"
    case gradientNorm = "grad_norm"
    case gradientNormClipped = "grad_norm_clipped"
    case clippedShare = "clipped_share"
    case stepsPerSecond = "steps_per_second"
  }

  package init(
    lane: String, epoch: Int, step: Int, trainLoss: Float? = nil, trainLossPlain: Float,
    validationLoss: Float, metrics: NamedValues<Double>, penalty: Float, learningRate: Float,
    gradientNorm: Float? = nil, gradientNormClipped: Float? = nil, clippedShare: Float? = nil,
    stepsPerSecond: Double
  ) {
    self.lane = lane
    self.epoch = epoch
    self.step = step
    self.trainLoss = trainLoss
    self.trainLossPlain = trainLossPlain
    self.validationLoss = validationLoss
    self.metrics = metrics
    self.penalty = penalty
    self.learningRate = learningRate
    self.gradientNorm = gradientNorm
    self.gradientNormClipped = gradientNormClipped
    self.clippedShare = clippedShare
    self.stepsPerSecond = stepsPerSecond
  }
}

/// A lane's progress.
package struct LaneProgressed: Sendable, Equatable, Codable {
  package var lane: String
  /// The pass, counted from 1.
  package var epoch: Int
  package var step: Int
  package var trainLoss: Float?
  package var stepsPerSecond: Double

  private enum CodingKeys: String, CodingKey {
    case lane
    case epoch
    case step
    case trainLoss = "train_loss"
    case stepsPerSecond = "steps_per_second"
  }

  package init(
    lane: String, epoch: Int, step: Int, trainLoss: Float? = nil, stepsPerSecond: Double
  ) {
    self.lane = lane
    self.epoch = epoch
    self.step = step
    self.trainLoss = trainLoss
    self.stepsPerSecond = stepsPerSecond
  }
}
