/// Borrowed memory of one batch, time-major: step t of column b is at `t * batch + b`.
///
/// Only the pointers that the shape asks for are set. The memory belongs to the caller, who keeps
/// two threads from writing the same column.
package struct BatchPointers: @unchecked Sendable {
  /// [T, B, I].
  package var inputs: UnsafeMutablePointer<Float>?
  /// [T, B]; -1: nothing is fed at that step.
  package var tokens: UnsafeMutablePointer<Int32>?
  /// [B, O], or [T, B, O] where every step has a target.
  package var targetValues: UnsafeMutablePointer<Float>?
  /// [B], or [T, B] where every step has a target; [U, B] of targets that are sequences of their own.
  package var targetClasses: UnsafeMutablePointer<Int32>?
  /// [B], the valid steps of each column.
  package var lengths: UnsafeMutablePointer<Int32>
  /// [B], the valid steps of each target that is a sequence of its own.
  package var targetLengths: UnsafeMutablePointer<Int32>?
  /// T, as allocated; at least the shape's.
  package var timeSteps: Int
  /// B, as allocated.
  package var batch: Int

  package init(
    inputs: UnsafeMutablePointer<Float>? = nil, tokens: UnsafeMutablePointer<Int32>? = nil,
    targetValues: UnsafeMutablePointer<Float>? = nil,
    targetClasses: UnsafeMutablePointer<Int32>? = nil, lengths: UnsafeMutablePointer<Int32>,
    targetLengths: UnsafeMutablePointer<Int32>? = nil, timeSteps: Int, batch: Int
  ) {
    self.inputs = inputs
    self.tokens = tokens
    self.targetValues = targetValues
    self.targetClasses = targetClasses
    self.lengths = lengths
    self.targetLengths = targetLengths
    self.timeSteps = timeSteps
    self.batch = batch
  }
}

/// One part (training, validation or test) of a dataset.
package protocol Examples: Sendable {
  var count: Int { get }

  /// The valid steps of example `index`; nil if all examples have the shape's.
  func steps(of index: Int) -> Int?

  /// False if example `index` is there to be predicted only: its target is not known.
  func hasTarget(_ index: Int) -> Bool

  /// The tokens of a target that is a sequence of its own, without its end; nil elsewhere.
  func targetTokens(of index: Int) -> ArraySlice<Int32>?

  /// The target of example `index` as written, if its tokens do not give all of it: some are
  /// unknown. Nil elsewhere.
  func targetText(of index: Int) -> String?

  /// Characters that one token stands for on average; nil if examples are not running text.
  /// Bits per character = nats per token / ln 2 / this.
  var charactersPerToken: Double? { get }

  /// A target or an answer of example `index` in the data's own units. `output` is its place among
  /// the outputs, of the last step where every step has some.
  func inUnits(_ value: Float, of index: Int, output: Int) -> Double

  /// The place in the data of the prediction of example `index`; nil if they have no order.
  func place(of index: Int) -> RowPlace?

  /// The steps (from 0) of example `index` that its answer at `step` follows from; empty if it is
  /// none in particular, or not known.
  func relevantSteps(of index: Int, at step: Int) -> [Int]

  /// The names of the series that examples are of; empty if there is one, or none.
  var series: [String] { get }

  /// The place of example `index`'s series among `series`.
  func series(of index: Int) -> Int

  /// Writes example `index` as column `column`; allocates nothing.
  ///
  /// A class of -1 means that there is no target at that step. Nothing is written after the valid
  /// steps, and what fills them up in `batch` may be anything.
  ///
  /// `pass` (the epoch, from 0) lets language windows shift their phase; other parts ignore it.
  func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int)
}

extension Examples {
  package func steps(of index: Int) -> Int? { nil }
  package func hasTarget(_ index: Int) -> Bool { true }
  package func targetTokens(of index: Int) -> ArraySlice<Int32>? { nil }
  package func targetText(of index: Int) -> String? { nil }
  package var charactersPerToken: Double? { nil }
  package func place(of index: Int) -> RowPlace? { nil }
  package var series: [String] { [] }
  package func series(of index: Int) -> Int { 0 }
  package func relevantSteps(of index: Int, at step: Int) -> [Int] { [] }
  package func inUnits(_ value: Float, of index: Int, output: Int) -> Double { Double(value) }
}
