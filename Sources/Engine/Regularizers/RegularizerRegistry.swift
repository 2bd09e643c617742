package enum RegularizerRegistry {
  package static let all: [any Regularizer.Type] = [
    L1Penalty.self, L2Penalty.self, Dropout.self, RecurrentDropout.self, GradientClipping.self,
    Zoneout.self, AdaptiveRegularization.self, WeightDecay.self, WeightNoise.self,
    InputNoise.self, LabelSmoothing.self, ConfidencePenalty.self, AdversarialTraining.self,
  ]

  package static func place(of key: String) -> Int? { all.firstIndex { $0.key == key } }
}
