/// The commonest of many numbers in little memory (Misra and Gries, 1982): a number that makes up
/// more than one in `capacity` is always found; its count may be too low by `decrements`.
package struct CommonNumbers {
  private(set) var keys: [Double] = []
  private(set) var counts: [Int] = []
  private(set) var decrements = 0
  private let capacity: Int
  private var last = 0

  package init(capacity: Int) { self.capacity = capacity }

  package mutating func add(_ key: Double) {
    if last < keys.count, keys[last] == key {
      counts[last] += 1
    } else if let index = keys.firstIndex(of: key) {
      counts[index] += 1
      last = index
    } else if keys.count < capacity {
      last = keys.count
      keys.append(key)
      counts.append(1)
    } else {
      decrement()
    }
  }

  /// The number with the largest count; of equal counts the one that was seen first.
  package var commonest: (key: Double, count: Int)? {
    guard let most = counts.max(), let index = counts.firstIndex(of: most) else { return nil }
    return (keys[index], most)
  }

  private mutating func decrement() {
    decrements += 1
    for index in counts.indices { counts[index] -= 1 }
    guard counts.contains(0) else { return }
    let left = counts.indices.filter { counts[$0] > 0 }
    keys = left.map { keys[$0] }
    counts = left.map { counts[$0] }
    last = 0
  }
}

/// Running facts of the steps between a column's values, from row to row.
package struct StepTally {
  private(set) var rising = 0
  private(set) var equal = 0
  private(set) var falling = 0
  private var sizes = CommonNumbers(capacity: 16)
  private var previous: Double?

  package mutating func add(_ value: Double) {
    defer { previous = value }
    guard let previous else { return }
    let step = value - previous
    if step == 0 {
      equal += 1
      return
    }
    if step > 0 { rising += 1 } else { falling += 1 }
    sizes.add(step)
  }

  /// Steps that change the value.
  package var changes: Int { rising + falling }

  /// The steps against the usual direction.
  package var against: Int { min(rising, falling) }

  /// Whether the values rise or fall, with few enough steps back for blocks one after another.
  package var isInBlocks: Bool { against * 4 <= changes - against }

  /// Whether every step in the usual direction has this size.
  package func goes(by size: Double) -> Bool {
    let sign: Double = rising >= falling ? 1 : -1
    guard let index = sizes.keys.firstIndex(of: sign * size) else { return false }
    return sizes.counts[index] + sizes.decrements >= changes - against && isInBlocks
  }

  /// Changes that do not have the commonest size. Sizes in seconds: months of 28 to 31 days are one
  /// size, and so are quarters and years.
  package var irregular: Int {
    let sizes = zip(sizes.keys, sizes.counts)
    let periods: [ClosedRange<Double>] = [28...31, 90...92, 365...366]
    let pooled = periods.flatMap { days in
      [1.0, -1.0].map { sign in
        sizes.reduce(0) { $0 + (days.contains($1.0 * sign / 86_400) ? $1.1 : 0) }
      }
    }
    return changes - max(self.sizes.commonest?.count ?? 0, pooled.max() ?? 0)
  }
}
