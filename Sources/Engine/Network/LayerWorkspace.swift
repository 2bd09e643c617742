/// Everything that one recurrent layer remembers of one shard between forward and backward pass.
/// Sized once for the longest sequences; S is the shard's rows.
package final class LayerWorkspace: @unchecked Sendable {
  let timeSteps: Int
  let rows: Int
  /// [T, S, G*H]: pre-activations, then activations, then their derivatives.
  package let gates: FloatBlock
  /// [T, S, G*H]: R h' apart, then its derivative; empty where the cell does not keep it apart.
  let recurrent: FloatBlock
  /// [T + 1, S, H]: place 0 is the initial state.
  package let hiddenStates: FloatBlock
  package let cellStates: FloatBlock
  /// [T, S, H]: tanh(c).
  let tanhCells: FloatBlock
  /// [T, S]: squares of the norms of dL/dh_t and dL/dc_t, whole derivatives.
  package let hiddenSquares: Block<Double>
  package let cellSquares: Block<Double>
  /// The same of the last step's loss alone, where it was passed back.
  package private(set) lazy var lastStepHiddenSquares = Block<Double>(count: timeSteps * rows)
  package private(set) lazy var lastStepCellSquares = Block<Double>(count: cellSquares.count)
  /// [T, S, I]: the derivative with respect to what the layer was fed; made when first wanted.
  package private(set) lazy var inputGradient = FloatBlock(count: timeSteps * rows * columnsFed)

  /// One mask per sequence on h(t-1), and the masked states [T, S, H]; made when first switched on.
  package private(set) lazy var recurrentMask = FloatBlock(count: rows * hidden)
  private(set) lazy var maskedStates = FloatBlock(count: timeSteps * rows * hidden)
  /// The mask on what the layer is fed and its product, [T, S, I].
  package private(set) lazy var inputMask = FloatBlock(count: timeSteps * rows * columnsFed)
  private(set) lazy var maskedInput = FloatBlock(count: timeSteps * rows * columnsFed)

  private let hidden: Int
  private let columnsFed: Int

  init(
    cell: any RecurrentCell.Type, hidden: Int, columnsFed: Int, timeSteps: Int, rows: Int
  ) {
    self.timeSteps = timeSteps
    self.rows = rows
    self.hidden = hidden
    self.columnsFed = columnsFed
    let width = cell.gates.count * hidden
    let cellCount = cell.hasCellState ? 1 : 0
    gates = FloatBlock(count: timeSteps * rows * width)
    recurrent = FloatBlock(count: cell.keepsRecurrentProduct ? timeSteps * rows * width : 0)
    hiddenStates = FloatBlock(count: (timeSteps + 1) * rows * hidden)
    cellStates = FloatBlock(count: cellCount * (timeSteps + 1) * rows * hidden)
    tanhCells = FloatBlock(count: cellCount * timeSteps * rows * hidden)
    hiddenSquares = Block(count: timeSteps * rows)
    cellSquares = Block(count: cellCount * timeSteps * rows)
  }

  /// Sets the norms just taken aside as those of the last step's loss alone.
  func keepNorms(count: Int) {
    lastStepHiddenSquares.pointer.update(from: hiddenSquares.pointer, count: count)
    if cellSquares.count > 0 {
      lastStepCellSquares.pointer.update(from: cellSquares.pointer, count: count)
    }
  }
}

/// Memory for one time step of the backward pass, shared by the layers of a shard.
final class StepScratch {
  /// [S, H] of the widest layer: dL/dh, dL/dc, what comes from above, a product before masking.
  let hiddenGradient: FloatBlock
  let cellGradient: FloatBlock
  let above: FloatBlock
  let product: FloatBlock
  /// [S, G*H]: derivatives of one step where the activations must survive.
  let gates: FloatBlock
  let recurrent: FloatBlock

  init(rows: Int, widestHidden: Int, gates gateCount: Int) {
    hiddenGradient = FloatBlock(count: rows * widestHidden)
    cellGradient = FloatBlock(count: rows * widestHidden)
    above = FloatBlock(count: rows * widestHidden)
    product = FloatBlock(count: rows * widestHidden)
    gates = FloatBlock(count: rows * widestHidden * gateCount)
    recurrent = FloatBlock(count: rows * widestHidden * gateCount)
  }
}

/// The sequences that one shard holds during one pass.
struct ShardPass {
  var timeSteps: Int
  var rows: Int
  /// [S] valid steps of each sequence, and the least of them.
  var lengths: UnsafePointer<Int32>
  var shortest: Int
}
