/// A recurrent cell: its gate equations and their derivative, for one time step. Matrix products
/// and the loop over time belong to `RecurrentLayer`.
///
/// A new cell is one file that conforms to this and one line in `CellRegistry.all`.
package protocol RecurrentCell: Sendable {
  /// The name in presets and model files. Cells may share it: then the options choose.
  static var name: String { get }
  /// The options that it uses.
  static var ownOptions: [CellOptions.Name] { get }
  /// Every kind of this cell that options can choose; tests run over them.
  static var variants: [CellOptions] { get }
  /// Nil if the options ask for another cell of the same name.
  init?(_ options: CellOptions)

  /// In their order in the fused weights.
  var gates: [Gate] { get }
  /// The gate that proposes new content: the spectral radius of its recurrent block is shown, if
  /// it has one.
  var candidate: Int { get }
  /// True if memory runs through a cell state c besides h.
  var hasCellState: Bool { get }
  /// True if a gate acts on R h' alone: the recurrent product is then kept apart from the rest.
  var keepsRecurrentProduct: Bool { get }
  /// True if a step leaves something in `inner`, for a later stage or for the backward pass.
  var keepsInner: Bool { get }
  /// True if h(t-1) enters h(t) directly too, next to the recurrent product.
  var passesHiddenDirectly: Bool { get }
  /// True if the backward pass leaves a part of the derivative with respect to the operand h' in
  /// `inner`.
  var addsToOperand: Bool { get }
  /// Numbers per hidden unit in the combined bias.
  var biasTerms: Int { get }
  /// Parts of a time step, with products between them.
  var stages: Int { get }
  /// Every product with a state, in order of computation.
  var products: [RecurrentProduct] { get }
  /// Weights from the cell state to gates; nil if there are none.
  func peepholeShape(hidden: Int) -> [Int]?
  /// A feed-forward layer on top of the recurrence, whose output is the layer's.
  var outputStage: OutputStageKind? { get }
  /// The bounds that h cannot leave; nil if there are none.
  var stateBounds: ClosedRange<Float>? { get }

  /// - Parameters:
  ///   - input, recurrent: b_ih and b_hh, [G*H] each.
  ///   - combined: [biasTerms*H].
  func combineBiases(
    hidden: Int, input: UnsafePointer<Float>, recurrent: UnsafePointer<Float>,
    into combined: UnsafeMutablePointer<Float>)
  /// - Parameter stage: from 0; the products of that stage have been taken.
  func forward(_ step: CellForward, stage: Int)
  /// Stages come in reverse; the products of a stage are differentiated after it.
  func backward(_ step: CellBackward, stage: Int)
}

/// One block of rows of the fused weights.
package struct Gate: Sendable {
  /// The decision that a gate makes.
  package enum Role: Sendable {
    /// Open: memory is kept.
    case forget
    /// Open: the state is kept; shut: it is replaced.
    case keep
    /// Open: the state is replaced; shut: it is kept.
    case replace
    /// Open: new content is taken in.
    case input
    /// Open: memory is put out.
    case output
    /// Open: new content is made with the past.
    case reset
    /// No gate: it proposes new content.
    case content
  }

  /// As in the equations and in tensors' names.
  package let letter: Character
  /// A word for it ("forget").
  package let name: String
  package let role: Role

  init(_ letter: Character, _ name: String, _ role: Role) {
    self.letter = letter
    self.name = name
    self.role = role
  }

  /// True if it passes through a sigmoid and so opens and closes something.
  package var isSigmoid: Bool { role != .content }
}

/// The output stage that the two-stage net puts on top of its recurrence.
package enum OutputStageKind: Sendable { case plain, withContext }

/// A product of a state with rows of a weight tensor, added to the pre-activations of some gates.
package struct RecurrentProduct: Sendable {
  package enum Operand: Sendable {
    /// h(t-1), after recurrent dropout.
    case hidden
    /// c(t-1) and c(t).
    case previousCell
    case cell
    /// The values that an earlier stage left in `inner`.
    case inner
  }
  package enum Tensor: Sendable { case recurrent, peephole }

  package let operand: Operand
  package let tensor: Tensor
  /// Gates that receive it; the tensor's rows from `firstBlock` blocks of H on.
  package let gates: Range<Int>
  package let firstBlock: Int
  /// One weight a unit in place of a matrix.
  package let isDiagonal: Bool
  package let stage: Int

  init(
    _ operand: Operand, _ tensor: Tensor = .recurrent, gates: Range<Int>, firstBlock: Int? = nil,
    isDiagonal: Bool = false, stage: Int = 0
  ) {
    self.operand = operand
    self.tensor = tensor
    self.gates = gates
    self.firstBlock = firstBlock ?? gates.lowerBound
    self.isDiagonal = isDiagonal
    self.stage = stage
  }
}

/// One time step forward; every matrix has S rows.
package struct CellForward {
  package let rows: Int
  package let hidden: Int
  /// [S, G*H]: in W x (and the products where the cell does not keep them apart), out the
  /// activations.
  package let gates: UnsafeMutablePointer<Float>
  /// [S, G*H]: R h', for cells that keep it apart.
  package let recurrent: UnsafeMutablePointer<Float>?
  package let bias: UnsafePointer<Float>
  package let previousHidden: UnsafePointer<Float>
  /// h(t-1) after recurrent dropout.
  package let operand: UnsafePointer<Float>
  package let previousCell: UnsafePointer<Float>?
  package let hiddenState: UnsafeMutablePointer<Float>
  package let cellState: UnsafeMutablePointer<Float>?
  package let tanhCell: UnsafeMutablePointer<Float>?
  /// [S, H], for cells that keep it.
  package let inner: UnsafeMutablePointer<Float>?
}

/// The derivative of one time step; every matrix has S rows.
package struct CellBackward {
  package let rows: Int
  package let hidden: Int
  /// The activations, and where the derivatives of the pre-activations go (may be the same place).
  package let gates: UnsafePointer<Float>
  package let gateGradients: UnsafeMutablePointer<Float>
  package let recurrent: UnsafePointer<Float>?
  package let recurrentGradients: UnsafeMutablePointer<Float>?
  package let previousHidden: UnsafePointer<Float>
  package let operand: UnsafePointer<Float>
  package let previousCell: UnsafePointer<Float>?
  package let tanhCell: UnsafePointer<Float>?
  package let inner: UnsafePointer<Float>?
  /// The part of dL/dh_t from the layer above or the head; nil if there is none.
  package let above: UnsafePointer<Float>?
  /// In: the part of dL/dh_t from step t + 1. Out: the part of dL/dh_(t-1) that does not pass
  /// through R, where the cell has one.
  package let hiddenGradient: UnsafeMutablePointer<Float>
  /// In: dL/dc_t from step t + 1. Out: dL/dc_(t-1).
  package let cellGradient: UnsafeMutablePointer<Float>?
  /// [S, H]: in the derivative with respect to `inner`; out, where `addsToOperand`, the part of the
  /// derivative with respect to the operand h'.
  package let innerGradient: UnsafeMutablePointer<Float>
  /// [S] each: sums of squares of the rows of dL/dh_t and dL/dc_t.
  package let hiddenSquares: UnsafeMutablePointer<Double>
  package let cellSquares: UnsafeMutablePointer<Double>?
}

extension RecurrentCell {
  package static var variants: [CellOptions] { [CellOptions()] }
  package var keepsRecurrentProduct: Bool { false }
  package var hasCellState: Bool { false }
  package var keepsInner: Bool { products.contains { $0.operand == .inner } }
  package var passesHiddenDirectly: Bool { false }
  package var addsToOperand: Bool { false }
  package var biasTerms: Int { gates.count }
  package var stages: Int { 1 }
  package var products: [RecurrentProduct] { [RecurrentProduct(.hidden, gates: 0..<gates.count)] }
  package func peepholeShape(hidden: Int) -> [Int]? { nil }
  package var outputStage: OutputStageKind? { nil }
  package var stateBounds: ClosedRange<Float>? { -1...1 }
  package var name: String { Self.name }
  /// False if neither gates nor content see h(t-1): there is no W_hh then, and no b_hh.
  package var hasRecurrentWeights: Bool { products.contains { $0.tensor == .recurrent } }

  /// b_ih + b_hh, enough for cells whose recurrent product is not kept apart.
  package func combineBiases(
    hidden: Int, input: UnsafePointer<Float>, recurrent: UnsafePointer<Float>,
    into combined: UnsafeMutablePointer<Float>
  ) {
    for j in 0..<gates.count * hidden { combined[j] = input[j] + recurrent[j] }
  }
}
