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
              layer: layerName(u), timeStep: t + 1,
              what: "the hidden state is not finite" + firstUnit(state, rows, hidden))
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
            let (gates, hidden) = (cell.gates, layers[u].hidden)
            let row = shard.layers[u].gates.pointer + (t * rows + s) * gates.count * hidden
            let place = (0..<gates.count * hidden).first { !row[$0].isFinite }
            let number = place.map { "\(gates[$0 / hidden].name), \(unit($0, hidden, row[$0]))" }
            return Nonfinite(
              layer: layerName(u), timeStep: t + 1,
              what: "the gradient overflowed" + (number.map { " (\($0))" } ?? ""))
          }
        }
      }
    }
    return nil
  }

  /// " (unit 17: nan)".
  private func firstUnit(_ state: UnsafePointer<Float>, _ rows: Int, _ hidden: Int) -> String {
    let place = (0..<rows * hidden).first { !state[$0].isFinite }
    return place.map { " (\(unit($0, hidden, state[$0])))" } ?? ""
  }

  private func unit(_ place: Int, _ hidden: Int, _ value: Float) -> String {
    "unit \(place % hidden + 1): " + (value.isNaN ? "nan" : value > 0 ? "inf" : "-inf")
  }

  /// "rnn.0", "rnn.0 backward".
  func layerName(_ recurrence: Int) -> String {
    let directions = shape.directions
    return "\(name).\(recurrence / directions)"
      + (recurrence % directions == 1 ? " backward" : "")
  }
}
