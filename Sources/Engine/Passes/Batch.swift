/// The sequences of one step and their targets, time major. Sized once for the
/// longest and largest batch; `timeSteps`, `targetSteps` and `size` give how much of it is in use,
/// and the memory is laid out for exactly that many.
package final class Batch: @unchecked Sendable {
  package let maxTimeSteps: Int
  package let maxSize: Int
  package var timeSteps: Int
  package var size: Int
  /// U: for targets that are sequences of their own; 0 if there are none.
  package let maxTargetSteps: Int
  package var targetSteps: Int
  private let hasTargetsOfSteps: Bool
  /// [T, B, I] numbers, or empty.
  package let inputs: FloatBlock
  /// [T, B] token ids, or empty; -1: no token, zeros in place of the embedding.
  package let tokens: Block<Int32>
  /// [B, O], or [T, B, O] with a loss at every step; empty for losses on classes.
  package let targetValues: FloatBlock
  /// [B], [T, B], or [U, B] of targets that are sequences of their own; empty for losses on
  /// numbers.
  package let targetClasses: Block<Int32>
  /// [B]: valid steps of each sequence, 1...T.
  package let lengths: Block<Int32>
  /// [B]: the same of each target, 1...U; empty if targets are not sequences of their own.
  package let targetLengths: Block<Int32>

  /// The kinds of a model's inputs and targets.
  struct Contents {
    /// I of numbers; nil: tokens.
    var inputs: Int?
    /// The shape of targets: one a sequence, one a step, or sequences of their own.
    var targets: Targets
    enum Targets { case sequences, steps, ownSteps }
    /// O of numbers; nil: classes.
    var outputs: Int?
  }

  /// - Parameter targetSteps: for targets with their own length; ignored elsewhere.
  init(_ contents: Contents, timeSteps: Int, targetSteps: Int, size: Int) {
    maxTimeSteps = timeSteps
    maxSize = size
    self.timeSteps = timeSteps
    self.size = size
    let isAligned = contents.targets == .ownSteps
    maxTargetSteps = isAligned ? targetSteps : 0
    self.targetSteps = maxTargetSteps
    hasTargetsOfSteps = contents.targets == .steps
    let places = timeSteps * size
    let targets =
      switch contents.targets {
      case .sequences: size
      case .steps: places
      case .ownSteps: maxTargetSteps * size
      }
    inputs = FloatBlock(count: places * (contents.inputs ?? 0))
    tokens = Block(count: contents.inputs == nil ? places : 0)
    targetValues = FloatBlock(count: targets * (contents.outputs ?? 0))
    targetClasses = Block(count: contents.outputs == nil ? targets : 0)
    lengths = Block(count: size)
    lengths.values.update(repeating: Int32(timeSteps))
    targetLengths = Block(count: isAligned ? size : 0)
    targetLengths.values.update(repeating: Int32(maxTargetSteps))
  }

  /// Copies the part in use of a batch made for the same architecture and sizes.
  package func copy(from other: Batch) {
    timeSteps = other.timeSteps
    size = other.size
    targetSteps = other.targetSteps
    /// The number of elements in use, in proportion to the sequences and time steps.
    func copy<Element>(
      _ from: Block<Element>, to: Block<Element>, steps: (used: Int, most: Int) = (1, 1)
    ) where Element: BitwiseCopyable {
      let each = from.count / (other.maxSize * steps.most)
      to.pointer.update(from: from.pointer, count: each * size * steps.used)
    }
    let own = (timeSteps, other.maxTimeSteps)
    let ofTargets =
      other.maxTargetSteps > 0
      ? (targetSteps, other.maxTargetSteps) : other.hasTargetsOfSteps ? own : (1, 1)
    copy(other.inputs, to: inputs, steps: own)
    copy(other.tokens, to: tokens, steps: own)
    copy(other.targetValues, to: targetValues, steps: ofTargets)
    copy(other.targetClasses, to: targetClasses, steps: ofTargets)
    copy(other.lengths, to: lengths)
    copy(other.targetLengths, to: targetLengths)
  }
}
