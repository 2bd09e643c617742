/// One tensor of a lane's parameters, as measured last.
package struct TensorSnapshot: Sendable, Equatable, Codable {
  /// The name in the model file ("rnn.weight_hh_l0").
  package var name: String
  package var shape: [Int]
  /// Norm of its gradient after the penalties and before clipping.
  package var gradientNorm: Float
  /// Norm of the weights, and of the change that one update made to them. Their quotient, the
  /// update-to-weight ratio, is about 0.001 when learning goes well.
  package var weightNorm: Float
  package var updateNorm: Float
  /// The gradient's norms at the latest measurements.
  package var histogram: NormHistogram
  /// True if `model.freeze` freezes it.
  package var isFrozen: Bool

  package init(
    name: String, shape: [Int], gradientNorm: Float = 0, weightNorm: Float = 0,
    updateNorm: Float = 0, histogram: NormHistogram = NormHistogram(), isFrozen: Bool = false
  ) {
    self.name = name
    self.shape = shape
    self.gradientNorm = gradientNorm
    self.weightNorm = weightNorm
    self.updateNorm = updateNorm
    self.histogram = histogram
    self.isFrozen = isFrozen
  }

  /// Root mean square of the weights below which their norm is not a scale for an update: a bias
  /// that starts at 0 has changed by 100 % after one step.
  package static let nearZero: Float = 0.005

  package var isNearZero: Bool {
    weightNorm <= Self.nearZero * Float(shape.reduce(1, *)).squareRoot()
  }

  /// |update| / |weights|; nil for weights near 0.
  package var updateRatio: Float? { isNearZero ? nil : updateNorm / weightNorm }
}

/// The activity of one recurrent layer (and direction) over the latest measurements.
package struct LayerSnapshot: Sendable, Equatable, Codable {
  /// From 0, nearest to the inputs.
  package var layer: Int
  /// True for the backward direction of a bidirectional layer.
  package var isReverse: Bool
  /// The stack, in a model with several: "encoder", "decoder".
  package var part: String?
  /// In the cell's order; empty if the cell has no gates.
  package var gates: [GateSnapshot]
  /// Units whose state stayed the same, within 0.001, over all steps and sequences of a batch:
  /// they carry no information.
  package var deadUnits: Int
  package var units: Int
  /// Share of h within 0.01 of the activation's bounds; nil if it has none (ReLU).
  package var saturatedStates: Float?

  /// "layer 1", "encoder layer 1 backward".
  package var layerName: String { LayerName.text(layer, isReverse: isReverse, part: part) }

  package init(
    layer: Int, isReverse: Bool = false, part: String? = nil, gates: [GateSnapshot] = [],
    deadUnits: Int = 0, units: Int = 0, saturatedStates: Float? = nil
  ) {
    self.layer = layer
    self.part = part
    self.isReverse = isReverse
    self.gates = gates
    self.deadUnits = deadUnits
    self.units = units
    self.saturatedStates = saturatedStates
  }
}

/// The values of one sigmoid gate over all units, steps and sequences measured last.
package struct GateSnapshot: Sendable, Equatable, Codable {
  /// "i", "f", "o", "r", "z".
  package var letter: String
  /// "input", "forget", "output", "reset", "update".
  package var name: String
  /// Its role; nil in records older than this field.
  package var role: GateRole?
  /// Shares above 0.9 (saturated open) and below 0.1 (saturated closed), 0...1.
  package var open: Float
  package var closed: Float
  package var mean: Float

  package init(
    letter: String, name: String, role: GateRole? = nil, open: Float, closed: Float, mean: Float
  ) {
    self.letter = letter
    self.name = name
    self.role = role
    self.open = open
    self.closed = closed
    self.mean = mean
  }
}

/// The effect of a gate when it is open; `keep` and `replace` are opposites.
package enum GateRole: String, Sendable, Equatable, Codable {
  case forget, keep, replace, input, output, reset
}

/// Where attention looks: one row of weights for each query, which sum to 1.
package struct AttentionSnapshot: Sendable, Equatable, Codable {
  package enum Rows: Sendable, Equatable, Codable {
    /// Each row is one validation sequence, queried from its last step.
    case sequences
    /// Each row is one time step of one validation sequence; it sees itself and earlier steps.
    case timeSteps
  }
  package var rows: Rows
  package var rowCount: Int
  /// Columns of the map; longer sequences are averaged over neighbours.
  package var columns: Int
  /// Time steps that the columns cover.
  package var timeSteps: Int
  /// [rowCount, columns], weights summed over the steps of a column; -1 if a row may not look
  /// there.
  @Packed package var weights: [Float]
  /// The training step of the weights.
  package var step: Int
  /// Nil if the data do not say which steps matter.
  package var marks: Marks?

  /// The steps that determine the answers.
  package struct Marks: Sendable, Equatable, Codable {
    /// [rowCount, columns].
    package var isMarked: [Bool]
    /// The weight on marked steps, 0...1: the mean over the rows with marks.
    package var weight: Float

    package init(isMarked: [Bool], weight: Float) {
      self.isMarked = isMarked
      self.weight = weight
    }
  }

  package init(
    rows: Rows, rowCount: Int, columns: Int, timeSteps: Int, weights: [Float], step: Int,
    marks: Marks? = nil
  ) {
    self.marks = marks
    self.rows = rows
    self.rowCount = rowCount
    self.columns = columns
    self.timeSteps = timeSteps
    self.weights = weights
    self.step = step
  }
}
