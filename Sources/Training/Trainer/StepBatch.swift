import Engine

/// What lanes at the same step train on.
final class StepBatch {
  let batch: Batch
  /// The example in each column.
  let examples: Block<Int32>
  /// Updates that the lanes have done before, and the epoch that they are in.
  var step = 0
  var epoch = 0

  init(_ batch: Batch) {
    self.batch = batch
    examples = Block(count: batch.maxSize)
  }
}
