import CKernels

/// Stochastic gradient descent: w -= rate (g + decay w); with momentum, buffer = momentum buffer + g
/// and w -= rate buffer; with Nesterov's, w -= rate (g + momentum buffer) (Sutskever et al. 2013).
package enum SGD: Optimizer {
  package static let name = "sgd"
  package static let momentCount = 1
  package static let defaults = OptimizerOptions()
  package static let keys = ["momentum", "nesterov", "decay"]

  package static func update(_ p: OptimizerPart, _ o: OptimizerOptions) {
    if o.momentum == 0 {
      ck_sgd(p.count, p.weights, p.gradients, p.gradientScale, p.rate, o.decay)
    } else {
      ck_sgd_momentum(
        p.count, p.weights, p.gradients, p.gradientScale, p.moments.0, p.rate, o.momentum,
        o.nesterov ? 1 : 0, o.decay)
    }
  }
}
