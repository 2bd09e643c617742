import Datasets

/// The place in the training data: which epoch, and how far in its order. Each epoch visits every
/// example once, in an order that follows from seed and epoch alone.
package struct DataCursor: Sendable, Equatable {
  package private(set) var epoch = 0
  package private(set) var position = 0
  private var order: [Int32]
  private let seed: UInt64
  private var buckets: LengthBuckets?

  /// - Parameter buckets: keep examples of about the same length together; `next` then has to be
  ///   asked for the batches that they were made for.
  package init(count: Int, seed: UInt64, buckets: LengthBuckets? = nil) {
    self.seed = seed
    self.buckets = buckets
    order = (0..<Int32(count)).map { $0 }
    shuffle()
  }

  /// The next examples, at most `most`; fewer only at an epoch's end.
  /// - Returns: true when they end the epoch.
  package mutating func next(_ most: Int, _ take: (_ column: Int, _ example: Int) -> Void) -> (
    count: Int, endsEpoch: Bool
  ) {
    let count = min(most, order.count - position)
    for column in 0..<count { take(column, Int(order[position + column])) }
    position += count
    return (count, position == order.count)
  }

  package mutating func beginNextEpoch() {
    epoch += 1
    position = 0
    shuffle()
  }

  /// Fisher and Yates, from the last order: no memory is made.
  private mutating func shuffle() {
    var random = SeededRandom(seed: seed, stream: epoch)
    for i in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(i, random.index(below: i + 1))
    }
    buckets?.arrange(&order, using: &random)
  }
}
