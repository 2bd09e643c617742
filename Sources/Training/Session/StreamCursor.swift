/// The place in a text read as contiguous streams: which epoch, and how far in it.
package struct StreamCursor: Sendable, Equatable {
  package private(set) var epoch = 0
  /// Tokens of every stream that were fed in this epoch.
  package private(set) var position = 0
  /// Tokens of a stream, and of one batch of it.
  package let length: Int
  package let truncate: Int

  package init(length: Int, truncate: Int) {
    precondition(length > 0 && truncate > 0, "a stream has at least one token")
    self.length = length
    self.truncate = truncate
  }

  package var stepsPerEpoch: Int { (length + truncate - 1) / truncate }
  /// Of the next batch; the last of an epoch may be shorter.
  package var steps: Int { min(truncate, length - position) }
  package var beginsEpoch: Bool { position == 0 }
  package var endsEpoch: Bool { position + steps == length }

  package mutating func advance() {
    guard !endsEpoch else {
      epoch += 1
      position = 0
      return
    }
    position += steps
  }
}
