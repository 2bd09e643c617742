/// The latest of many values, in memory that is allocated once.
struct RingBuffer<Value: Sendable & Equatable & Codable>: Sendable, Equatable, Codable {
  private var values: [Value]
  private var filled = 0

  /// - Parameters:
  ///   - count: the most values kept.
  ///   - empty: the value of unused places.
  init(_ count: Int, empty: Value) { values = Array(repeating: empty, count: max(1, count)) }

  var isFull: Bool { filled == values.count }
  /// Oldest first.
  var elements: [Value] { Array(values[..<filled]) }

  mutating func push(_ value: Value) {
    if isFull {
      for place in 1..<values.count { values[place - 1] = values[place] }
      filled -= 1
    }
    values[filled] = value
    filled += 1
  }

  mutating func clear() { filled = 0 }

  /// Makes the memory unique if a copy shares it, so that the next `push` allocates nothing.
  mutating func makeUnique() { values[0] = values[0] }
}
