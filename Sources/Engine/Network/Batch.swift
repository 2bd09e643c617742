/// The sequences of one step and what is to be learned from them, time major. Sized once for the
/// longest and largest batch; `timeSteps` and `size` say how much of it is in use, and the memory is
/// laid out for exactly that many.
package final class Batch: @unchecked Sendable {
  package let maxTimeSteps: Int
  package let maxSize: Int
  package var timeSteps: Int
  package var size: Int
  private let hasTargetsOfSteps: Bool
  /// [T, B, I] numbers, or empty.
  package let inputs: FloatBlock
  /// [T, B] token ids, or empty; -1: nothing is fed, zeros in place of the embedding.
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
    hasTargetsOfSteps = architecture.head == .every
    let targets = hasTargetsOfSteps ? places : size
    let classes = LossRegistry.named(architecture.loss)?.hasClassTargets ?? false
    inputs = FloatBlock(count: architecture.vocabulary > 0 ? 0 : places * architecture.input)
    tokens = Block(count: architecture.vocabulary > 0 ? places : 0)
    targetValues = FloatBlock(count: classes ? 0 : targets * architecture.outputs)
    targetClasses = Block(count: classes ? targets : 0)
    lengths = Block(count: size)
    lengths.values.update(repeating: Int32(timeSteps))
  }

  /// Takes over what is in use of a batch made for the same architecture and sizes.
  package func copy(from other: Batch) {
    timeSteps = other.timeSteps
    size = other.size
    /// As many elements as are in use: in proportion to the sequences and time steps.
    func copy<Element>(
      _ from: Block<Element>, to: Block<Element>, ofSteps: Bool
    ) where Element: BitwiseCopyable {
      let each = from.count / (other.maxSize * (ofSteps ? other.maxTimeSteps : 1))
      to.pointer.update(from: from.pointer, count: each * size * (ofSteps ? timeSteps : 1))
    }
    let targetsOfSteps = other.hasTargetsOfSteps
    copy(other.inputs, to: inputs, ofSteps: true)
    copy(other.tokens, to: tokens, ofSteps: true)
    copy(other.targetValues, to: targetValues, ofSteps: targetsOfSteps)
    copy(other.targetClasses, to: targetClasses, ofSteps: targetsOfSteps)
    copy(other.lengths, to: lengths, ofSteps: false)
  }
}
