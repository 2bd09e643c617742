/// A recurrent cell: its gate equations and their derivative, for one time step. Matrix products
/// and the loop over time belong to `RecurrentLayer`.
///
/// A new cell is one file that conforms to this and one line in `CellRegistry.all`.
package protocol RecurrentCell: Sendable {
  /// The name in presets and model files.
  static var name: String { get }
  /// The gates' letters in the order in which they lie in the fused weights.
  static var gates: [Character] { get }
  /// The gate that proposes new content: the spectral radius of its recurrent block is shown.
  static var candidate: Int { get }
  /// Gates that pass through a sigmoid, with the bias that presets may add at the start.
  static var gateBiases: [(gate: Int, preset: GateBias)] { get }
  /// True where memory runs through a cell state c beside h.
  static var hasCellState: Bool { get }
  /// True where a gate acts on R h' alone: the recurrent product is then kept apart from the rest.
  static var keepsRecurrentProduct: Bool { get }
  /// True where h(t-1) enters h(t) directly too, beside the recurrent product.
  static var passesHiddenDirectly: Bool { get }
  /// Numbers per hidden unit in the combined bias.
  static var biasTerms: Int { get }

  /// - Parameters:
  ///   - input, recurrent: b_ih and b_hh, [G*H] each.
  ///   - combined: [biasTerms*H].
  static func combineBiases(
    hidden: Int, input: UnsafePointer<Float>, recurrent: UnsafePointer<Float>,
    into combined: UnsafeMutablePointer<Float>)
  static func forward(_ step: CellForward)
  static func backward(_ step: CellBackward)
}

/// A start bias that a preset sets by name.
package enum GateBias: Sendable { case forget, update }

/// One time step forward; every matrix has S rows.
package struct CellForward {
  package let rows: Int
  package let hidden: Int
  /// [S, G*H]: in W x (and R h' where the cell does not keep it apart), out the activations.
  package let gates: UnsafeMutablePointer<Float>
  /// [S, G*H]: R h', for cells that keep it apart.
  package let recurrent: UnsafeMutablePointer<Float>?
  package let bias: UnsafePointer<Float>
  package let previousHidden: UnsafePointer<Float>
  package let previousCell: UnsafePointer<Float>?
  package let hiddenState: UnsafeMutablePointer<Float>
  package let cellState: UnsafeMutablePointer<Float>?
  package let tanhCell: UnsafeMutablePointer<Float>?
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
  package let previousCell: UnsafePointer<Float>?
  package let tanhCell: UnsafePointer<Float>?
  /// The part of dL/dh_t from the layer above or the head; nil where there is none.
  package let above: UnsafePointer<Float>?
  /// In: the part of dL/dh_t from step t + 1. Out: the part of dL/dh_(t-1) that does not pass
  /// through R, where the cell has one.
  package let hiddenGradient: UnsafeMutablePointer<Float>
  /// In: dL/dc_t from step t + 1. Out: dL/dc_(t-1).
  package let cellGradient: UnsafeMutablePointer<Float>?
  /// [S] each: sums of squares of the rows of dL/dh_t and dL/dc_t.
  package let hiddenSquares: UnsafeMutablePointer<Double>
  package let cellSquares: UnsafeMutablePointer<Double>?
}

extension RecurrentCell {
  package static var keepsRecurrentProduct: Bool { false }
  package static var hasCellState: Bool { false }
  package static var passesHiddenDirectly: Bool { false }
  package static var gateBiases: [(gate: Int, preset: GateBias)] { [] }
  package static var biasTerms: Int { gates.count }

  /// b_ih + b_hh, which is all that cells need whose recurrent product is not kept apart.
  package static func combineBiases(
    hidden: Int, input: UnsafePointer<Float>, recurrent: UnsafePointer<Float>,
    into combined: UnsafeMutablePointer<Float>
  ) {
    for j in 0..<gates.count * hidden { combined[j] = input[j] + recurrent[j] }
  }
}

/// Every cell there is, in the order in which screens list them.
package enum CellRegistry {
  package static let all: [any RecurrentCell.Type] = [PlainRNN.self, LSTM.self, GRU.self]

  package static func named(_ name: String) -> (any RecurrentCell.Type)? {
    all.first { $0.name == name }
  }
}
