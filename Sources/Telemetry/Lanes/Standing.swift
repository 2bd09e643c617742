/// How well a lane does its task so far, by its validations.
package enum Standing: Sendable, Equatable, Codable {
  /// Too early to say.
  case early
  /// Within 5 % of the trivial predictor's loss, or above it.
  case onPredictor
  /// Better than the trivial predictor.
  case ahead
  /// The task has been solved since this step.
  case learned(step: Int)

  package var learnedStep: Int? {
    if case .learned(let step) = self { step } else { nil }
  }
}
