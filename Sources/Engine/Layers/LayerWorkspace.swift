/// The memory of one recurrent layer, in one direction, for one shard between forward
/// and backward pass. Sized once for the longest sequences; S is the shard's rows.
package final class LayerWorkspace: @unchecked Sendable {
  let timeSteps: Int
  let rows: Int
  /// [T, S, G*H]: pre-activations, then activations, then their derivatives.
  package let gates: FloatBlock
  /// [T, S, G*H]: R h' apart, then its derivative; empty if the cell does not keep it apart.
  let recurrent: FloatBlock
  /// [T, S, H]: the cell's own memory of a step; empty if it keeps nothing.
  let inner: FloatBlock
  /// [T + 1, S, H]: place 0 is the initial state.
  package let hiddenStates: FloatBlock
  package let cellStates: FloatBlock
  /// [T, S, H]: tanh(c).
  let tanhCells: FloatBlock
  /// [T, S]: squares of the norms of dL/dh_t and dL/dc_t, whole derivatives.
  package let hiddenSquares: Block<Double>
  package let cellSquares: Block<Double>
  /// The same of the part of dL/dc_t that step t + 1 passes back: what h_t adds to it counts in
  /// dL/dh_t, so that with it this is the whole gradient of the state once.
  package let carriedSquares: Block<Double>
  /// The memory of an output stage.
  package let stage: OutputStageWorkspace?
  /// The same of the last step's loss alone, where it was passed back.
  package let lastStepHiddenSquares: Block<Double>
  package let lastStepCarriedSquares: Block<Double>

  // Large blocks that only some passes need: empty until `make` is called for them, before the
  // pass.

  /// [T, S, I]: the derivative with respect to the layer's input.
  package private(set) var inputGradient = FloatBlock(count: 0)
  /// The mask on h(t-1), one for the sequence [S, H] or one a step [T, S, H], and the masked states
  /// [T, S, H].
  package private(set) var recurrentMask = FloatBlock(count: 0)
  private(set) var maskedStates = FloatBlock(count: 0)
  /// Zoneout's share of the old state: 0 or 1 by step [T, S, H], or the same everywhere [S, H].
  package private(set) var hiddenShares = FloatBlock(count: 0)
  package private(set) var cellShares = FloatBlock(count: 0)
  /// c before zoneout, if a product was taken of it.
  private(set) var freshCells = FloatBlock(count: 0)
  /// The mask on the layer's input and their product, [T, S, I]; only in the forward direction,
  /// which both share.
  package private(set) var inputMask = FloatBlock(count: 0)
  private(set) var maskedInput = FloatBlock(count: 0)
  /// The backward direction's input, from each sequence's end: [T, S, I], and a direction's
  /// gradient from above [T, S, H].
  private(set) var reversedInput = FloatBlock(count: 0)
  private(set) var directionGradient = FloatBlock(count: 0)
  /// [S, H]: the derivatives with respect to the states after each sequence's last step, from
  /// the part that took them over; and those with respect to the states before the first one.
  private(set) var finalHiddenGradient = FloatBlock(count: 0)
  private(set) var finalCellGradient = FloatBlock(count: 0)
  private(set) var initialHiddenGradient = FloatBlock(count: 0)
  private(set) var initialCellGradient = FloatBlock(count: 0)

  /// [S, H]: the states that the next batch of a stream begins with.
  package let carriedHidden: FloatBlock
  package let carriedCell: FloatBlock

  package let statistics: UnitStatistics

  private let hidden: Int
  private let columnsFed: Int

  init(
    cell: any RecurrentCell, hidden: Int, columnsFed: Int, timeSteps: Int, rows: Int
  ) {
    self.timeSteps = timeSteps
    self.rows = rows
    self.hidden = hidden
    self.columnsFed = columnsFed
    let width = cell.gates.count * hidden
    let cellCount = cell.hasCellState ? 1 : 0
    let state = timeSteps * rows * hidden
    gates = FloatBlock(count: timeSteps * rows * width)
    recurrent = FloatBlock(count: cell.keepsRecurrentProduct ? timeSteps * rows * width : 0)
    inner = FloatBlock(count: cell.keepsInner ? state : 0)
    hiddenStates = FloatBlock(count: (timeSteps + 1) * rows * hidden)
    cellStates = FloatBlock(count: cellCount * (timeSteps + 1) * rows * hidden)
    tanhCells = FloatBlock(count: cellCount * state)
    hiddenSquares = Block(count: timeSteps * rows)
    cellSquares = Block(count: cellCount * timeSteps * rows)
    carriedSquares = Block(count: cellSquares.count)
    lastStepHiddenSquares = Block(count: hiddenSquares.count)
    lastStepCarriedSquares = Block(count: carriedSquares.count)
    carriedHidden = FloatBlock(count: rows * hidden)
    carriedCell = FloatBlock(count: cellCount * rows * hidden)
    statistics = UnitStatistics(hidden: hidden)
    stage = cell.outputStage.map {
      OutputStageWorkspace(count: state, hasContext: $0 == .withContext)
    }
  }

  /// Makes memory that this pass needs and no earlier one did. Not for tasks, which may share it.
  func make(_ memory: ExtraMemory) {
    let (states, inputs) = (timeSteps * rows * hidden, timeSteps * rows * columnsFed)
    func make(_ kind: ExtraMemory, _ count: Int, _ block: inout FloatBlock) {
      if memory.contains(kind), block.count < count { block = FloatBlock(count: count) }
    }
    make(.inputGradient, inputs, &inputGradient)
    make(.recurrentDropout, states, &recurrentMask)
    make(.recurrentDropout, states, &maskedStates)
    make(.hiddenZoneout, states, &hiddenShares)
    make(.cellZoneout, states, &cellShares)
    make(.freshCells, states, &freshCells)
    make(.inputDropout, inputs, &inputMask)
    make(.inputDropout, inputs, &maskedInput)
    make(.reversedInput, inputs, &reversedInput)
    make(.directionGradient, states, &directionGradient)
    let (state, cell) = (carriedHidden.count, carriedCell.count)
    make(.finalGradient, state, &finalHiddenGradient)
    make(.finalGradient, cell, &finalCellGradient)
    make(.initialGradient, state, &initialHiddenGradient)
    make(.initialGradient, cell, &initialCellGradient)
  }

  func clearFinalGradients(rows: Int) {
    finalHiddenGradient.pointer.update(repeating: 0, count: rows * hidden)
    if finalCellGradient.count > 0 {
      finalCellGradient.pointer.update(repeating: 0, count: rows * hidden)
    }
  }

  /// Norms of half of a gradient become those of the whole.
  func doubleNorms(count: Int) {
    for block in [hiddenSquares, cellSquares, carriedSquares] where block.count > 0 {
      for i in 0..<count { block.pointer[i] *= 4 }
    }
  }

  /// Sets the norms just taken aside as those of the last step's loss alone.
  func keepNorms(count: Int) {
    lastStepHiddenSquares.pointer.update(from: hiddenSquares.pointer, count: count)
    if carriedSquares.count > 0 {
      lastStepCarriedSquares.pointer.update(from: carriedSquares.pointer, count: count)
    }
  }
}

/// Memory for one time step of the backward pass, shared by the layers of a shard.
final class StepScratch {
  /// [S, H] of the widest layer: dL/dh, dL/dc, what comes from above, a product before masking, the
  /// derivative of an inner operand, and what zoneout keeps of dL/dh and dL/dc.
  let hiddenGradient: FloatBlock
  let cellGradient: FloatBlock
  let above: FloatBlock
  let product: FloatBlock
  let inner: FloatBlock
  let keptHidden: FloatBlock
  let keptCell: FloatBlock
  /// [S] each: scratch for discarded norms.
  let squares: Block<Double>
  /// [S, G*H]: derivatives of one step where the activations must survive.
  let gates: FloatBlock
  let recurrent: FloatBlock

  init(rows: Int, widestHidden: Int, gates gateCount: Int) {
    hiddenGradient = FloatBlock(count: rows * widestHidden)
    cellGradient = FloatBlock(count: rows * widestHidden)
    above = FloatBlock(count: rows * widestHidden)
    product = FloatBlock(count: rows * widestHidden)
    inner = FloatBlock(count: rows * widestHidden)
    keptHidden = FloatBlock(count: rows * widestHidden)
    keptCell = FloatBlock(count: rows * widestHidden)
    squares = Block(count: 2 * rows)
    gates = FloatBlock(count: rows * widestHidden * gateCount)
    recurrent = FloatBlock(count: rows * widestHidden * gateCount)
  }
}
