/// SplitMix64 (Steele, Lea, Flood 2014): a counter, mixed. Any number of the stream can be had
/// without those before it, so an example is made from the seed and its index alone.
package struct SeededRandom: RandomNumberGenerator, Sendable, Equatable {
  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15
  private(set) var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  /// An own stream for `index` (an example, a pass) under `seed`.
  package init(seed: UInt64, stream index: Int) {
    let mixed = Self.mix(seed &+ Self.step)
    state = Self.mix(mixed ^ Self.mix(UInt64(truncatingIfNeeded: index) &+ Self.step))
  }

  package mutating func next() -> UInt64 {
    state &+= Self.step
    return Self.mix(state)
  }

  /// The result of the (`position` + 1)-th call of `next` from here.
  package func peek(_ position: Int) -> UInt64 {
    Self.mix(state &+ UInt64(truncatingIfNeeded: position + 1) &* Self.step)
  }

  /// Uniform in 0 ..< 1 with 24 bits, so exact in Float.
  package static func unit(_ bits: UInt64) -> Float {
    Float(bits >> 40) * 0x1p-24
  }

  /// Uniform in 0 ..< `bound` (multiplied, not taken modulo); `bound` is at least 1.
  package static func index(_ bits: UInt64, below bound: Int) -> Int {
    Int(UInt64(bound).multipliedFullWidth(by: bits).high)
  }

  /// Uniform in 0 ..< `bound`.
  package mutating func index(below bound: Int) -> Int {
    Self.index(next(), below: bound)
  }

  /// Uniform among the numbers with this many digits; 0 has one.
  mutating func number(digits: Int) -> Int {
    let least = (1..<digits).reduce(1) { size, _ in size * 10 }
    let first = digits == 1 ? 0 : least
    return first + index(below: 10 * least - first)
  }

  /// True with probability `share`.
  package mutating func chance(_ share: Float) -> Bool {
    Self.unit(next()) < share
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
