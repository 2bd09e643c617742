import Datasets

/// Something that happened while training, for the log, the JSON lines and the screen.
package enum TrainingEvent: Sendable {
  case validation(lane: String, ValidationRecord)
  case improved(lane: String, epoch: Int, step: Int, Float)
  /// `left` is nil while early stopping is off.
  case noImprovement(lane: String, left: Int?)
  case earlyStop(lane: String, epoch: Int, step: Int, bestEpoch: Int, bestLoss: Float)
  /// The answer to a command; `reason` is nil when it was applied.
  case command(
    lane: String?, name: String, value: String, label: String, step: Int, reason: String?)
  /// The schedule changed the rate at once; `reason`: "plateau", "restart", "step", "warm-up over".
  case rateChanged(lane: String, step: Int, rate: Float, reason: String)
  case diverged(lane: String, Int, layer: String, timeStep: Int?, what: String)
  /// `baselines`: the trivial predictors with the metrics of this data, the one drawn first.
  case end(
    lane: String, reason: String, epoch: Int, step: Int, testLoss: Float, testMetrics: [Metric],
    baselines: [Baseline], model: Result<String, SaveFailure>?)

  package typealias Metric = (name: String, value: Double)
}

/// What a validation found.
package struct ValidationRecord: Sendable {
  package var epoch: Int
  package var step: Int
  package var trainLoss: Float?
  package var trainLossPlain: Float
  package var validationLoss: Float
  package var metrics: [TrainingEvent.Metric]
  package var penalty: Float
  package var learningRate: Float
  package var gradientNorm: Float?
  package var gradientNormClipped: Float?
  package var clippedShare: Float?
  package var stepsPerSecond: Double
}
