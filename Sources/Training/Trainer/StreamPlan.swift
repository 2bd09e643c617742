/// How a text that is read as contiguous streams is cut into steps. States are cleared at each
/// epoch's start (`Trainer.computeGradient`) and carried in between (`StackWorkspace+States`).
package struct StreamPlan: Sendable, Equatable {
  /// Tokens in a stream, and in one batch of it.
  package let length: Int
  package let truncate: Int

  package init(length: Int, truncate: Int) {
    precondition(length > 0 && truncate > 0, "a stream has at least one token")
    self.length = length
    self.truncate = truncate
  }

  package var stepsPerEpoch: Int { (length + truncate - 1) / truncate }

  /// The tokens that an update reads, given the number of updates before it: how many tokens of each stream
  /// its epoch has already read, and how many more; the last batch of an epoch may be shorter.
  package func part(_ step: Int) -> (position: Int, steps: Int) {
    let position = step % stepsPerEpoch * truncate
    return (position, min(truncate, length - position))
  }
}
