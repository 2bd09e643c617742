/// A part of a pass or a step. Its tasks may run on any threads, in any order; each phase needs the
/// one before. A model that has nothing to do in a phase has no tasks there.
package enum PassPhase: Int, CaseIterable, Sendable {
  case weightNoise
  case noisyPack
  case wordProducts
  case pass
  case weightGradients
  case embeddingGradient
  case adversarialPass
  case adversarialWeightGradients
  case adversarialEmbeddingGradient
  /// The mean over all parts, penalties, clipping by value, the norm (`Parameters.computeNorm`).
  case norms
  /// Clipping by norm, weight decay, the optimizer (`Parameters.update`).
  case update
  case pack

  /// From a batch to its gradient, which is added to those of earlier parts.
  package static let accumulation: [PassPhase] = [
    .weightNoise, .noisyPack, .wordProducts, .pass, .weightGradients, .embeddingGradient,
    .adversarialPass, .adversarialWeightGradients, .adversarialEmbeddingGradient,
  ]
  /// From the batch to the gradient and its norm.
  package static let gradient = accumulation + [.norms]
  /// From the gradient to the next weights; between the two the caller may look and decide.
  package static let step: [PassPhase] = [.update, .pack]
  package static let evaluation: [PassPhase] = [.wordProducts, .pass]

  /// The phase that an adversarial one repeats.
  var ofCleanInputs: Self {
    switch self {
    case .adversarialPass: .pass
    case .adversarialWeightGradients: .weightGradients
    case .adversarialEmbeddingGradient: .embeddingGradient
    default: self
    }
  }
}
