package enum LossRegistry {
  package static let all: [any Loss.Type] = [
    MeanSquaredError.self, BinaryCrossEntropy.self, SoftmaxCrossEntropy.self,
    LinearChain.self, TemporalClassification.self,
  ]

  package static func named(_ name: String) -> (any Loss.Type)? { all.first { $0.name == name } }
}
