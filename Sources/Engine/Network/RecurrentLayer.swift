/// What a recurrent layer is fed.
enum LayerInput {
  /// [T*S, I] numbers.
  case rows(UnsafePointer<Float>)
  /// Token ids whose products with the input weights stand ready in a table [V, G*H]: with fewer
  /// words than places, the product is taken once per word and not once per place.
  case tokens(UnsafePointer<Int32>, stride: Int, table: UnsafePointer<Float>)
}

/// Where the layer's output is used, and so where its gradient comes from.
enum GradientFromAbove {
  /// [T*S, H]: at every step.
  case everyStep(UnsafePointer<Float>)
  /// [S, H]: at each sequence's last valid step only.
  case lastStep(UnsafePointer<Float>)
}

/// One recurrent layer with its cell's type erased, once per batch and shard.
protocol AnyRecurrentLayer: AnyObject, Sendable {
  var hidden: Int { get }
  var width: Int { get }
  var columnsFed: Int { get }
  func pack(_ weights: UnsafePointer<Float>, part: Int)
  func inputProducts(
    rows: Int, _ input: UnsafePointer<Float>, into table: UnsafeMutablePointer<Float>)
  func inputGradient(
    rows: Int, _ gates: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>)
  func forward(_ w: LayerWorkspace, _ input: LayerInput, _ pass: ShardPass, recurrentDropout: Bool)
  func backward(
    _ w: LayerWorkspace, _ scratch: StepScratch, _ above: GradientFromAbove, _ pass: ShardPass,
    recurrentDropout: Bool, keepsActivations: Bool, wantsInputGradient: Bool)
}

/// A recurrent layer over any cell. It owns every matrix product and the only loop over time: the
/// input products are taken for all steps at once, only the recurrent product runs per step, and
/// weight gradients are taken once over all steps (`WeightGradients`).
final class RecurrentLayer<Cell: RecurrentCell>: AnyRecurrentLayer, @unchecked Sendable {
  let hidden: Int
  let columnsFed: Int
  let width: Int
  private let slices: ParameterLayout.LayerSlices
  private let inputForward: PanelMatrix
  private let inputBackward: PanelMatrix
  private let recurrentForward: PanelMatrix
  private let recurrentBackward: PanelMatrix
  private let bias: FloatBlock

  init(hidden: Int, columnsFed: Int, slices: ParameterLayout.LayerSlices) {
    self.hidden = hidden
    self.columnsFed = columnsFed
    self.slices = slices
    width = Cell.gates.count * hidden
    inputForward = PanelMatrix(depth: columnsFed, columns: width)
    inputBackward = PanelMatrix(depth: width, columns: columnsFed)
    recurrentForward = PanelMatrix(depth: hidden, columns: width)
    recurrentBackward = PanelMatrix(depth: width, columns: hidden)
    bias = FloatBlock(count: Cell.biasTerms * hidden)
  }

  /// Repacks one of four parts, so that threads may share the work.
  func pack(_ weights: UnsafePointer<Float>, part: Int) {
    let input = weights + slices.inputWeight.range.lowerBound
    let recurrent = weights + slices.recurrentWeight.range.lowerBound
    switch part {
    case 0:
      inputForward.pack(transposed: input)
      Cell.combineBiases(
        hidden: hidden, input: weights + slices.inputBias.range.lowerBound,
        recurrent: weights + slices.recurrentBias.range.lowerBound, into: bias.pointer)
    case 1: inputBackward.pack(input)
    case 2: recurrentForward.pack(transposed: recurrent)
    default: recurrentBackward.pack(recurrent)
    }
  }

  /// table [rows, G*H] = input [rows, I] W^T
  func inputProducts(
    rows: Int, _ input: UnsafePointer<Float>, into table: UnsafeMutablePointer<Float>
  ) {
    inputForward.multiply(rows: rows, input, into: table)
  }

  /// gradient [rows, I] = gates [rows, G*H] W
  func inputGradient(
    rows: Int, _ gates: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>
  ) {
    inputBackward.multiply(rows: rows, gates, into: gradient)
  }

  func forward(
    _ w: LayerWorkspace, _ input: LayerInput, _ pass: ShardPass, recurrentDropout: Bool
  ) {
    let rows = pass.rows
    let state = rows * hidden
    if case .rows(let x) = input {
      inputForward.multiply(rows: pass.timeSteps * rows, x, into: w.gates.pointer)
    }
    for t in 0..<pass.timeSteps {
      let gates = w.gates.pointer + t * rows * width
      if case .tokens(let tokens, let stride, let table) = input {
        for s in 0..<rows {
          (gates + s * width).update(
            from: table + Int(tokens[t * stride + s]) * width, count: width)
        }
      }
      let previous = w.hiddenStates.pointer + t * state
      var operand = UnsafePointer(previous)
      if recurrentDropout {
        let masked = w.maskedStates.pointer + t * state
        multiply(state, previous, w.recurrentMask.pointer, into: masked)
        operand = UnsafePointer(masked)
      }
      let recurrent = Cell.keepsRecurrentProduct ? w.recurrent.pointer + t * rows * width : nil
      recurrentForward.multiply(
        rows: rows, operand, into: recurrent ?? gates, accumulate: recurrent == nil)
      let cells = Cell.hasCellState
      let hiddenState = w.hiddenStates.pointer + (t + 1) * state
      let cellState = cells ? w.cellStates.pointer + (t + 1) * state : nil
      Cell.forward(
        CellForward(
          rows: rows, hidden: hidden, gates: gates, recurrent: recurrent, bias: bias.pointer,
          previousHidden: previous,
          previousCell: cells ? UnsafePointer(w.cellStates.pointer + t * state) : nil,
          hiddenState: hiddenState, cellState: cellState,
          tanhCell: cells ? w.tanhCells.pointer + t * state : nil))
      // Past its end a sequence has no state: 0, which also keeps its gradient 0.
      if t >= pass.shortest {
        for s in 0..<rows where t >= Int(pass.lengths[s]) {
          (hiddenState + s * hidden).update(repeating: 0, count: hidden)
          cellState.map { ($0 + s * hidden).update(repeating: 0, count: hidden) }
        }
      }
    }
  }

  /// Leaves the derivatives of the pre-activations in `w.gates` (and `w.recurrent`), unless
  /// `keepsActivations`: then only norms and the input gradient come out of it.
  func backward(
    _ w: LayerWorkspace, _ scratch: StepScratch, _ above: GradientFromAbove, _ pass: ShardPass,
    recurrentDropout: Bool, keepsActivations: Bool, wantsInputGradient: Bool
  ) {
    let rows = pass.rows
    let state = rows * hidden
    let cells = Cell.hasCellState
    let dh = scratch.hiddenGradient.pointer
    dh.update(repeating: 0, count: state)
    scratch.cellGradient.pointer.update(repeating: 0, count: state)
    for t in (0..<pass.timeSteps).reversed() {
      let gates = w.gates.pointer + t * rows * width
      let gateGradients = keepsActivations ? scratch.gates.pointer : gates
      let recurrent = Cell.keepsRecurrentProduct ? w.recurrent.pointer + t * rows * width : nil
      let recurrentGradients = recurrent.map { keepsActivations ? scratch.recurrent.pointer : $0 }
      Cell.backward(
        CellBackward(
          rows: rows, hidden: hidden, gates: gates, gateGradients: gateGradients,
          recurrent: recurrent.map { UnsafePointer($0) }, recurrentGradients: recurrentGradients,
          previousHidden: w.hiddenStates.pointer + t * state,
          previousCell: cells ? UnsafePointer(w.cellStates.pointer + t * state) : nil,
          tanhCell: cells ? UnsafePointer(w.tanhCells.pointer + t * state) : nil,
          above: gradientFromAbove(above, t, pass, scratch), hiddenGradient: dh,
          cellGradient: cells ? scratch.cellGradient.pointer : nil,
          hiddenSquares: w.hiddenSquares.pointer + t * rows,
          cellSquares: cells ? w.cellSquares.pointer + t * rows : nil))
      if keepsActivations && wantsInputGradient {
        inputBackward.multiply(
          rows: rows, gateGradients, into: w.inputGradient.pointer + t * rows * columnsFed)
      }
      if t > 0 {
        passBack(
          recurrentGradients ?? gateGradients, rows, dh,
          mask: recurrentDropout ? w.recurrentMask.pointer : nil, scratch)
      }
    }
    if wantsInputGradient && !keepsActivations {
      inputBackward.multiply(
        rows: pass.timeSteps * rows, w.gates.pointer, into: w.inputGradient.pointer)
    }
  }

  /// dh becomes the derivative with respect to h(t-1): what the cell left in dh where it has a
  /// direct way (GRU), plus mask o (gradients R).
  private func passBack(
    _ gradients: UnsafePointer<Float>, _ rows: Int, _ dh: UnsafeMutablePointer<Float>,
    mask: UnsafePointer<Float>?, _ scratch: StepScratch
  ) {
    let direct = Cell.passesHiddenDirectly
    guard let mask else {
      recurrentBackward.multiply(rows: rows, gradients, into: dh, accumulate: direct)
      return
    }
    let product = scratch.product.pointer
    recurrentBackward.multiply(rows: rows, gradients, into: product)
    if direct {
      multiplyAdd(rows * hidden, product, mask, dh)
      dh.update(from: product, count: rows * hidden)
    } else {
      multiply(rows * hidden, product, mask, into: dh)
    }
  }

  private func gradientFromAbove(
    _ above: GradientFromAbove, _ t: Int, _ pass: ShardPass, _ scratch: StepScratch
  ) -> UnsafePointer<Float>? {
    switch above {
    case .everyStep(let gradient):
      return gradient + t * pass.rows * hidden
    case .lastStep(let gradient):
      guard t >= pass.shortest - 1 else { return nil }
      let rows = scratch.above.pointer
      for s in 0..<pass.rows {
        if Int(pass.lengths[s]) == t + 1 {
          (rows + s * hidden).update(from: gradient + s * hidden, count: hidden)
        } else {
          (rows + s * hidden).update(repeating: 0, count: hidden)
        }
      }
      return UnsafePointer(rows)
    }
  }
}
