extension Network {
  package var recurrenceCount: Int { stack.layers.count }

  package func recurrence(_ number: Int) -> Recurrence {
    Recurrence(
      stack: stack, shards: stacksInUse, place: number, parameters: parameters,
      looksAtLastStepAlone: architecture.head == .every,
      maxTimeSteps: architecture.recurrentSteps(maxTimeSteps))
  }

  package var convolvedSteps: ConvolvedSteps? {
    convolution.map { front in
      ConvolvedSteps(
        shards: convolvedShards.prefix(shardsInUse), channels: front.shape.channels,
        input: front.input,
        looksAtLastStepAlone: architecture.head == .every,
        maxTimeSteps: architecture.recurrentSteps(maxTimeSteps))
    }
  }

  package var hasAttention: Bool { attention != nil }

  package var attentionWeights: AttentionWeights? {
    let used = shards.prefix(shardsInUse)
    guard attention != nil, let timeSteps = used.first?.pass.timeSteps else { return nil }
    let everyStep = architecture.head == .every
    let queries = everyStep ? timeSteps : 1
    var weights: [Float] = []
    var lengths: [Int] = []
    for shard in used {
      guard let w = shard.attention else { continue }
      for s in 0..<shard.pass.rows {
        lengths.append(Int(shard.pass.lengths[s]))
        weights += UnsafeBufferPointer(
          start: w.weights(of: s, shard.pass), count: queries * timeSteps)
      }
    }
    return AttentionWeights(
      queries: everyStep ? .causal : .last,
      shape: [lengths.count] + (everyStep ? [timeSteps] : []) + [timeSteps], values: weights,
      lengths: lengths)
  }

  package func firstNonfinite() -> Nonfinite? {
    if let place = stack.firstNonfiniteState(stacksInUse) { return place }
    for head in shards.prefix(shardsInUse).lazy.map(\.head) where !head.isFinite {
      return Nonfinite(layer: "head", timeStep: nil, what: "the output is not finite")
    }
    return job.kind == .training ? stack.firstNonfiniteGradient(stacksInUse) : nil
  }
}
