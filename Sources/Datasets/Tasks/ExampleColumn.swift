/// One column of a batch, as what generates a sequence sees it: steps that are fed, and answers.
///
/// Parts for which the batch has no memory are skipped, so that answers can be read without inputs.
struct ExampleColumn {
  private let batch: BatchPointers
  private let column: Int
  private let features: Int

  init(_ batch: BatchPointers, column: Int, features: Int) {
    self.batch = batch
    self.column = column
    self.features = features
  }

  /// False if only the answers are requested.
  var wantsInputs: Bool { batch.inputs != nil || batch.tokens != nil }

  @inline(__always)
  private func place(_ step: Int) -> Int { step * batch.batch + column }

  @inline(__always)
  func feed(_ value: Float, _ feature: Int = 0, at step: Int) {
    batch.inputs?[place(step) * features + feature] = value
  }

  @inline(__always)
  func feed(token: Int, at step: Int) {
    batch.tokens?[place(step)] = Int32(truncatingIfNeeded: token)
  }

  /// The one answer, a number.
  func answer(_ value: Float) { batch.targetValues?[column] = value }

  /// The one answer, a class.
  func answer(class number: Int) {
    batch.targetClasses?[column] = Int32(truncatingIfNeeded: number)
  }

  /// The answer at a step; nil if none is requested.
  @inline(__always)
  func answer(class number: Int?, at step: Int) {
    batch.targetClasses?[place(step)] = Int32(truncatingIfNeeded: number ?? -1)
  }

  func finish(steps: Int) { batch.lengths[column] = Int32(truncatingIfNeeded: steps) }
}
