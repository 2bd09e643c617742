import Engine

extension PresetKeys {
  /// `training.optimizer` and, below it, the options of every optimizer in the registry.
  static let optimizerOptions: [PresetKey] =
    [name] + [
      option("momentum", \.momentum, .number(0...0.99999), "share of the last update to keep"),
      option("nesterov", \.nesterov, .flag, "Nesterov's momentum, which looks ahead"),
      option("beta1", \.beta1, .number(0...0.99999), "smoothing of the gradient's mean"),
      option("beta2", \.beta2, .number(0...0.99999), "smoothing of the gradient's square"),
      option("alpha", \.alpha, .number(0...0.99999), "smoothing of the gradient's square"),
      option("epsilon", \.epsilon, .number(1e-16...1), "added to the denominator for stability"),
      option("decay", \.decay, .number(0...10), "weight decay"),
    ]

  private static let name = {
    var key = PresetKey.lane(
      "training.optimizer", PresetRule.name(OptimizerRegistry.all.map { $0.name }),
      "how weights follow the gradient; naming one resets its options to their defaults",
      get: { $0.training.optimizer },
      set: { name, lane in
        lane.training.optimizer = name
        if let type = OptimizerRegistry.named(name) {
          lane.training.optimizerOptions = type.defaults
        }
      })
    key.isNamed = true
    return key
  }()

  private static func option<Value>(
    _ name: String, _ place: WritableKeyPath<OptimizerOptions, Value> & Sendable,
    _ rule: PresetRule<Value>, _ meaning: String
  ) -> PresetKey {
    let users = OptimizerRegistry.all.filter { $0.keys.contains(name) }.map { $0.name }
    var key = PresetKey.lane(
      "training.optimizer." + name, rule,
      "\(meaning) (\(users.joined(separator: ", ")))",
      get: { $0.training.optimizerOptions[keyPath: place] },
      set: { $1.training.optimizerOptions[keyPath: place] = $0 })
    key.conflict = { lane in
      let type = OptimizerRegistry.named(lane.training.optimizer)
      guard let type, !type.keys.contains(name) else { return nil }
      return "the optimizer \(type.name) does not use it; allowed: "
        + type.keys.joined(separator: ", ")
    }
    return key
  }
}
