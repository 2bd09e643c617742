import CKernels

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
