import Datasets

/// Puts examples of similar length into one batch, to reduce padding.
///
/// A shuffled order is cut into chunks of 50 batches; within a chunk examples are sorted by length,
/// with ties left in shuffled order; then the order of the batches is shuffled. The rest of an
/// epoch that does not fill a batch comes last, as drawn, so that its lengths are not biased.
/// Allocates nothing once warmed up.
package struct LengthBuckets: Sendable, Equatable {
  package static let chunkBatches = 50

  private let lengths: [Int32]
  private let batch: Int
  // For one chunk: lengths and positions, and the examples in their previous order.
  private var keys: [UInt64]
  private var examples: [Int32]

  /// Nil if all examples have the same length.
  package init?(_ part: any Examples, batch: Int) {
    var lengths: [Int32] = []
    lengths.reserveCapacity(part.count)
    for index in 0..<part.count {
      guard let steps = part.steps(of: index) else { return nil }
      lengths.append(Int32(steps))
    }
    self.init(lengths: lengths, batch: batch)
  }

  package init?(lengths: [Int32], batch: Int) {
    guard let first = lengths.first, batch < lengths.count,
      lengths.contains(where: { $0 != first })
    else { return nil }
    self.lengths = lengths
    self.batch = batch
    let chunk = min(Self.chunkBatches * batch, lengths.count)
    keys = Array(repeating: 0, count: chunk)
    examples = Array(repeating: 0, count: chunk)
  }

  /// - Parameter order: shuffled; changed in place.
  mutating func arrange(_ order: inout [Int32], using random: inout SeededRandom) {
    let batches = order.count / batch
    for first in stride(from: 0, to: batches, by: Self.chunkBatches) {
      let last = min(batches, first + Self.chunkBatches)
      sort(&order, from: first * batch, count: (last - first) * batch)
    }
    for i in stride(from: batches - 1, to: 0, by: -1) {
      let j = random.index(below: i + 1)
      guard i != j else { continue }
      for k in 0..<batch { order.swapAt(i * batch + k, j * batch + k) }
    }
  }

  private mutating func sort(_ order: inout [Int32], from start: Int, count: Int) {
    for i in 0..<count {
      examples[i] = order[start + i]
      keys[i] = UInt64(lengths[Int(examples[i])]) << 32 | UInt64(i)
    }
    sortKeys(count)
    for i in 0..<count { order[start + i] = examples[Int(keys[i] & 0xFFFF_FFFF)] }
  }

  /// Heapsort (Williams 1964): the library's sort allocates.
  private mutating func sortKeys(_ count: Int) {
    for root in (0..<count / 2).reversed() { sink(root, count) }
    for end in stride(from: count - 1, to: 0, by: -1) {
      keys.swapAt(0, end)
      sink(0, end)
    }
  }

  private mutating func sink(_ start: Int, _ count: Int) {
    var root = start
    while 2 * root + 1 < count {
      var child = 2 * root + 1
      if child + 1 < count, keys[child] < keys[child + 1] { child += 1 }
      guard keys[root] < keys[child] else { return }
      keys.swapAt(root, child)
      root = child
    }
  }
}
