/// The sequences of one step and what is to be learned from them, time major. Sized once for the
/// longest and largest batch; `timeSteps` and `size` say how much of it is in use, and the memory is
/// laid out for exactly that many.
package final class Batch: @unchecked Sendable {
  package let maxTimeSteps: Int
  package let maxSize: Int
  package var timeSteps: Int
  package var size: Int
  /// [T, B, I] numbers, or empty.
  package let inputs: FloatBlock
  /// [T, B] token ids, or empty.
  package let tokens: Block<Int32>
  /// [B, O], or [T, B, O] with a loss at every step; empty for losses on classes.
  package let targetValues: FloatBlock
  /// [B] or [T, B]; empty for losses on numbers.
  package let targetClasses: Block<Int32>
  /// [B]: valid steps of each sequence, 1...T.
  package let lengths: Block<Int32>

  package init(_ architecture: Architecture, timeSteps: Int, size: Int) {
    maxTimeSteps = timeSteps
    maxSize = size
    self.timeSteps = timeSteps
    self.size = size
    let places = timeSteps * size
    let targets = architecture.head == .every ? places : size
    let classes = LossRegistry.named(architecture.loss)?.hasClassTargets ?? false
    inputs = FloatBlock(count: architecture.vocabulary > 0 ? 0 : places * architecture.input)
    tokens = Block(count: architecture.vocabulary > 0 ? places : 0)
    targetValues = FloatBlock(count: classes ? 0 : targets * architecture.outputs)
    targetClasses = Block(count: classes ? targets : 0)
    lengths = Block(count: size)
    lengths.values.update(repeating: Int32(timeSteps))
  }
}
