import CKernels

/// Fills tensors one after another, as `Initialisation` says (scheme, gates' start biases).
struct InitialWeights {
  private let how: Initialisation
  private let weights: FloatBlock

  init(_ how: Initialisation, _ parameters: Parameters) {
    self.how = how
    weights = parameters.weights
    weights.clear()
  }

  func embedding(_ slice: ParameterLayout.Slice, _ random: inout some RandomNumberGenerator) {
    for i in slice.range { weights.pointer[i] = gaussian(&random) }
  }

  /// For units cut at 0: uniform in +-sqrt(6 / fan in) (He, Zhang, Ren, Sun 2015), or PyTorch's
  /// bound.
  func convolution(
    _ slices: [ParameterLayout.Slice], _ random: inout some RandomNumberGenerator
  ) {
    var fanIn = 1
    for slice in slices {
      if slice.kind == .bias {
        if how.scheme == .uniform {
          fill(slice.range, within: 1 / Float(fanIn).squareRoot(), &random)
        }
        continue
      }
      fanIn = slice.shape[1] * slice.shape[2]
      let power: Float = how.scheme == .uniform ? 1 : 6
      fill(slice.range, within: (power / Float(fanIn)).squareRoot(), &random)
    }
  }

  func stack(_ stack: RecurrentStack, _ random: inout some RandomNumberGenerator) {
    for (u, slices) in stack.slices.enumerated() {
      layer(
        slices, stack.cell, hidden: stack.layers[u].hidden, fed: stack.layers[u].columnsFed,
        &random)
    }
  }

  func attention(
    _ slices: [ParameterLayout.Slice], _ random: inout some RandomNumberGenerator
  ) {
    for slice in slices where slice.kind == .attention {
      // A vector is treated as square.
      let columns = slice.shape.last ?? 1
      fill(
        slice.range, within: bound(columns, slice.shape.count == 1 ? columns : slice.shape[0]),
        &random)
    }
  }

  func head(
    _ weight: ParameterLayout.Slice, _ bias: ParameterLayout.Slice,
    _ random: inout some RandomNumberGenerator
  ) {
    let within = bound(weight.shape[1], weight.shape[0])
    fill(weight.range, within: within, &random)
    if how.scheme == .uniform { fill(bias.range, within: within, &random) }
  }

  /// PyTorch's +-1 / sqrt(fan in) or Glorot's.
  private func bound(_ fanIn: Int, _ fanOut: Int) -> Float {
    how.scheme == .uniform ? 1 / Float(fanIn).squareRoot() : glorotBound(fanIn, fanOut)
  }

  private func layer(
    _ slices: ParameterLayout.LayerSlices, _ cell: any RecurrentCell, hidden: Int, fed: Int,
    _ random: inout some RandomNumberGenerator
  ) {
    let uniformBound = 1 / Float(hidden).squareRoot()
    let isUniform = how.scheme == .uniform
    fill(
      slices.inputWeight.range, within: isUniform ? uniformBound : glorotBound(fed, hidden),
      &random)
    if let recurrent = slices.recurrentWeight { blocks(recurrent, cell, hidden, &random) }
    if isUniform { fill(slices.inputBias.range, within: uniformBound, &random) }
    // Peepholes and an output stage are outside the recurrence that the scheme is about.
    if let peephole = slices.peephole {
      fill(peephole.range, within: isUniform ? uniformBound : glorotBound(hidden, hidden), &random)
    }
    for slice in slices.outputStage where slice.shape.count == 2 {
      fill(
        slice.range, within: isUniform ? uniformBound : glorotBound(slice.shape[1], hidden),
        &random)
    }
    for (gate, kind) in cell.gates.enumerated() {
      let bias: Float
      switch kind.role {
      case .forget: bias = how.forgetBias
      case .keep: bias = how.updateBias
      default: continue
      }
      for j in 0..<hidden {
        weights.pointer[slices.inputBias.range.lowerBound + gate * hidden + j] += bias
      }
    }
  }

  /// Recurrent weights, gate by gate.
  private func blocks(
    _ slice: ParameterLayout.Slice, _ cell: any RecurrentCell, _ hidden: Int,
    _ random: inout some RandomNumberGenerator
  ) {
    let uniformBound = 1 / Float(hidden).squareRoot()
    for gate in cell.gates.indices {
      let start = slice.range.lowerBound + gate * hidden * hidden
      let block = start..<start + hidden * hidden
      switch how.scheme {
      case .orthogonal: fillOrthogonal(block, hidden, &random)
      case .identity: for i in 0..<hidden { weights.pointer[start + i * hidden + i] = 1 }
      case .uniform: fill(block, within: uniformBound, &random)
      case .glorot: fill(block, within: glorotBound(hidden, hidden), &random)
      }
      for i in block { weights.pointer[i] *= how.recurrentGain }
    }
  }

  private func fill(
    _ range: Range<Int>, within bound: Float, _ random: inout some RandomNumberGenerator
  ) {
    for i in range { weights.pointer[i] = (2 * uniform(&random) - 1) * bound }
  }

  /// Rows of Gaussian numbers made orthonormal one after another (Gram-Schmidt, twice, in double
  /// precision: the second pass removes rounding errors), which is uniform over orthogonal
  /// matrices.
  private func fillOrthogonal(
    _ range: Range<Int>, _ n: Int, _ random: inout some RandomNumberGenerator
  ) {
    var rows = [Double](repeating: 0, count: n * n)
    for r in 0..<n {
      for j in 0..<n { rows[r * n + j] = Double(gaussian(&random)) }
      rows.withUnsafeMutableBufferPointer { rows in
        for _ in 0..<2 {
          for earlier in 0..<r {
            var dot = 0.0
            for j in 0..<n { dot += rows[r * n + j] * rows[earlier * n + j] }
            for j in 0..<n { rows[r * n + j] -= dot * rows[earlier * n + j] }
          }
        }
        var square = 0.0
        for j in 0..<n { square += rows[r * n + j] * rows[r * n + j] }
        let factor = 1 / max(square.squareRoot(), 1e-30)
        for j in 0..<n { rows[r * n + j] *= factor }
      }
    }
    for (i, value) in zip(range, rows) { weights.pointer[i] = Float(value) }
  }
}

private func glorotBound(_ fanIn: Int, _ fanOut: Int) -> Float {
  (6 / Float(fanIn + fanOut)).squareRoot()
}

/// In 0 ..< 1, on a grid of 2^-24.
private func uniform(_ random: inout some RandomNumberGenerator) -> Float {
  Float(random.next() >> 40) / 16_777_216
}

/// Standard normal (Box and Muller 1958).
private func gaussian(_ random: inout some RandomNumberGenerator) -> Float {
  let u = (Double(random.next() >> 11) + 1) / 9_007_199_254_740_992
  let v = Double(random.next() >> 11) / 9_007_199_254_740_992
  return Float((-2 * ck_log_double(u)).squareRoot() * ck_cos_double(2 * .pi * v))
}
