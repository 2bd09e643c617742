import CKernels
import Glibc

/// Adam (Kingma and Ba 2015): m and v are running means of g and g^2, corrected for their start at
/// zero; w -= rate m / (sqrt v + epsilon). Decay is added to the gradient.
package enum Adam: Optimizer {
  package static let name = "adam"
  package static let momentCount = 2
  package static let defaults = OptimizerOptions()
  package static let keys = ["beta1", "beta2", "epsilon", "decay"]

  package static func update(_ p: OptimizerPart, _ o: OptimizerOptions) {
    adamUpdate(p, o, weightDecay: o.decay, shrink: 1)
  }
}

/// AdamW (Loshchilov and Hutter 2019): Adam with the decay decoupled, w *= 1 - rate decay.
package enum AdamW: Optimizer {
  package static let name = "adamw"
  package static let momentCount = 2
  package static let keys = Adam.keys
  package static let defaults = {
    var options = OptimizerOptions()
    options.decay = 0.01
    return options
  }()

  package static func update(_ p: OptimizerPart, _ o: OptimizerOptions) {
    adamUpdate(p, o, weightDecay: 0, shrink: 1 - p.rate * o.decay)
  }
}

private func adamUpdate(
  _ p: OptimizerPart, _ o: OptimizerOptions, weightDecay: Float, shrink: Float
) {
  let correction1 = 1 - pow(Double(o.beta1), Double(p.step))
  let correction2 = 1 - pow(Double(o.beta2), Double(p.step))
  ck_adam(
    p.count, p.weights, p.gradients, p.gradientScale, p.moments.0, p.moments.1,
    Float(Double(p.rate) / correction1), Float(1 / correction2.squareRoot()), o.beta1, o.beta2,
    o.epsilon, weightDecay, shrink)
}
