import Engine

/// The batch for lanes at the same step.
final class StepBatch {
  let batch: Batch
  /// The example in each column.
  let examples: Block<Int32>
  /// Updates that the lanes have already done, and their current epoch.
  var step = 0
  var epoch = 0

  init(_ batch: Batch) {
    self.batch = batch
    examples = Block(count: batch.maxSize)
  }
}
