/// A recurrent layer over any cell. It owns every matrix product and the only loop over time: the
/// input products are taken for all steps at once, only products with states run per step, and
/// weight gradients are taken once over all steps (`RecurrentStack+Gradients`).
final class RecurrentLayer<Cell: RecurrentCell>: AnyRecurrentLayer, @unchecked Sendable {
  let cell: Cell
  let hidden: Int
  let columnsFed: Int
  let width: Int
  let products: [LayerProduct]
  let stage: OutputStage?
  private let slices: ParameterLayout.LayerSlices
  private let inputForward: PanelMatrix
  let inputBackward: PanelMatrix
  private let bias: FloatBlock
  // Looked up once, not at every step.
  let hasCellState: Bool
  let keepsRecurrentProduct: Bool
  let passesHiddenDirectly: Bool
  let addsToOperand: Bool
  let hasInner: Bool
  let hasCellProduct: Bool
  let stages: Int

  init(cell: Cell, hidden: Int, columnsFed: Int, slices: ParameterLayout.LayerSlices) {
    self.cell = cell
    self.hidden = hidden
    self.columnsFed = columnsFed
    self.slices = slices
    let width = cell.gates.count * hidden
    self.width = width
    inputForward = PanelMatrix(depth: columnsFed, columns: width)
    inputBackward = PanelMatrix(depth: width, columns: columnsFed)
    products = cell.products.map {
      LayerProduct($0, hidden: hidden, width: width, slices: slices)
    }
    stage =
      cell.outputStage == nil
      ? nil : OutputStage(hidden: hidden, columnsFed: columnsFed, slices: slices.outputStage)
    bias = FloatBlock(count: cell.biasTerms * hidden)
    hasCellState = cell.hasCellState
    keepsRecurrentProduct = cell.keepsRecurrentProduct
    passesHiddenDirectly = cell.passesHiddenDirectly
    addsToOperand = cell.addsToOperand
    hasInner = cell.keepsInner
    hasCellProduct = cell.products.contains { $0.operand == .cell }
    stages = cell.stages
  }

  // MARK: weights

  var packParts: Int { 2 + 2 * products.count + (stage == nil ? 0 : 1) }

  /// Repacks one part, so that threads can share the work.
  func pack(_ weights: UnsafePointer<Float>, part: Int) {
    let input = weights + slices.inputWeight.range.lowerBound
    switch part {
    case 0:
      inputForward.pack(transposed: input)
      let inputBias = weights + slices.inputBias.range.lowerBound
      if let recurrent = slices.recurrentBias {
        cell.combineBiases(
          hidden: hidden, input: inputBias, recurrent: weights + recurrent.range.lowerBound,
          into: bias.pointer)
      } else {
        bias.pointer.update(from: inputBias, count: width)
      }
    case 1: inputBackward.pack(input)
    case 2..<2 + 2 * products.count:
      let product = products[(part - 2) / 2]
      if part % 2 == 0 { product.packForward(weights) } else { product.packBackward(weights) }
    default: stage?.pack(weights)
    }
  }

  /// table [rows, G*H] = input [rows, I] W^T
  func inputProducts(
    rows: Int, _ input: UnsafePointer<Float>, into table: UnsafeMutablePointer<Float>
  ) {
    inputForward.multiply(rows: rows, input, into: table)
  }

  /// gradient [rows, I] (+)= gates [rows, G*H] W
  func inputGradient(
    rows: Int, _ gates: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    inputBackward.multiply(rows: rows, gates, into: gradient, accumulate: accumulate)
  }

  // MARK: forward

  func forward(
    _ w: LayerWorkspace, _ input: LayerInput, _ pass: ShardPass, _ noise: StateNoise,
    steps: Range<Int>
  ) {
    let rows = pass.rows
    if case .rows(let x) = input {
      let first = steps.lowerBound * rows
      inputForward.multiply(
        rows: steps.count * rows, x + first * columnsFed, into: w.gates.pointer + first * width)
    }
    for t in steps {
      if case .tokens(let tokens, let table) = input {
        let gates = w.gates.pointer + t * rows * width
        for s in 0..<rows {
          (gates + s * width).update(
            from: table + Int(tokens[t * rows + s]) * width, count: width)
        }
      }
      let step = forwardStep(w, t, rows, noise)
      for stage in 0..<stages {
        for product in products where product.kind.stage == stage {
          product.multiply(
            rows: rows, operand(product, step), into: step.recurrent ?? step.gates,
            accumulate: step.recurrent == nil)
        }
        cell.forward(step, stage: stage)
      }
      if noise.hasZoneout { zoneOut(w, step, t, noise) }
      // Past its end a sequence has no state: 0, which also keeps its gradient 0.
      if t >= pass.shortest {
        for s in 0..<rows where t >= Int(pass.lengths[s]) {
          (step.hiddenState + s * hidden).update(repeating: 0, count: hidden)
          step.cellState.map { ($0 + s * hidden).update(repeating: 0, count: hidden) }
        }
      }
    }
    if let stage, let stageWorkspace = w.stage, case .rows(let x) = input {
      stage.forward(
        stageWorkspace, x, UnsafePointer(w.hiddenStates.pointer + rows * hidden), pass,
        steps: steps)
    }
  }

  private func forwardStep(
    _ w: LayerWorkspace, _ t: Int, _ rows: Int, _ noise: StateNoise
  ) -> CellForward {
    let state = rows * hidden
    let previous = w.hiddenStates.pointer + t * state
    var operand = UnsafePointer(previous)
    if noise.recurrentDropout != .none {
      let masked = w.maskedStates.pointer + t * state
      multiply(state, previous, recurrentMask(w, t, state, noise), into: masked)
      operand = UnsafePointer(masked)
    }
    let cells = hasCellState
    return CellForward(
      rows: rows, hidden: hidden, gates: w.gates.pointer + t * rows * width,
      recurrent: keepsRecurrentProduct ? w.recurrent.pointer + t * rows * width : nil,
      bias: bias.pointer, previousHidden: previous, operand: operand,
      previousCell: cells ? UnsafePointer(w.cellStates.pointer + t * state) : nil,
      hiddenState: w.hiddenStates.pointer + (t + 1) * state,
      cellState: cells ? w.cellStates.pointer + (t + 1) * state : nil,
      tanhCell: cells ? w.tanhCells.pointer + t * state : nil,
      inner: hasInner ? w.inner.pointer + t * state : nil)
  }

  private func operand(_ product: LayerProduct, _ step: CellForward) -> UnsafePointer<Float> {
    switch product.kind.operand {
    case .hidden: step.operand
    case .previousCell: step.previousCell ?? step.operand
    case .cell: step.cellState.map { UnsafePointer($0) } ?? step.operand
    case .inner: step.inner.map { UnsafePointer($0) } ?? step.operand
    }
  }

  func recurrentMask(
    _ w: LayerWorkspace, _ t: Int, _ state: Int, _ noise: StateNoise
  ) -> UnsafePointer<Float> {
    UnsafePointer(w.recurrentMask.pointer + (noise.recurrentDropout == .step ? t * state : 0))
  }
}
