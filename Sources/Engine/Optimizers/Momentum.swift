/// SGD with classical momentum (Polyak 1964), by its usual name; `SGD` has the
/// equations.
package enum Momentum: Optimizer {
  package static let name = "momentum"
  package static let momentCount = SGD.momentCount
  package static let keys = ["momentum", "decay"]
  package static let defaults = sgd(nesterov: false, SGD.defaults, momentum: 0.9)

  package static func update(_ p: OptimizerPart, _ o: OptimizerOptions) {
    SGD.update(p, sgd(nesterov: false, o))
  }
}

/// SGD with momentum that looks ahead (Nesterov 1983, Sutskever et al. 2013).
package enum Nesterov: Optimizer {
  package static let name = "nesterov"
  package static let momentCount = SGD.momentCount
  package static let keys = ["momentum", "decay"]
  package static let defaults = sgd(nesterov: true, SGD.defaults, momentum: 0.9)

  package static func update(_ p: OptimizerPart, _ o: OptimizerOptions) {
    SGD.update(p, sgd(nesterov: true, o))
  }
}

/// The name decides the kind of momentum.
private func sgd(
  nesterov: Bool, _ options: OptimizerOptions, momentum: Float? = nil
) -> OptimizerOptions {
  var options = options
  options.nesterov = nesterov
  if let momentum { options.momentum = momentum }
  return options
}
