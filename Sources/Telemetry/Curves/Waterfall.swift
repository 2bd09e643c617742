import Glibc

/// A picture of bounded size over time step (columns) and training step (rows), from the beginning
/// of a run to now. Each cell holds how much of the gradient arrives: the log10 of the norm divided
/// by the norm near the end of its row, in one byte. When there are too many rows, those of the
/// older half are merged in pairs.
package struct Waterfall: Sendable, Equatable, Codable {
  package struct Row: Sendable, Equatable, Codable {
    /// The training steps that the row covers.
    package var firstStep: Int
    package var lastStep: Int
    /// log10 of the norm near the end, which the levels are relative to; NaN if that norm is zero
    /// or not finite.
    package var end: Float

    package static func == (a: Row, b: Row) -> Bool {
      a.firstStep == b.firstStep && a.lastStep == b.lastStep
        && a.end.bitPattern == b.end.bitPattern
    }
  }

  package let columns: Int
  package let capacity: Int
  /// The oldest first.
  package private(set) var rows: [Row] = []
  @Packed private var levels: [UInt8] = []

  /// - Parameter capacity: the most rows; a multiple of 4.
  package init(columns: Int, capacity: Int = 128) {
    precondition(
      columns >= 1 && capacity >= 4 && capacity.isMultiple(of: 4), "a waterfall needs room")
    self.columns = columns
    self.capacity = capacity
  }

  package var count: Int { rows.count }

  /// Validates a decoded one: its size matches its fields, and it has room for rows.
  package var isSound: Bool {
    (1...1 << 20).contains(columns) && (4...1 << 12).contains(capacity)
      && capacity.isMultiple(of: 4) && rows.count <= capacity
      && levels.count == rows.count * columns
  }

  /// Adds a row; `level(column)` gives its levels, column 0 the distant past.
  package mutating func push(steps: ClosedRange<Int>, end: Float, level: (Int) -> UInt8) {
    if rows.count == capacity { mergeOlderHalf() }
    rows.append(Row(firstStep: steps.lowerBound, lastStep: steps.upperBound, end: end))
    for column in 0..<columns { levels.append(level(column)) }
  }

  /// How many of the oldest rows equal those of another picture.
  package func commonRows(with other: Waterfall) -> Int {
    guard columns == other.columns else { return 0 }
    return zip(rows, other.rows).enumerated().prefix { place, pair in
      let levels = place * columns..<(place + 1) * columns
      return pair.0 == pair.1 && self.levels[levels] == other.levels[levels]
    }.count
  }

  /// Removes all rows except some of the oldest.
  /// - Parameter count: 0 or more; if it exceeds the number of rows, nothing is removed.
  package mutating func keepFirst(_ count: Int) {
    guard count < rows.count else { return }
    rows.removeSubrange(count...)
    levels.removeSubrange((count * columns)...)
  }

  /// - Parameters:
  ///   - row: 0 is the oldest; below `count`.
  ///   - column: 0 is the distant past; below `columns`.
  package func level(row: Int, column: Int) -> UInt8 { levels[row * columns + column] }

  /// The level that represents several rows and columns.
  /// - Parameters:
  ///   - rows: within 0 ..< `count`.
  ///   - columns: within 0 ..< `columns`.
  package func mean(rows: Range<Int>, columns range: Range<Int>) -> UInt8 {
    precondition(rows.upperBound <= count && range.upperBound <= columns)
    return levels.withUnsafeBufferPointer { levels in
      var mean = NormLevel.Mean()
      for row in rows {
        for column in range { mean.add(levels[row * columns + column]) }
      }
      return mean.level
    }
  }

  private mutating func mergeOlderHalf() {
    let pairs = capacity / 4
    for pair in 0..<pairs {
      let (first, second) = (rows[2 * pair], rows[2 * pair + 1])
      let ends = [first.end, second.end].filter(\.isFinite)
      rows[pair] = Row(
        firstStep: first.firstStep, lastStep: second.lastStep,
        end: ends.isEmpty ? .nan : ends.reduce(0, +) / Float(ends.count))
      for column in 0..<columns {
        levels[pair * columns + column] = NormLevel.merged(
          level(row: 2 * pair, column: column), level(row: 2 * pair + 1, column: column))
      }
    }
    rows.removeSubrange(pairs..<2 * pairs)
    levels.removeSubrange(pairs * columns..<2 * pairs * columns)
  }
}

/// The logarithm of the ratio of two norms in one byte, fine enough for any terminal shade.
package enum NormLevel {
  /// No norm: the time step is outside the sequences.
  package static let absent: UInt8 = 0
  package static let zero: UInt8 = 1
  /// `lowest` and `highest` are the ends of `decades`; values beyond are clamped.
  package static let lowest: UInt8 = 2
  package static let highest: UInt8 = 252
  package static let decades: ClosedRange<Float> = -10...10
  /// NaN or infinite.
  package static let nonfinite: UInt8 = 255

  /// - Parameter log10: -infinity for a zero norm, NaN or +infinity for one that is not finite.
  package static func of(log10: Float) -> UInt8 {
    if log10.isNaN || log10 == .infinity { return nonfinite }
    if log10 == -.infinity { return zero }
    let clamped = min(max(log10, decades.lowerBound), decades.upperBound)
    let share = (clamped - decades.lowerBound) / (decades.upperBound - decades.lowerBound)
    return lowest + UInt8((share * Float(highest - lowest)).rounded())
  }

  /// The decades of a level between `lowest` and `highest`, nil for others.
  package static func log10(_ level: UInt8) -> Float? {
    guard level >= lowest, level <= highest else { return nil }
    let share = Float(level - lowest) / Float(highest - lowest)
    return decades.lowerBound + share * (decades.upperBound - decades.lowerBound)
  }

  /// Above this a norm has grown; anything closer to the end's norm is noise.
  package static let grownDecades: Float = 0.3
  private static let grown = of(log10: grownDecades)

  /// Combines several levels into one drawn cell: non-finite wins, then growth, then their mean;
  /// zero or absent only if there are no others.
  package struct Mean {
    private let growthWins: Bool
    private var sum = 0
    private var count = 0
    private var largest = absent

    /// - Parameter growthWins: false if levels are not relative to the end's norm.
    package init(growthWins: Bool = true) { self.growthWins = growthWins }

    package mutating func add(_ level: UInt8) {
      largest = max(largest, level)
      guard level >= lowest, level <= highest else { return }
      (sum, count) = (sum + Int(level), count + 1)
    }

    package var level: UInt8 {
      if largest == nonfinite || growthWins && largest > grown { return largest }
      return count > 0 ? UInt8(sum / count) : largest
    }
  }

  /// The level that represents two cells: non-finite wins, then growth, then the level farthest
  /// below the end's norm.
  package static func merged(_ a: UInt8, _ b: UInt8) -> UInt8 {
    if a == nonfinite || b == nonfinite { return nonfinite }
    if a == absent || b == absent { return max(a, b) }
    return a > grown || b > grown ? max(a, b) : min(a, b)
  }
}
