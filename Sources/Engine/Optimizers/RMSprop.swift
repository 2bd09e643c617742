import CKernels

/// v = alpha v + (1 - alpha) g^2, w -= rate g / (sqrt v + epsilon) (Tieleman and Hinton 2012); with
/// momentum the quotient is accumulated first.
package enum RMSprop: Optimizer {
  package static let name = "rmsprop"
  package static let momentCount = 2
  package static let defaults = OptimizerOptions()
  package static let keys = ["alpha", "epsilon", "momentum", "decay"]

  package static func update(_ p: OptimizerPart, _ o: OptimizerOptions) {
    ck_rmsprop(
      p.count, p.weights, p.gradients, p.gradientScale, p.moments.0, p.moments.1, p.rate, o.alpha,
      o.epsilon, o.momentum, o.decay)
  }
}
