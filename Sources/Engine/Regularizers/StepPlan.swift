/// Everything that regularizers ask of one training step, ready for the inner loops. Rebuilt only
/// when a setting changes. These are amounts; the order in which they act on a gradient is that of
/// `Parameters.computeNorm` and `Parameters.update`.
package struct StepPlan: Sendable, Equatable {
  /// Dropout probabilities by place; 0: no dropout there.
  package var inputDropout: Float = 0
  package var betweenDropout: Float = 0
  package var headDropout: Float = 0
  package var recurrentDropout: Float = 0
  /// A new mask at every step in place of one for the sequence.
  package var recurrentDropoutEveryStep = false
  /// Probabilities that a unit of h or c keeps its old value.
  package var hiddenZoneout: Float = 0
  package var cellZoneout: Float = 0
  /// The mean of both in place of a draw.
  package var zoneoutTakesMean = false
  /// Standard deviation of Gaussian noise on the first layer's input.
  package var inputNoise: Float = 0
  package var labelSmoothing: Float = 0
  package var confidencePenalty: Float = 0
  /// How much a target of each class counts in the loss, [O]; empty: 1 each.
  package var classWeights: [Float] = []
  /// How far inputs are moved against the gradient, and whether by its sign; half of the objective
  /// is then the loss on moved inputs.
  package var adversarial: Float = 0
  package var adversarialTakesSign = false
  /// Factors of sum |w| and of sum w^2 in the objective, by slice of the layout.
  package var l1: [Float]
  package var l2: [Float]
  /// Standard deviation of Gaussian noise on the weights, and decoupled weight decay, by slice;
  /// empty if there is none.
  package var weightNoise: [Float] = []
  package var weightDecay: [Float] = []
  /// The largest norm of the whole gradient, and the largest size of one of its entries.
  package var clipNorm: Float?
  package var clipValue: Float?

  package init(slices: Int) {
    l1 = Array(repeating: 0, count: slices)
    l2 = Array(repeating: 0, count: slices)
  }

  package var hasPenalty: Bool { l1.contains { $0 > 0 } || l2.contains { $0 > 0 } }
  package var hasWeightNoise: Bool { !weightNoise.isEmpty }
  package var hasWeightDecay: Bool { !weightDecay.isEmpty }

  /// True if each place sees its word's embedding as it is.
  var feedsWordsUndisturbed: Bool { inputDropout == 0 && inputNoise == 0 && adversarial == 0 }

  /// The part that applies when a network is evaluated: zoneout's mean path, no noise, every target
  /// alike.
  package var forEvaluation: StepPlan {
    var plan = StepPlan(slices: l1.count)
    plan.hiddenZoneout = hiddenZoneout
    plan.cellZoneout = cellZoneout
    plan.zoneoutTakesMean = hiddenZoneout > 0 || cellZoneout > 0
    return plan
  }
}

extension StepPlan {
  /// The factor on the gradient before the update: PyTorch's clip_grad_norm_.
  package func gradientScale(norm: Double) -> Float {
    guard let clipNorm, norm.isFinite else { return 1 }
    return Float(min(1, Double(clipNorm) / (norm + 1e-6)))
  }
}
