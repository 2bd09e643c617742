/// All that regularizers ask of one training step, ready for the inner loops. Made anew only when a
/// setting changes.
package struct StepPlan: Sendable, Equatable {
  /// Dropout probabilities by place; 0 leaves the place as if it had none.
  package var inputDropout: Float = 0
  package var betweenDropout: Float = 0
  package var headDropout: Float = 0
  package var recurrentDropout: Float = 0
  /// Factors of sum |w| and of sum w^2 in the objective, by slice of the layout.
  package var l1: [Float]
  package var l2: [Float]
  /// The largest norm of the whole gradient, and the largest size of one of its entries.
  package var clipNorm: Float?
  package var clipValue: Float?

  package init(slices: Int) {
    l1 = Array(repeating: 0, count: slices)
    l2 = Array(repeating: 0, count: slices)
  }

  package var hasPenalty: Bool { l1.contains { $0 > 0 } || l2.contains { $0 > 0 } }
}

extension StepPlan {
  /// What the gradient is multiplied by before the update: PyTorch's clip_grad_norm_.
  package func gradientScale(norm: Double) -> Float {
    guard let clipNorm, norm.isFinite else { return 1 }
    return Float(min(1, Double(clipNorm) / (norm + 1e-6)))
  }
}
