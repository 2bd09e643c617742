/// A loss: the quantity that is minimised, under its name on screens and in files. It is taken over
/// single rows (`RowLoss`) or whole sequences (`SequenceLoss`).
///
/// A new loss is one file that conforms to this and one line in `LossRegistry.all`.
package protocol Loss: Sendable {
  /// The name in presets and model files.
  static var name: String { get }
  /// The name on screens, with the unit.
  static var title: String { get }
  /// True if targets are class numbers, false if they are numbers.
  static var hasClassTargets: Bool { get }
  static var scope: LossScope { get }
  /// True if the outputs are probabilities of something, so that their targets can be smoothed
  /// and their confidence penalized.
  static var isProbabilistic: Bool { get }
}

extension Loss {
  /// Rows are not independent, and cannot be weighted or softened.
  package static var isOfSequences: Bool { scope != .row }
}

/// The unit that one term of a loss covers.
package enum LossScope: Sendable {
  /// A single row of outputs.
  case row
  /// All rows of a sequence together, each with its target.
  case sequence
  /// All rows of a sequence together; its target is a sequence of its own length, and which rows
  /// belong to which part of it is left open.
  case alignment
}

/// A loss of each single row: its value and its derivative with respect to the outputs.
package protocol RowLoss: Loss {
  /// Terms per row of O outputs; the mean divides by their number, or by the sum of the class
  /// weights of all rows if there are some.
  static func terms(outputs: Int) -> Int
  /// The sum of the loss over the rows.
  /// - Parameters:
  ///   - y: [rows, O] outputs (before sigmoid or softmax); with `gradient` replaced by the
  ///     derivative of its `scale` times the sum of the objective.
  static func sum(
    rows: Int, outputs: Int, _ y: UnsafeMutablePointer<Float>, _ targets: LossTargets,
    gradient: LossGradient?
  ) -> LossSum
}

extension RowLoss {
  package static var scope: LossScope { .row }
}

/// The value that is differentiated: the loss plus the regularizers' terms.
package struct LossGradient: Sendable {
  package var scale: Float
  /// Share of the target's probability that is spread evenly over all classes.
  package var labelSmoothing: Float = 0
  /// Factor of the outputs' entropy, which is rewarded.
  package var confidencePenalty: Float = 0

  package init(scale: Float) { self.scale = scale }

  init(scale: Float, _ plan: StepPlan) {
    self.scale = scale
    labelSmoothing = plan.labelSmoothing
    confidencePenalty = plan.confidencePenalty
  }

  var isPlain: Bool { labelSmoothing == 0 && confidencePenalty == 0 }
}

package struct LossTargets {
  /// [rows, O], for losses on numbers.
  package let values: UnsafePointer<Float>?
  /// [rows]: the class, or 0; negative where the row has no target.
  package let classes: UnsafePointer<Int32>
  /// [O], for losses on classes: how much a row of each class counts; nil: 1 each.
  package let classWeights: UnsafePointer<Float>?

  package init(
    values: UnsafePointer<Float>?, classes: UnsafePointer<Int32>,
    classWeights: UnsafePointer<Float>? = nil
  ) {
    self.values = values
    self.classes = classes
    self.classWeights = classWeights
  }
}

package struct LossSum: Sendable, Equatable {
  package var sum: Double = 0
  /// The part of the objective that regularizers of the outputs add.
  package var extra: Double = 0
  /// Rows with the right answer, if a loss can decide that.
  package var correct: Int = 0

  static func += (a: inout LossSum, b: LossSum) {
    a.sum += b.sum
    a.extra += b.extra
    a.correct += b.correct
  }
}
