/// The latest of many values, in memory that is made once.
struct LatestOf<Value: Sendable & Equatable & Codable>: Sendable, Equatable, Codable {
  private var values: [Value]
  private var filled = 0

  /// - Parameters:
  ///   - count: that are kept at most.
  ///   - empty: stands where there is none yet.
  init(_ count: Int, empty: Value) { values = Array(repeating: empty, count: max(1, count)) }

  var isFull: Bool { filled == values.count }
  /// The oldest first.
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

  /// Makes the memory its own where a copy shares it: the next `push` makes none.
  mutating func makeUnique() { values[0] = values[0] }
}
