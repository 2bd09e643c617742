import Engine

/// The whole network once more: plain loops in double precision, one sequence at a time, with none
/// of the engine's code but the places of its parameters.
struct Oracle {
  /// One sequence with its target and the dropout masks that the engine drew for it (empty where a
  /// place has no dropout).
  struct Sequence {
    var length = 0
    /// [T, I] or [T].
    var inputs: [Double] = []
    var tokens: [Int] = []
    /// [rows, O] or [rows]; rows is 1 or T.
    var values: [Double] = []
    var classes: [Int] = []
    /// By layer: [T, columns fed] and [H]. [rows, H].
    var fedMasks: [[Double]] = []
    var recurrentMasks: [[Double]] = []
    var headMask: [Double] = []
  }

  /// A small change of one unit of h_t or c_t, to differentiate by it.
  struct Nudge {
    var layer: Int
    var timeStep: Int
    var unit: Int
    var ofCell = false
    var amount = 0.0
  }

  struct Result {
    /// [rows, O], before sigmoid or softmax.
    var outputs: [Double] = []
    /// The sum over this sequence's targets.
    var loss = 0.0
    /// By layer, [T, H], up to the sequence's end.
    var hidden: [[Double]] = []
    var cell: [[Double]] = []
  }

  let architecture: Architecture
  let layout: ParameterLayout
  var weights: [Double]
  var sequences: [Sequence]
  var l1: [Double] = []
  var l2: [Double] = []
  /// Only the loss of the last valid step counts (with a head at every step).
  var lastStepAlone = false

  /// The mean over all targets, with penalties.
  var loss: Double {
    sequences.map { run($0).loss }.reduce(0, +) / divisor + penalty
  }

  var divisor: Double {
    let every = architecture.head == .every && !lastStepAlone
    let rows = sequences.map { every ? $0.length : 1 }.reduce(0, +)
    return Double(rows * OracleLoss.terms(architecture.loss, outputs: architecture.outputs))
  }

  var penalty: Double {
    var sum = 0.0
    for (slice, (l1, l2)) in zip(layout.slices, zip(l1, l2)) where l1 > 0 || l2 > 0 {
      for w in weights[slice.range] { sum += l1 * abs(w) + l2 * w * w }
    }
    return sum
  }

  func run(_ sequence: Sequence, nudge: Nudge? = nil) -> Result {
    var result = Result()
    var fed = firstInput(sequence)
    for (k, size) in architecture.hidden.enumerated() {
      if !sequence.fedMasks[k].isEmpty {
        for i in fed.indices { fed[i] *= sequence.fedMasks[k][i] }
      }
      let states = runLayer(k, size, fed, sequence, nudge?.layer == k ? nudge : nil)
      result.hidden.append(states.h)
      result.cell.append(states.c)
      fed = states.h
    }
    runHead(sequence, fed, into: &result)
    return result
  }

  private func firstInput(_ sequence: Sequence) -> [Double] {
    let columns = architecture.input
    guard let embedding = layout.embedding else {
      return Array(sequence.inputs.prefix(sequence.length * columns))
    }
    return sequence.tokens.prefix(sequence.length).flatMap { token in
      (0..<columns).map { weights[embedding.range.lowerBound + token * columns + $0] }
    }
  }

  /// - Parameter fed: [T, columns].
  private func runLayer(
    _ k: Int, _ size: Int, _ fed: [Double], _ sequence: Sequence, _ nudge: Nudge?
  ) -> OracleCell.State {
    let slices = layout.layers[k]
    let columns = architecture.columnsFed(to: k)
    let hasCell = architecture.cell == "lstm"
    let mask = sequence.recurrentMasks[k]
    let zeros = [Double](repeating: 0, count: size)
    var state: OracleCell.State = (zeros, hasCell ? zeros : [])
    var all: OracleCell.State = ([], [])
    for t in 0..<sequence.length {
      let masked = mask.isEmpty ? state.h : zip(state.h, mask).map { $0 * $1 }
      let a = affine(slices.inputWeight, slices.inputBias, fed, at: t * columns, columns)
      let u = affine(slices.recurrentWeight, slices.recurrentBias, masked, at: 0, size)
      let here = nudge?.timeStep == t ? nudge : nil
      state = OracleCell.step(
        architecture.cell, a, u, state,
        nudge: here.flatMap { $0.ofCell ? ($0.unit, $0.amount) : nil })
      if let here, !here.ofCell { state.h[here.unit] += here.amount }
      all.h += state.h
      all.c += state.c
    }
    return all
  }

  /// W x + b
  private func affine(
    _ weight: ParameterLayout.Slice, _ bias: ParameterLayout.Slice, _ x: [Double], at first: Int,
    _ columns: Int
  ) -> [Double] {
    let rows = bias.range.count
    var result = Array(weights[bias.range])
    weights.withUnsafeBufferPointer { weights in
      x.withUnsafeBufferPointer { x in
        for r in 0..<rows {
          var sum = 0.0
          for j in 0..<columns {
            sum += weights[weight.range.lowerBound + r * columns + j] * x[first + j]
          }
          result[r] += sum
        }
      }
    }
    return result
  }

  private func runHead(_ sequence: Sequence, _ top: [Double], into result: inout Result) {
    let size = architecture.hidden[architecture.hidden.count - 1]
    let outputs = architecture.outputs
    let every = architecture.head == .every
    for t in every ? 0..<sequence.length : sequence.length - 1..<sequence.length {
      let row = every ? t : 0
      var fed = Array(top[t * size..<(t + 1) * size])
      if !sequence.headMask.isEmpty {
        for j in 0..<size { fed[j] *= sequence.headMask[row * size + j] }
      }
      let y = affine(layout.headWeight, layout.headBias, fed, at: 0, size)
      result.outputs += y
      if lastStepAlone && t < sequence.length - 1 { continue }
      let values =
        sequence.values.isEmpty
        ? [] : Array(sequence.values[row * outputs..<(row + 1) * outputs])
      result.loss += OracleLoss.row(
        architecture.loss, y, values: values,
        target: sequence.classes.isEmpty ? 0 : sequence.classes[row])
    }
  }
}
