/// A comparison of equal windows before and after an intervention. It shows that something changed,
/// never why.
package struct LaneEffect: Sendable, Equatable, Codable {
  /// A number in both windows, each with its standard error; nil: too few values.
  package struct Change: Sendable, Equatable, Codable {
    package var before: Double
    package var after: Double
    package var errorBefore: Double?
    package var errorAfter: Double?

    package init(before: Double, errorBefore: Double?, after: Double, errorAfter: Double?) {
      (self.before, self.errorBefore) = (before, errorBefore)
      (self.after, self.errorAfter) = (after, errorAfter)
    }

    private enum CodingKeys: String, CodingKey {
      case before, after
      case errorBefore = "error_before"
      case errorAfter = "error_after"
    }

    /// The difference is at least two of its standard errors.
    package var isClear: Bool {
      guard let errorBefore, let errorAfter else { return false }
      let error = (errorBefore * errorBefore + errorAfter * errorAfter).squareRoot()
      return abs(after - before) >= 2 * error && after != before
    }
  }

  package var lane: String
  /// The label on the curves: "3 drop 0.3".
  package var label: String
  /// The step of the change.
  package var step: Int
  /// Steps per window.
  package var steps: Int
  /// Slope of the training loss and of the validation loss, per 100 steps.
  package var trainSlope: Change
  package var validationSlope: Change
  /// The mean norm of the gradient, before clipping.
  package var gradientNorm: Change
  /// Everything in a sentence.
  package var text = ""

  package init(
    lane: String, label: String, step: Int, steps: Int, trainSlope: Change,
    validationSlope: Change, gradientNorm: Change
  ) {
    (self.lane, self.label, self.step, self.steps) = (lane, label, step, steps)
    (self.trainSlope, self.validationSlope) = (trainSlope, validationSlope)
    self.gradientNorm = gradientNorm
  }

  private enum CodingKeys: String, CodingKey {
    case lane, label, step, steps, text
    case trainSlope = "train_slope"
    case validationSlope = "val_slope"
    case gradientNorm = "grad_norm"
  }
}

/// An intervention whose window is not over.
package struct EffectPending: Sendable, Equatable, Codable {
  package var label: String
  package var step: Int
  /// The step at which its effect is known; nil: too few steps were done before it.
  package var knownAt: Int?
  /// Steps per window.
  package var steps: Int

  package init(label: String, step: Int, knownAt: Int?, steps: Int) {
    (self.label, self.step, self.knownAt, self.steps) = (label, step, knownAt, steps)
  }
}
