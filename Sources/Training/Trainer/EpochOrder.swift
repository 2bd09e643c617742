import Datasets

/// The order in which one epoch visits the training examples, each of them once; it is determined
/// by seed and epoch.
package struct EpochOrder: Sendable {
  package private(set) var epoch = 0
  private var order: [Int32]
  private let seed: UInt64
  private var buckets: LengthBuckets?

  /// The order of epoch 0.
  /// - Parameter buckets: keep examples of similar length together; batches must then have the size
  ///   that the buckets were made for.
  package init(count: Int, seed: UInt64, buckets: LengthBuckets? = nil) {
    self.seed = seed
    self.buckets = buckets
    order = Array(repeating: 0, count: count)
    arrange(0)
  }

  package var count: Int { order.count }

  /// The example at a position of the epoch.
  package subscript(place: Int) -> Int { Int(order[place]) }

  /// Becomes the order of another epoch (Fisher and Yates). Allocates nothing.
  package mutating func arrange(_ epoch: Int) {
    self.epoch = epoch
    for i in order.indices { order[i] = Int32(i) }
    var random = SeededRandom(seed: seed, stream: epoch)
    for i in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(i, random.index(below: i + 1))
    }
    buckets?.arrange(&order, using: &random)
  }
}
