/// One column of a batch, as what generates a sequence sees it: steps that are fed, and answers.
///
/// What the batch has no memory for is not written, so that answers can be had without inputs.
struct ExampleColumn {
  private let batch: BatchPointers
  private let column: Int
  private let features: Int

  init(_ batch: BatchPointers, column: Int, features: Int) {
    self.batch = batch
    self.column = column
    self.features = features
  }

  /// False where only the answers are asked for.
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

  /// The answer at a step; nil where none is asked for.
  @inline(__always)
  func answer(class number: Int?, at step: Int) {
    batch.targetClasses?[place(step)] = Int32(truncatingIfNeeded: number ?? -1)
  }

  func finish(steps: Int) { batch.lengths[column] = Int32(truncatingIfNeeded: steps) }
}
