import Engine

/// Derivatives by central differences. In double precision with this step they are good to about
/// 1e-10.
private let step = 1e-5

extension Oracle {
  /// dL/dw of every parameter, in the layout's order.
  func parameterGradient() -> [Double] {
    var changed = self
    return weights.indices.map { i in
      let w = weights[i]
      changed.weights[i] = w + step
      let above = changed.loss
      changed.weights[i] = w - step
      let below = changed.loss
      changed.weights[i] = w
      return (above - below) / (2 * step)
    }
  }

  /// dL/dx of one sequence, [T, I]; 0 past its end.
  func inputGradient(_ b: Int) -> [Double] {
    var sequence = sequences[b]
    return sequence.inputs.indices.map { i in
      let x = sequence.inputs[i]
      sequence.inputs[i] = x + step
      let above = run(sequence).loss
      sequence.inputs[i] = x - step
      let below = run(sequence).loss
      sequence.inputs[i] = x
      return (above - below) / (2 * step * divisor)
    }
  }

  /// |dL/dh_t| (or |dL/dc_t|) of one sequence and layer for every step, [T]; 0 past its end.
  func stateGradientNorms(_ b: Int, layer: Int, ofCell: Bool, timeSteps: Int) -> [Double] {
    (0..<timeSteps).map { t in
      guard t < sequences[b].length else { return 0 }
      var sum = 0.0
      for unit in 0..<architecture.hidden[layer] {
        var nudge = Nudge(layer: layer, timeStep: t, unit: unit, ofCell: ofCell, amount: step)
        let above = run(sequences[b], nudge: nudge).loss
        nudge.amount = -step
        let below = run(sequences[b], nudge: nudge).loss
        let derivative = (above - below) / (2 * step * divisor)
        sum += derivative * derivative
      }
      return sum.squareRoot()
    }
  }
}
