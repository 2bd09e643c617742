import CKernels

/// What a recurrent layer is fed.
enum LayerInput {
  /// [T*S, I] numbers.
  case rows(UnsafePointer<Float>)
  /// Token ids [T*S] whose products with the input weights stand ready in a table [V, G*H]: with
  /// fewer words than places, the product is taken once per word and not once per place.
  case tokens(UnsafePointer<Int32>, table: UnsafePointer<Float>)
}

/// Where the layer's output is used, and so where its gradient comes from.
enum GradientFromAbove {
  /// Nowhere: what the layer puts out is not used.
  case nothing
  /// [T*S, H]: at every step.
  case everyStep(UnsafePointer<Float>)
  /// [S, H]: at each sequence's last valid step only.
  case lastStep(UnsafePointer<Float>)
}

/// What acts on the states inside a layer; the masks lie in its workspace.
struct StateNoise {
  enum Mask {
    case none
    /// [S, H], the same at every step.
    case sequence
    /// [T, S, H]
    case step
  }
  var recurrentDropout = Mask.none
  /// Zoneout: training draws a mask a step, evaluation takes the mean at every step.
  var hiddenZoneout = Mask.none
  var cellZoneout = Mask.none

  var hasZoneout: Bool { hiddenZoneout != .none || cellZoneout != .none }
}

/// How a backward pass differs from the one that trains.
struct BackwardOptions {
  /// Only norms and the input gradient come out of it.
  var keepsActivations = false
  var wantsInputGradient = false
  /// Leaves the norms of an earlier pass as they are.
  var discardsNorms = false
  /// Takes those of what step t + 1 passes back to c_t, too.
  var takesCarriedNorms = false
  /// Adds the derivatives with respect to the last states that lie in the workspace.
  var addsFinalGradient = false
  /// Goes on to the states before the first step.
  var reachesInitialStates = false
}

/// One recurrent layer in one direction with its cell's type erased, once per batch and shard.
protocol AnyRecurrentLayer: AnyObject, Sendable {
  var hidden: Int { get }
  var width: Int { get }
  var columnsFed: Int { get }
  var products: [LayerProduct] { get }
  var stage: OutputStage? { get }
  var packParts: Int { get }
  func pack(_ weights: UnsafePointer<Float>, part: Int)
  func inputProducts(
    rows: Int, _ input: UnsafePointer<Float>, into table: UnsafeMutablePointer<Float>)
  func inputGradient(
    rows: Int, _ gates: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>,
    accumulate: Bool)
  /// - Parameter steps: all of them at once, or one range after the other.
  func forward(
    _ w: LayerWorkspace, _ input: LayerInput, _ pass: ShardPass, _ noise: StateNoise,
    steps: Range<Int>)
  /// - Parameters:
  ///   - scratch: between ranges of steps it holds what flows back to the step before.
  ///   - steps: all of them at once, or one range after the other, the last one first.
  func backward(
    _ w: LayerWorkspace, _ scratch: StepScratch, _ above: GradientFromAbove, _ pass: ShardPass,
    _ noise: StateNoise, _ options: BackwardOptions, steps: Range<Int>)
}

/// A recurrent layer over any cell. It owns every matrix product and the only loop over time: the
/// input products are taken for all steps at once, only products with states run per step, and
/// weight gradients are taken once over all steps (`Network+Gradients`).
final class RecurrentLayer<Cell: RecurrentCell>: AnyRecurrentLayer, @unchecked Sendable {
  let cell: Cell
  let hidden: Int
  let columnsFed: Int
  let width: Int
  let products: [LayerProduct]
  let stage: OutputStage?
  private let slices: ParameterLayout.LayerSlices
  private let inputForward: PanelMatrix
  private let inputBackward: PanelMatrix
  private let bias: FloatBlock
  // Asked once, not at every step.
  let hasCellState: Bool
  private let keepsRecurrentProduct: Bool
  private let passesHiddenDirectly: Bool
  private let addsToOperand: Bool
  private let hasInner: Bool
  let hasCellProduct: Bool
  private let stages: Int

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
    hasInner = cell.products.contains { $0.operand == .inner }
    hasCellProduct = cell.products.contains { $0.operand == .cell }
    stages = cell.stages
  }

  // MARK: weights

  var packParts: Int { 2 + 2 * products.count + (stage == nil ? 0 : 1) }

  /// Repacks one part, so that threads may share the work.
  func pack(_ weights: UnsafePointer<Float>, part: Int) {
    let input = weights + slices.inputWeight.range.lowerBound
    switch part {
    case 0:
      inputForward.pack(transposed: input)
      cell.combineBiases(
        hidden: hidden, input: weights + slices.inputBias.range.lowerBound,
        recurrent: weights + slices.recurrentBias.range.lowerBound, into: bias.pointer)
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

  private func recurrentMask(
    _ w: LayerWorkspace, _ t: Int, _ state: Int, _ noise: StateNoise
  ) -> UnsafePointer<Float> {
    UnsafePointer(w.recurrentMask.pointer + (noise.recurrentDropout == .step ? t * state : 0))
  }

  // MARK: backward

  /// Leaves the derivatives of the pre-activations in `w.gates` (and `w.recurrent`), unless the
  /// activations are kept.
  func backward(
    _ w: LayerWorkspace, _ scratch: StepScratch, _ above: GradientFromAbove, _ pass: ShardPass,
    _ noise: StateNoise, _ options: BackwardOptions, steps: Range<Int>
  ) {
    let rows = pass.rows
    let state = rows * hidden
    var above = above
    if let stage, let stageWorkspace = w.stage {
      above = .everyStep(stage.backward(stageWorkspace, above, pass, steps: steps))
    }
    if steps.upperBound == pass.timeSteps {
      scratch.hiddenGradient.pointer.update(repeating: 0, count: state)
      scratch.cellGradient.pointer.update(repeating: 0, count: state)
    }
    for t in steps.reversed() {
      if options.addsFinalGradient { addFinalGradient(w, scratch, t, pass) }
      var fromAbove = gradientFromAbove(above, t, pass, scratch)
      if hasCellState && options.takesCarriedNorms { takeCarriedNorms(w, scratch, t, rows) }
      if noise.hasZoneout {
        splitZoneout(w, scratch, t, rows, fromAbove, noise, options)
        fromAbove = nil
      }
      let step = backwardStep(w, scratch, t, rows, fromAbove, noise, options)
      for stage in (0..<stages).reversed() {
        cell.backward(step, stage: stage)
        for product in products where product.kind.stage == stage {
          passBack(
            product, step, w, scratch, t, noise, toState: t > 0 || options.reachesInitialStates)
        }
      }
      if noise.hasZoneout, t > 0 || options.reachesInitialStates {
        rejoinZoneout(scratch, rows, noise)
      }
      if options.keepsActivations && options.wantsInputGradient {
        inputBackward.multiply(
          rows: rows, step.gateGradients, into: w.inputGradient.pointer + t * rows * columnsFed)
      }
    }
    if options.reachesInitialStates, steps.lowerBound == 0 {
      w.initialHiddenGradient.pointer.update(from: scratch.hiddenGradient.pointer, count: state)
      if hasCellState {
        w.initialCellGradient.pointer.update(from: scratch.cellGradient.pointer, count: state)
      }
    }
    guard options.wantsInputGradient else { return }
    let first = steps.lowerBound * rows
    let gradient = w.inputGradient.pointer + first * columnsFed
    if !options.keepsActivations {
      inputBackward.multiply(
        rows: steps.count * rows, w.gates.pointer + first * width, into: gradient)
    }
    if let stage, let stageWorkspace = w.stage {
      stage.addInputGradient(
        stageWorkspace, first: first, places: steps.count * rows, into: gradient)
    }
  }

  /// What comes back to the states after each sequence's last step from whoever took them over.
  private func addFinalGradient(
    _ w: LayerWorkspace, _ scratch: StepScratch, _ t: Int, _ pass: ShardPass
  ) {
    guard t >= pass.shortest - 1 else { return }
    for s in 0..<pass.rows where Int(pass.lengths[s]) == t + 1 {
      let row = s * hidden
      ck_add(
        hidden, scratch.hiddenGradient.pointer + row, w.finalHiddenGradient.pointer + row)
      guard hasCellState else { continue }
      ck_add(hidden, scratch.cellGradient.pointer + row, w.finalCellGradient.pointer + row)
    }
  }

  private func takeCarriedNorms(
    _ w: LayerWorkspace, _ scratch: StepScratch, _ t: Int, _ rows: Int
  ) {
    for s in 0..<rows {
      w.carriedSquares.pointer[t * rows + s] = ck_sum_squares(
        hidden, scratch.cellGradient.pointer + s * hidden)
    }
  }

  private func backwardStep(
    _ w: LayerWorkspace, _ scratch: StepScratch, _ t: Int, _ rows: Int,
    _ fromAbove: UnsafePointer<Float>?, _ noise: StateNoise, _ options: BackwardOptions
  ) -> CellBackward {
    let state = rows * hidden
    let keeps = options.keepsActivations
    let cells = hasCellState
    let gates = w.gates.pointer + t * rows * width
    let recurrent = keepsRecurrentProduct ? w.recurrent.pointer + t * rows * width : nil
    let previous = UnsafePointer(w.hiddenStates.pointer + t * state)
    let discards = options.discardsNorms || noise.hasZoneout
    return CellBackward(
      rows: rows, hidden: hidden, gates: gates,
      gateGradients: keeps ? scratch.gates.pointer : gates,
      recurrent: recurrent.map { UnsafePointer($0) },
      recurrentGradients: recurrent.map { keeps ? scratch.recurrent.pointer : $0 },
      previousHidden: previous,
      operand: noise.recurrentDropout == .none
        ? previous : UnsafePointer(w.maskedStates.pointer + t * state),
      previousCell: cells ? UnsafePointer(w.cellStates.pointer + t * state) : nil,
      tanhCell: cells ? UnsafePointer(w.tanhCells.pointer + t * state) : nil,
      above: fromAbove, hiddenGradient: scratch.hiddenGradient.pointer,
      cellGradient: cells ? scratch.cellGradient.pointer : nil,
      innerGradient: scratch.inner.pointer,
      hiddenSquares: discards ? scratch.squares.pointer : w.hiddenSquares.pointer + t * rows,
      cellSquares: !cells
        ? nil : discards ? scratch.squares.pointer + rows : w.cellSquares.pointer + t * rows)
  }

  /// The derivative with respect to a product's operand.
  private func passBack(
    _ product: LayerProduct, _ step: CellBackward, _ w: LayerWorkspace, _ scratch: StepScratch,
    _ t: Int, _ noise: StateNoise, toState: Bool
  ) {
    let gates = UnsafePointer(step.recurrentGradients ?? step.gateGradients)
    switch product.kind.operand {
    case .hidden:
      if toState { passHiddenBack(product, gates, step.rows, w, scratch, t, noise) }
    case .inner:
      product.multiplyBack(
        rows: step.rows, gates, into: scratch.inner.pointer, accumulate: false)
    case .cell, .previousCell:
      product.multiplyBack(
        rows: step.rows, gates, into: scratch.cellGradient.pointer, accumulate: true)
    }
  }

  /// dh becomes the derivative with respect to h(t-1): what the cell left in dh where it has a
  /// direct way, plus mask o (what it left for the operand + gates R).
  private func passHiddenBack(
    _ product: LayerProduct, _ gates: UnsafePointer<Float>, _ rows: Int, _ w: LayerWorkspace,
    _ scratch: StepScratch, _ t: Int, _ noise: StateNoise
  ) {
    let dh = scratch.hiddenGradient.pointer
    let state = rows * hidden
    if noise.recurrentDropout == .none && !addsToOperand {
      product.multiplyBack(rows: rows, gates, into: dh, accumulate: passesHiddenDirectly)
      return
    }
    let operand = addsToOperand ? scratch.inner.pointer : scratch.product.pointer
    product.multiplyBack(rows: rows, gates, into: operand, accumulate: addsToOperand)
    if noise.recurrentDropout != .none {
      multiply(state, operand, recurrentMask(w, t, state, noise), into: operand)
    }
    if passesHiddenDirectly {
      ck_add(state, dh, operand)
    } else {
      dh.update(from: operand, count: state)
    }
  }

  private func gradientFromAbove(
    _ above: GradientFromAbove, _ t: Int, _ pass: ShardPass, _ scratch: StepScratch
  ) -> UnsafePointer<Float>? {
    switch above {
    case .nothing: return nil
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
