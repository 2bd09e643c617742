import Glibc

/// A picture over time step (columns) and training step (rows), the newest row on top; a ring of
/// bounded size. Each place holds a level: the log10 of a norm in one byte.
package struct Waterfall: Sendable, Equatable, Codable {
  package let columns: Int
  package let capacity: Int
  /// Rows held so far, at most `capacity`.
  package private(set) var count = 0
  private var newest = -1
  private var levels: [UInt8]
  private var steps: [Int]

  package init(columns: Int, capacity: Int = 128) {
    precondition(columns >= 1 && capacity >= 1, "a waterfall needs columns and rows")
    self.columns = columns
    self.capacity = capacity
    levels = Array(repeating: NormLevel.absent, count: columns * capacity)
    steps = Array(repeating: 0, count: capacity)
  }

  /// Adds a row; `level(column)` gives its levels, column 0 the far past.
  package mutating func push(step: Int, level: (Int) -> UInt8) {
    newest = (newest + 1) % capacity
    count = min(count + 1, capacity)
    steps[newest] = step
    for column in 0..<columns { levels[newest * columns + column] = level(column) }
  }

  /// - Parameters:
  ///   - age: 0 is the newest row; below `count`.
  ///   - column: 0 is the far past; below `columns`.
  package func level(age: Int, column: Int) -> UInt8 {
    levels[place(age) * columns + column]
  }

  /// The training step at which a row was taken.
  package func step(age: Int) -> Int { steps[place(age)] }

  private func place(_ age: Int) -> Int {
    precondition(age >= 0 && age < count, "no row of that age")
    return (newest - age + capacity) % capacity
  }
}

/// A norm's logarithm in one byte, fine enough for any shade a terminal has.
package enum NormLevel {
  /// No norm: the time step is outside the sequences.
  package static let absent: UInt8 = 0
  package static let zero: UInt8 = 1
  /// `lowest` and `highest` stand for log10 norms of -12 and 4; what lies beyond is clamped.
  package static let lowest: UInt8 = 2
  package static let highest: UInt8 = 252
  /// NaN or infinite.
  package static let nonfinite: UInt8 = 255

  package static func of(norm: Float) -> UInt8 { of(log10: log10Norm(norm)) }

  /// - Parameter log10: -infinity for a zero norm, NaN or +infinity for one that is not finite.
  package static func of(log10: Float) -> UInt8 {
    if log10.isNaN || log10 == .infinity { return nonfinite }
    if log10 == -.infinity { return zero }
    let clamped = min(max(log10, NormHistogram.lowest), NormHistogram.highest)
    let share = (clamped - NormHistogram.lowest) / (NormHistogram.highest - NormHistogram.lowest)
    return lowest + UInt8((share * Float(highest - lowest)).rounded())
  }

  /// The log10 norm of a level between `lowest` and `highest`, nil of the others.
  package static func log10(_ level: UInt8) -> Float? {
    guard level >= lowest, level <= highest else { return nil }
    let share = Float(level - lowest) / Float(highest - lowest)
    return NormHistogram.lowest + share * (NormHistogram.highest - NormHistogram.lowest)
  }

  /// -infinity for zero, NaN for what is not finite.
  static func log10Norm(_ norm: Float) -> Float {
    norm.isFinite ? Glibc.log10(norm) : .nan
  }
}
