import Engine

/// Derivatives by central differences. In double precision with this step they are good to about
/// 1e-10.
private let step = 1e-5

extension Oracle {
  /// The objective's derivative by every parameter of a slice.
  func gradient(_ slice: ParameterLayout.Slice) -> [Double] {
    slice.range.map { i in
      derivative { $0.weights[i] += $1 }
    }
  }

  /// The objective's derivative along a direction in one slice's parameters.
  func derivative(_ slice: ParameterLayout.Slice, along direction: [Double]) -> Double {
    derivative { oracle, amount in
      for (i, part) in zip(slice.range, direction) { oracle.weights[i] += amount * part }
    }
  }

  private func derivative(_ change: (inout Oracle, Double) -> Void) -> Double {
    var (above, below) = (self, self)
    change(&above, step)
    change(&below, -step)
    return (above.objective - below.objective) / (2 * step)
  }

  /// dL/dx of one sequence, [T, I]; 0 past its end.
  func inputGradient(_ b: Int) -> [Double] {
    var sequence = sequences[b]
    return sequence.inputs.indices.map { i in
      let x = sequence.inputs[i]
      sequence.inputs[i] = x + step
      let above = run(sequence).objective
      sequence.inputs[i] = x - step
      let below = run(sequence).objective
      sequence.inputs[i] = x
      return (above - below) / (2 * step * divisor)
    }
  }

  /// |dL/dh_t| (or |dL/dc_t|) of one sequence and recurrence for every step in its own order, [T]; 0
  /// past the sequence's end.
  func stateGradientNorms(
    _ b: Int, recurrence: Int, of state: Nudge.State, timeSteps: Int
  ) -> [Double] {
    let hidden = architecture.hidden[recurrence / architecture.directions]
    return (0..<timeSteps).map { t in
      guard t < steps(sequences[b]) else { return 0 }
      var sum = 0.0
      for unit in 0..<hidden {
        var nudge = Nudge(
          recurrence: recurrence, timeStep: t, unit: unit, state: state, amount: step)
        let above = run(sequences[b], nudge: nudge).objective
        nudge.amount = -step
        let below = run(sequences[b], nudge: nudge).objective
        let derivative = (above - below) / (2 * step * divisor)
        sum += derivative * derivative
      }
      return sum.squareRoot()
    }
  }
}
