/// One recurrence of a model, a layer of a stack in one direction, with what its last pass left
/// behind.
package struct Recurrence {
  let stack: RecurrentStack
  let shards: ArraySlice<StackWorkspace>
  let place: Int
  let parameters: Parameters
  /// Diagnostics of the gradient are for the last step's loss alone.
  package let looksAtLastStepAlone: Bool
  /// Time steps of the longest sequences that it is passed.
  package let maxTimeSteps: Int

  package var cell: any RecurrentCell { stack.cell }
  package var layer: Int { place / stack.shape.directions }
  package var isReverse: Bool { place % stack.shape.directions == 1 }
  /// H
  package var units: Int { stack.shape.units(place) }

  /// Its stack, in a model with several: "encoder".
  package var part: String? { stack.part }

  /// "rnn.0", "rnn.0 backward"; steps of the backward direction count from the sequence's end.
  package var name: String { stack.layerName(place) }

  /// For the last pass: time steps of its longest sequence, and the valid ones of every sequence.
  package var timeSteps: Int { shards.first?.pass.timeSteps ?? 0 }
  package var lengths: [Int] {
    shards.flatMap { shard in (0..<shard.pass.rows).map { Int(shard.pass.lengths[$0]) } }
  }

  /// The recurrent block whose spectral radius is shown: of the gate that proposes new content. Nil
  /// where the cell has no recurrent weights.
  package var candidateBlock: UnsafePointer<Float>? {
    stack.slices[place].recurrentWeight.map {
      UnsafePointer(
        parameters.weights.pointer + $0.range.lowerBound + cell.candidate * units * units)
    }
  }

  // MARK: everything inside

  package enum Quantity: Sendable {
    case hidden
    case cell
    /// The activations [G*H]; after a training pass their derivatives.
    case gates
    /// A two-stage net's output.
    case output
  }

  /// A quantity at every step, [T, B, width], in the sequences' own order of steps.
  package func values(_ quantity: Quantity) -> [Float] {
    let width = quantity == .gates ? cell.gates.count * units : units
    return gather(width: width) { shard in
      let w = shard.layers[place]
      return switch quantity {
      case .hidden: UnsafePointer(shard.hiddenStates(place))
      case .cell: UnsafePointer(shard.cellStates(place))
      case .gates: UnsafePointer(w.gates.pointer)
      case .output: UnsafePointer(w.stage?.outputs.pointer ?? shard.hiddenStates(place))
      }
    }
  }

  /// The derivative with respect to the layer's input, of both directions, [T, B, I]; only of
  /// the forward direction, and after a pass that computed it.
  package var inputGradient: [Float] {
    gather(width: stack.layers[place].columnsFed) {
      UnsafePointer($0.layers[place].inputGradient.pointer)
    }
  }

  private func gather(
    width: Int, _ from: (StackWorkspace) -> UnsafePointer<Float>
  ) -> [Float] {
    let size = shards.reduce(0) { $0 + $1.pass.rows }
    let steps = timeSteps
    var values = [Float](repeating: 0, count: steps * size * width)
    for shard in shards {
      let source = from(shard)
      for t in 0..<steps {
        for s in 0..<shard.pass.rows {
          let row = row(shard, t, s)
          let to = (t * size + shard.firstColumn + s) * width
          for i in 0..<width { values[to + i] = source[row * width + i] }
        }
      }
    }
    return values
  }

  private func row(_ shard: StackWorkspace, _ t: Int, _ s: Int) -> Int {
    isReverse ? shard.pass.reversedRow(t, s) : t * shard.pass.rows + s
  }

  /// Sums over the batch of the squares of dL/dh_t (or dL/dc_t), by step.
  package func gradientSquares(ofCell: Bool) -> [Double] {
    var sums = [Double](repeating: 0, count: timeSteps)
    for shard in shards {
      let w = shard.layers[place]
      let squares = ofCell ? w.cellSquares : w.hiddenSquares
      for t in sums.indices {
        for s in 0..<shard.pass.rows { sums[t] += squares.pointer[row(shard, t, s)] }
      }
    }
    return sums
  }

  /// Sets the state before the first step, [B, H]; nil: 0. Between `begin` of a job with given states
  /// and its phases.
  package func setInitialState(hidden: [Float]?, cell: [Float]?) {
    for shard in shards {
      let w = shard.layers[place]
      for (values, block) in [(hidden, w.hiddenStates), (cell, w.cellStates)]
      where block.count > 0 {
        let count = shard.pass.rows * units
        for i in 0..<count { block.pointer[i] = values?[shard.firstColumn * units + i] ?? 0 }
      }
    }
  }
}
