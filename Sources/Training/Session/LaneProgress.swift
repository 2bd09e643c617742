import Engine
import Telemetry

/// Where a lane stands: its settings, its step, its histories. The weights lie beside it.
package struct LaneProgress: Sendable, Equatable {
  package internal(set) var state = LaneState.training
  /// Updates done.
  package internal(set) var step = 0
  var regularization: Regularization
  /// The base rate, before the schedule.
  var learningRate: Float
  var earlyStopping: EarlyStopping
  var ghosts = PatienceGhosts()
  var statuses: [String: SettingStatus] = [:]
  var interventions: [Intervention] = []

  /// Since the last validation.
  private(set) var lossSum = 0.0
  private(set) var lossCount = 0
  private(set) var clippedSteps = 0
  private(set) var normSum = 0.0
  private(set) var clippedNormSum = 0.0

  var penalty: Float = 0
  /// Running means over about 20 steps, for the screen.
  private(set) var norm: Float?
  private(set) var normClipped: Float?
  private(set) var clippedShare: Float = 0

  var lastTrainLoss: Float?
  var lastPlainLoss: Float?
  var lastValidationLoss: Float?
  var testLoss: Float?
  var trainCurve = Series()
  var validationCurve = Series()
  var plainCurve = Series()
  var ghost: Ghost?

  init(_ configuration: LaneConfiguration) {
    regularization = configuration.regularization
    learningRate = configuration.training.learningRate
    earlyStopping = EarlyStopping(
      on: configuration.earlyStopping.on, patience: configuration.earlyStopping.patience,
      minDelta: configuration.earlyStopping.minDelta)
  }

  /// The same settings and nothing learned.
  func restarted() -> LaneProgress {
    var fresh = self
    fresh.state = .training
    fresh.step = 0
    fresh.earlyStopping = EarlyStopping(
      on: earlyStopping.on, patience: earlyStopping.patience, minDelta: earlyStopping.minDelta)
    fresh.ghosts = PatienceGhosts()
    fresh.interventions = []
    fresh.beginInterval()
    (fresh.norm, fresh.normClipped, fresh.clippedShare, fresh.penalty) = (nil, nil, 0, 0)
    (fresh.lastTrainLoss, fresh.lastPlainLoss, fresh.lastValidationLoss) = (nil, nil, nil)
    fresh.testLoss = nil
    fresh.ghost = Ghost(trainCurve: trainCurve, validationCurve: validationCurve)
    fresh.trainCurve = Series()
    fresh.validationCurve = Series()
    fresh.plainCurve = Series()
    return fresh
  }

  /// Takes one step's numbers in.
  mutating func took(
    loss: Double, penalty: Double, norm: Double, clipped: Double, wasClipped: Bool, seconds: Double
  ) {
    lossSum += loss
    lossCount += 1
    clippedSteps += wasClipped ? 1 : 0
    normSum += norm
    clippedNormSum += clipped
    self.penalty = Float(penalty)
    func mean(_ old: Float?, _ new: Double) -> Float {
      old.map { $0 + 0.05 * (Float(new) - $0) } ?? Float(new)
    }
    self.norm = mean(self.norm, norm)
    normClipped = mean(normClipped, clipped)
    clippedShare = mean(lossCount == 1 && step == 0 ? nil : clippedShare, wasClipped ? 1 : 0)
    trainCurve.append(step: step + 1, seconds: seconds, value: Float(loss))
  }

  /// Means since the last validation; nil when there was no step.
  var interval: (loss: Float, norm: Float, normClipped: Float, clippedShare: Float)? {
    guard lossCount > 0 else { return nil }
    let n = Double(lossCount)
    return (
      Float(lossSum / n), Float(normSum / n), Float(clippedNormSum / n),
      Float(clippedSteps) / Float(lossCount)
    )
  }

  /// The training loss to show: of the running interval once it is long enough not to jump, else of
  /// the one before.
  var shownTrainLoss: Float? { lossCount >= 20 ? interval?.loss : lastTrainLoss ?? interval?.loss }

  mutating func beginInterval() {
    (lossSum, lossCount, clippedSteps, normSum, clippedNormSum) = (0, 0, 0, 0, 0)
  }
}
