package enum OptimizerRegistry {
  package static let all: [any Optimizer.Type] = [
    SGD.self, Momentum.self, Nesterov.self, RMSprop.self, Adam.self, AdamW.self,
  ]

  package static func named(_ name: String) -> (any Optimizer.Type)? {
    all.first { $0.name == name }
  }
}
