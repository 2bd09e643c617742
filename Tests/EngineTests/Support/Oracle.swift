import Engine
import Foundation

/// The whole network once more: plain loops in double precision, one sequence at a time, with none
/// of the engine's code but the places of its parameters.
///
/// A recurrence is a layer in one direction; a backward one has its own order of steps, from the
/// sequence's end.
struct Oracle {
  /// One sequence with its target and the random numbers that the engine drew for it (empty where
  /// there are none).
  struct Sequence {
    var length = 0
    /// [T, I] or [T].
    var inputs: [Double] = []
    /// -1: nothing is fed.
    var tokens: [Int] = []
    /// Added to what the first layer is fed, [T, I]: noise, and an adversary's push.
    var offset: [Double] = []
    var push: [Double] = []
    /// [rows, O] or [rows]; rows is 1 or T. Labels in their order, where these lie along the steps.
    var values: [Double] = []
    var classes: [Int] = []
    /// By layer: [T, columns fed]. By recurrence: [H] or [T, H]; and zoneout's shares [T, H] of h, c.
    var fedMasks: [[Double]] = []
    var recurrentMasks: [[Double]] = []
    var hiddenShares: [[Double]] = []
    var cellShares: [[Double]] = []
    /// [rows, columns]
    var headMask: [Double] = []
    /// Outputs of the rows before the last that stay as they are, [rows - 1, O]; empty: none do.
    var held: [Double] = []
  }

  /// A small change of one unit of a state, to differentiate by it.
  struct Nudge {
    enum State {
      case hidden
      /// c_t, before h_t is made of it.
      case cell
      /// c_t as step t + 1 gets it; h_t stays.
      case carriedCell
    }
    var recurrence: Int
    var timeStep: Int
    var unit: Int
    var state = State.hidden
    var amount = 0.0
  }

  struct Result {
    /// [rows, O], before sigmoid or softmax.
    var outputs: [Double] = []
    /// The sum over this sequence's targets, as it is and as regularizers of the outputs make it.
    var loss = 0.0
    var objective = 0.0
    /// By recurrence, [T, H], up to the sequence's end.
    var hidden: [[Double]] = []
    var cell: [[Double]] = []
    /// [queries][steps seen]
    var attention: [[Double]] = []
  }

  let architecture: Architecture
  let layout: ParameterLayout
  let places: NetworkSlices
  var weights: [Double]
  var sequences: [Sequence]
  var l1: [Double] = []
  var l2: [Double] = []
  var smoothing = 0.0
  var confidence = 0.0
  /// By class; empty: 1 each.
  var classWeights: [Double] = []
  /// Half of the objective is the loss on pushed inputs.
  var isAdversarial = false
  /// Only the loss of the last valid step counts (with a head at every step).
  var lastStepAlone = false

  /// The mean over all targets, as it is.
  var plainLoss: Double { sequences.map { run($0).loss }.reduce(0, +) / divisor }

  /// What is differentiated: with all that regularizers do to it.
  var objective: Double {
    var sum = 0.0
    for sequence in sequences {
      let clean = run(sequence).objective
      sum += isAdversarial ? (clean + run(sequence, isPushed: true).objective) / 2 : clean
    }
    return sum / divisor + penalty
  }

  private var isOfSequences: Bool { LossRegistry.named(architecture.loss)!.isOfSequences }

  /// Only what enters at the last step counts of the loss; of one of whole sequences the outputs before it
  /// stay as they are.
  mutating func watchLastStepAlone() {
    lastStepAlone = true
    guard isOfSequences else { return }
    for b in sequences.indices {
      let outputs = run(sequences[b]).outputs
      sequences[b].held = Array(outputs.dropLast(architecture.outputs))
    }
  }

  var divisor: Double {
    if architecture.isAligned { return Double(sequences.map { $0.classes.count + 1 }.reduce(0, +)) }
    let lastStepAlone = lastStepAlone && !isOfSequences
    let every = architecture.head == .every && !lastStepAlone
    let rows = sequences.map { every ? $0.length : 1 }.reduce(0, +)
    guard classWeights.isEmpty || isOfSequences else {
      return sequences.flatMap { sequence in
        let last = architecture.head == .every ? sequence.length - 1 : 0
        return (every ? 0...last : last...last).map { weight(sequence, row: $0) }
      }.reduce(0, +)
    }
    return Double(rows * OracleLoss.terms(architecture.loss, outputs: architecture.outputs))
  }

  private func weight(_ sequence: Sequence, row: Int) -> Double {
    classWeights.isEmpty || isOfSequences ? 1 : classWeights[sequence.classes[row]]
  }

  var penalty: Double {
    var sum = 0.0
    for (slice, (l1, l2)) in zip(layout.slices, zip(l1, l2)) where l1 > 0 || l2 > 0 {
      for w in weights[slice.range] { sum += l1 * abs(w) + l2 * w * w }
    }
    return sum
  }

  func run(_ sequence: Sequence, nudge: Nudge? = nil, isPushed: Bool = false) -> Result {
    var result = Result()
    let directions = architecture.directions
    var fed = convolved(firstInput(sequence, isPushed))
    // Of each direction of the top layer: its output after its last step.
    var last: [[Double]] = []
    for (k, size) in architecture.hidden.enumerated() {
      if !sequence.fedMasks[k].isEmpty {
        for t in fed.indices {
          let columns = fed[t].count
          for i in 0..<columns { fed[t][i] *= sequence.fedMasks[k][t * columns + i] }
        }
      }
      var outputs: [[[Double]]] = []
      for d in 0..<directions {
        let u = k * directions + d
        let own = d == 0 ? fed : fed.reversed()
        let states = runRecurrence(u, size, own, sequence, nudge?.recurrence == u ? nudge : nil)
        result.hidden.append(states.h.flatMap { $0 })
        result.cell.append(states.c.flatMap { $0 })
        outputs.append(outputStage(u, own, states.h))
      }
      last = outputs.map { $0[$0.count - 1] }
      fed = fed.indices.map { t in
        outputs[0][t] + (directions == 2 ? outputs[1][fed.count - 1 - t] : [])
      }
    }
    runHead(sequence, fed, last.flatMap { $0 }, into: &result)
    return result
  }

  /// [T][I]
  private func firstInput(_ sequence: Sequence, _ isPushed: Bool) -> [[Double]] {
    let columns = architecture.input
    return (0..<sequence.length).map { t in
      (0..<columns).map { i in
        let x =
          places.embedding.map {
            let token = sequence.tokens[t]
            return token < 0 ? 0 : weights[$0.range.lowerBound + token * columns + i]
          } ?? sequence.inputs[t * columns + i]
        let moved = isPushed ? sequence.push : sequence.offset
        return moved.isEmpty ? x : x + moved[t * columns + i]
      }
    }
  }

  /// Steps of a sequence that the recurrent layers see.
  func steps(_ sequence: Sequence) -> Int {
    architecture.convolution.map { (sequence.length - 1) / $0.stride + 1 } ?? sequence.length
  }

  /// [T'][C]: what the recurrent layers are fed, where there is a convolution in front of them.
  private func convolved(_ x: [[Double]]) -> [[Double]] {
    guard let shape = architecture.convolution else { return x }
    var x = x
    for k in 0..<shape.layers {
      let (weight, bias) = (places.convolution[2 * k], places.convolution[2 * k + 1])
      let stride = k == 0 ? shape.stride : 1
      let back = shape.causal ? shape.width - 1 : (shape.width - 1) / 2
      x = Swift.stride(from: 0, to: x.count, by: stride).map { centre in
        (0..<shape.channels).map { c in
          var sum = weights[bias.range.lowerBound + c]
          for (i, _) in x[0].enumerated() {
            for place in 0..<shape.width {
              let t = centre + place - back
              guard x.indices.contains(t) else { continue }
              let w = weight.range.lowerBound + (c * x[0].count + i) * shape.width + place
              sum += weights[w] * x[t][i]
            }
          }
          return max(0, sum)
        }
      }
    }
    return x
  }

  /// W_hh x + b_hh; nothing where the cell has no recurrent weights.
  private func recurrentProduct(
    _ slices: ParameterLayout.LayerSlices, _ x: [Double], rows: Range<Int>? = nil
  ) -> [Double] {
    guard let weight = slices.recurrentWeight, let bias = slices.recurrentBias else { return [] }
    return affine(weight, bias, x, rows: rows)
  }

  /// - Parameter fed: [T][columns].
  private func runRecurrence(
    _ u: Int, _ size: Int, _ fed: [[Double]], _ sequence: Sequence, _ nudge: Nudge?
  ) -> (h: [[Double]], c: [[Double]]) {
    let slices = places.layers[u]
    let hasCell = architecture.cell == "lstm"
    let zeros = [Double](repeating: 0, count: size)
    let cell = OracleCell(
      name: architecture.cell, options: architecture.options, size: size,
      peephole: slices.peephole.map { Array(weights[$0.range]) } ?? [],
      recurrent: { rows, x in
        recurrentProduct(slices, x, rows: rows)
      })
    var state: OracleCell.State = (zeros, hasCell ? zeros : [])
    var all: (h: [[Double]], c: [[Double]]) = ([], [])
    for t in 0..<fed.count {
      let before = state
      let mask = row(sequence.recurrentMasks[u], t, size)
      let masked = mask.isEmpty ? state.h : zip(state.h, mask).map { $0 * $1 }
      let here = nudge?.timeStep == t ? nudge : nil
      // Zoneout makes another c of the cell's; then the nudge belongs to that.
      let zones = !row(sequence.cellShares[u], t, size).isEmpty
      state = cell.step(
        OracleCell.Step(
          a: affine(slices.inputWeight, slices.inputBias, fed[t]),
          u: recurrentProduct(slices, masked), masked: masked,
          before: state,
          nudge: here.flatMap { $0.state == .cell && !zones ? ($0.unit, $0.amount) : nil }))
      state.h = zoneOut(state.h, before.h, row(sequence.hiddenShares[u], t, size))
      if hasCell { state.c = zoneOut(state.c, before.c, row(sequence.cellShares[u], t, size)) }
      if let here {
        switch here.state {
        case .hidden: state.h[here.unit] += here.amount
        case .cell: if zones { state.c[here.unit] += here.amount }
        case .carriedCell: state.c[here.unit] += here.amount
        }
      }
      all.h.append(state.h)
      all.c.append(state.c)
    }
    return all
  }

  /// Row t of [T, size], or the one row that holds for all.
  private func row(_ values: [Double], _ t: Int, _ size: Int) -> [Double] {
    values.count <= size ? values : Array(values[t * size..<(t + 1) * size])
  }

  private func zoneOut(_ new: [Double], _ old: [Double], _ shares: [Double]) -> [Double] {
    if shares.isEmpty { return new }
    return new.indices.map { shares[$0] * old[$0] + (1 - shares[$0]) * new[$0] }
  }

  /// What a recurrence puts out: its states, or a two-stage net's o.
  private func outputStage(
    _ u: Int, _ fed: [[Double]], _ states: [[Double]]
  ) -> [[Double]] {
    let stage = places.layers[u].outputStage
    guard !stage.isEmpty else { return states }
    return zip(fed, states).map { x, h in
      var o = affine(stage[1], stage[2], x)
      for (j, value) in affine(stage[0], nil, h).enumerated() { o[j] += value }
      if architecture.options.context {
        let context = affine(stage[3], nil, h).map { tanh($0) }
        for (j, value) in affine(stage[4], nil, context).enumerated() { o[j] += value }
      }
      return o.map { tanh($0) }
    }
  }

  /// W x + b, or some rows of it.
  private func affine(
    _ weight: ParameterLayout.Slice, _ bias: ParameterLayout.Slice?, _ x: [Double],
    rows: Range<Int>? = nil
  ) -> [Double] {
    let columns = weight.shape[1]
    return weights.withUnsafeBufferPointer { weights in
      x.withUnsafeBufferPointer { x in
        (rows ?? 0..<weight.shape[0]).map { r in
          var sum = bias.map { weights[$0.range.lowerBound + r] } ?? 0
          for j in 0..<columns { sum += weights[weight.range.lowerBound + r * columns + j] * x[j] }
          return sum
        }
      }
    }
  }

  /// - Parameters:
  ///   - top: the top layer's output, [T][columns]; last: each direction's after its last step.
  private func runHead(
    _ sequence: Sequence, _ top: [[Double]], _ last: [Double], into result: inout Result
  ) {
    let every = architecture.head == .every
    var fed = every ? top : [last]
    if architecture.attention != .none {
      let attention = OracleAttention(
        kind: architecture.attention, columns: architecture.columnsOfTop,
        tensors: places.attention.map { Array(weights[$0.range]) })
      (fed, result.attention) = attention(
        states: top,
        queries: every
          ? top.enumerated().map { ($0.element, $0.offset + 1) } : [(last, top.count)])
    }
    let outputs = architecture.outputs
    let (smoothing, confidence) = isOfSequences ? (0, 0) : (smoothing, confidence)
    defer {
      if isOfSequences {
        let outputs =
          sequence.held + result.outputs.suffix(result.outputs.count - sequence.held.count)
        result.loss =
          architecture.isAligned
          ? OracleLoss.alignment(outputs, classes: architecture.outputs, labels: sequence.classes)
          : OracleLoss.chain(
            outputs, places.chain.map { Array(weights[$0.range]) },
            tags: Array(sequence.classes.prefix(fed.count)))
        result.objective = result.loss
      }
    }
    for (row, input) in fed.enumerated() {
      let mask = sequence.headMask
      let x = mask.isEmpty ? input : input.indices.map { input[$0] * mask[row * input.count + $0] }
      var y = affine(places.headWeight, places.headBias, x)
      if architecture.headActivation == .tanh { y = y.map { tanh($0) } }
      result.outputs += y
      if lastStepAlone && row < fed.count - 1 || isOfSequences { continue }
      let values =
        sequence.values.isEmpty
        ? [] : Array(sequence.values[row * outputs..<(row + 1) * outputs])
      let target = sequence.classes.isEmpty ? 0 : sequence.classes[row]
      let weight = weight(sequence, row: row)
      result.loss +=
        weight * OracleLoss.row(architecture.loss, y, values: values, target: target)
      result.objective +=
        weight
        * OracleLoss.row(
          architecture.loss, y, values: values, target: target, smoothing: smoothing,
          confidence: confidence)
    }
  }
}
