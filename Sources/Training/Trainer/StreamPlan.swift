/// How a text that is read as contiguous streams is cut into steps.
package struct StreamPlan: Sendable, Equatable {
  /// Tokens of a stream, and of one batch of it.
  package let length: Int
  package let truncate: Int

  package init(length: Int, truncate: Int) {
    precondition(length > 0 && truncate > 0, "a stream has at least one token")
    self.length = length
    self.truncate = truncate
  }

  package var stepsPerEpoch: Int { (length + truncate - 1) / truncate }

  /// What the update after so many others reads: the tokens of every stream that its epoch has read
  /// before, and how many more; the last batch of an epoch may be shorter.
  package func part(_ step: Int) -> (position: Int, steps: Int) {
    let position = step % stepsPerEpoch * truncate
    return (position, min(truncate, length - position))
  }
}
