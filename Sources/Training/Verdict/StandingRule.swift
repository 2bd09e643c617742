import Datasets
import Telemetry

/// Judges by a validation how well a lane does its task.
package struct StandingRule {
  /// The trivial predictor's on the validation part; nil where there is none.
  package let predictorLoss: Float?
  /// Accuracy is what stands beside the loss, and the trivial predictor's.
  package let scoresAccuracy: Bool
  package let predictorAccuracy: Float?
  /// A series is never learned: the best forecast of it is not known.
  package let canBeLearned: Bool

  /// Below this share of the predictor's loss a lane has left it.
  static let left: Float = 0.95
  /// And above this one that had left is back on it.
  static let back: Float = 0.97
  /// Before so many epochs and so many steps it has not had its time.
  static let leastEpochs = 2
  static let leastSteps = 500
  /// Accuracy, and share of the predictor's loss, from which on a task is learned; and those at which
  /// that is taken back.
  static let learnedAccuracy: Float = 0.99
  static let learnedLoss: Float = 0.1
  static let lostAccuracy: Float = 0.95
  /// A low loss with more faults than that has learned a part.
  static let leastAccuracy: Float = 0.95
  static let lostLoss: Float = 0.3

  package struct Validation {
    package var loss: Float
    /// The number beside the loss.
    package var metric: Float?
    package var step: Int
    package var epochs: Int

    package init(loss: Float, metric: Float?, step: Int, epochs: Int) {
      self.loss = loss
      self.metric = metric
      self.step = step
      self.epochs = epochs
    }
  }

  package init(
    predictorLoss: Float?, scoresAccuracy: Bool, predictorAccuracy: Float?, canBeLearned: Bool
  ) {
    self.predictorLoss = predictorLoss
    self.scoresAccuracy = scoresAccuracy
    self.predictorAccuracy = predictorAccuracy
    self.canBeLearned = canBeLearned
  }

  package func standing(after now: Standing, _ validation: Validation) -> Standing {
    guard let predictorLoss, predictorLoss > 0 else { return .early }
    let share = validation.loss / predictorLoss
    if canBeLearned {
      if case .learned = now, holds(share, validation.metric, Self.lostLoss, Self.lostAccuracy) {
        return now
      }
      if isLearned(share, validation.metric) { return .learned(step: validation.step) }
    }
    if share < (now == .ahead ? Self.back : Self.left) { return .ahead }
    let isEarly = validation.epochs < Self.leastEpochs && validation.step < Self.leastSteps
    return isEarly ? .early : .onPredictor
  }

  /// - Parameters:
  ///   - share: of the predictor's loss.
  ///   - metric: the number beside the loss.
  func isLearned(_ share: Float, _ metric: Float?) -> Bool {
    canBeLearned && holds(share, metric, Self.learnedLoss, Self.learnedAccuracy)
  }

  /// The loss or the accuracy says so; an accuracy that the predictor nearly has says nothing.
  private func holds(_ share: Float, _ metric: Float?, _ loss: Float, _ least: Float) -> Bool {
    guard scoresAccuracy, let accuracy = metric else { return share <= loss }
    if share <= loss { return accuracy >= Self.leastAccuracy }
    guard accuracy >= least else { return false }
    return (1 - accuracy) * 4 <= 1 - (predictorAccuracy ?? 0)
  }
}

extension StandingRule {
  init(_ scoring: Scoring, on part: Scoring.Part) {
    let predictor = scoring.baselines.first?.score(on: part)
    self.init(
      predictorLoss: predictor.map { Float($0.loss) },
      scoresAccuracy: scoring.shareOfRight != nil,
      predictorAccuracy: scoring.shareOfRight.flatMap { predictor?[$0.name] }.map { Float($0) },
      canBeLearned: scoring.kind != .series)
  }
}
