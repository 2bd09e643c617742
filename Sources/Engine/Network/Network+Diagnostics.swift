import CKernels

extension Network {
  package var recurrenceCount: Int { stack.layers.count }

  package func recurrence(_ number: Int) -> Recurrence {
    Recurrence(
      stack: stack, shards: stacksInUse, place: number, parameters: parameters,
      looksAtLastStepAlone: architecture.head == .every)
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

extension HeadWorkspace {
  /// Whether all outputs are.
  var isFinite: Bool {
    ck_sum_squares(rows * outputs.count / max(1, capacity), outputs.pointer).isFinite
  }
}

extension RecurrentStack {
  /// The first place, forward in time, where a state of a pass is not finite.
  func firstNonfiniteState(_ shards: ArraySlice<StackWorkspace>) -> Nonfinite? {
    for shard in shards {
      let rows = shard.pass.rows
      for t in 0..<shard.pass.timeSteps {
        for u in layers.indices {
          let hidden = layers[u].hidden
          let state = shard.hiddenStates(u) + t * rows * hidden
          if !ck_sum_squares(rows * hidden, state).isFinite {
            return Nonfinite(
              layer: layerName(u), timeStep: t + 1, what: "the hidden state is not finite")
          }
        }
      }
    }
    return nil
  }

  /// The first place, backward in time from the top layer, where its gradient is not.
  func firstNonfiniteGradient(_ shards: ArraySlice<StackWorkspace>) -> Nonfinite? {
    for u in layers.indices.reversed() {
      for shard in shards {
        let rows = shard.pass.rows
        for t in (0..<shard.pass.timeSteps).reversed() {
          for s in 0..<rows where !shard.layers[u].hiddenSquares.pointer[t * rows + s].isFinite {
            return Nonfinite(
              layer: layerName(u), timeStep: t + 1, what: "the gradient overflowed")
          }
        }
      }
    }
    return nil
  }

  /// "rnn.0", "rnn.0 backward".
  func layerName(_ recurrence: Int) -> String {
    let directions = shape.directions
    return "\(name).\(recurrence / directions)"
      + (recurrence % directions == 1 ? " backward" : "")
  }
}
