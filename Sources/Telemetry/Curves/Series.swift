/// A bounded history of one number over training steps. When it is full, neighbouring buckets are
/// merged and keep their minimum and maximum: a spike is never lost, whatever the length. It knows no
/// screen; `LossTrace` thins it to the columns of a plot.
package struct Series: Sendable, Equatable {
  package struct Bucket: Sendable, Equatable, Codable {
    package var firstStep: Int
    package var lastStep: Int
    /// Seconds of training at the last step.
    package var seconds: Double
    /// Minimum of the finite values; NaN when there are none (a gap).
    package var minimum: Float
    package var maximum: Float
    package var mean: Float { count > 0 ? Float(sum / Double(count)) : .nan }
    /// Finite values, and values that were NaN or infinite.
    package var count: Int
    package var nonfinite: Int
    var sum: Double

    /// - Parameter mean: the mean of the finite values.
    package init(
      steps: ClosedRange<Int>, seconds: Double, minimum: Float, maximum: Float, mean: Double,
      count: Int, nonfinite: Int
    ) {
      (firstStep, lastStep) = (steps.lowerBound, steps.upperBound)
      self.seconds = seconds
      (self.minimum, self.maximum) = (minimum, maximum)
      (self.count, self.nonfinite) = (count, nonfinite)
      sum = count > 0 ? mean * Double(count) : 0
    }

    /// Mean of the finite values; NaN when there are none.
    package var exactMean: Double { count > 0 ? sum / Double(count) : .nan }

    init(
      firstStep: Int, lastStep: Int, seconds: Double, minimum: Float, maximum: Float, count: Int,
      nonfinite: Int, sum: Double
    ) {
      (self.firstStep, self.lastStep, self.seconds) = (firstStep, lastStep, seconds)
      (self.minimum, self.maximum) = (minimum, maximum)
      (self.count, self.nonfinite, self.sum) = (count, nonfinite, sum)
    }

    init(step: Int, seconds: Double, value: Float) {
      firstStep = step
      lastStep = step
      self.seconds = seconds
      let finite = value.isFinite
      minimum = finite ? value : .nan
      maximum = minimum
      count = finite ? 1 : 0
      nonfinite = finite ? 0 : 1
      sum = finite ? Double(value) : 0
    }

    /// Compares bit by bit, so that a gap, whose numbers are NaN, equals its copy.
    package static func == (a: Bucket, b: Bucket) -> Bool {
      a.firstStep == b.firstStep && a.lastStep == b.lastStep
        && a.seconds.bitPattern == b.seconds.bitPattern
        && a.minimum.bitPattern == b.minimum.bitPattern
        && a.maximum.bitPattern == b.maximum.bitPattern && a.count == b.count
        && a.nonfinite == b.nonfinite && a.sum.bitPattern == b.sum.bitPattern
    }

    mutating func merge(_ next: Bucket) {
      lastStep = next.lastStep
      seconds = next.seconds
      // Swift.min and max with NaN depend on the order; a bucket without values is left out.
      if count == 0 {
        (minimum, maximum) = (next.minimum, next.maximum)
      } else if next.count > 0 {
        (minimum, maximum) = (min(minimum, next.minimum), max(maximum, next.maximum))
      }
      count += next.count
      nonfinite += next.nonfinite
      sum += next.sum
    }
  }

  package private(set) var buckets: [Bucket]
  /// Values in a full bucket.
  package private(set) var valuesPerBucket = 1
  package let capacity: Int

  /// - Parameter capacity: the most buckets kept; even.
  package init(capacity: Int = 1024) {
    precondition(capacity >= 2 && capacity % 2 == 0, "a series needs an even capacity")
    self.capacity = capacity
    buckets = []
    buckets.reserveCapacity(capacity)
  }

  package var isEmpty: Bool { buckets.isEmpty }
  package var lastStep: Int? { buckets.last?.lastStep }

  /// Steps must not decrease.
  package mutating func append(step: Int, seconds: Double, value: Float) {
    let new = Bucket(step: step, seconds: seconds, value: value)
    if let last = buckets.last, last.count + last.nonfinite < valuesPerBucket {
      buckets[buckets.count - 1].merge(new)
      return
    }
    if buckets.count == capacity { halve() }
    buckets.append(new)
  }

  /// Takes the last bucket of another series: it replaces the bucket with the same first step, or
  /// is appended.
  package mutating func take(_ bucket: Bucket) {
    if buckets.last?.firstStep == bucket.firstStep {
      buckets[buckets.count - 1] = bucket
      return
    }
    if buckets.count == capacity { halve() }
    buckets.append(bucket)
  }

  /// The newest bucket that is full.
  package var lastFull: Bucket? {
    buckets.last.flatMap { $0.count + $0.nonfinite >= valuesPerBucket ? $0 : nil }
  }

  /// Every value times a positive factor.
  package func scaled(by factor: Double) -> Series {
    var scaled = self
    for place in scaled.buckets.indices {
      scaled.buckets[place].minimum = Float(Double(buckets[place].minimum) * factor)
      scaled.buckets[place].maximum = Float(Double(buckets[place].maximum) * factor)
      scaled.buckets[place].sum *= factor
    }
    return scaled
  }

  mutating func replace(_ buckets: [Bucket], valuesPerBucket: Int) {
    (self.buckets, self.valuesPerBucket) = (buckets, valuesPerBucket)
  }

  private mutating func halve() {
    for i in 0..<capacity / 2 {
      var merged = buckets[2 * i]
      merged.merge(buckets[2 * i + 1])
      buckets[i] = merged
    }
    buckets.removeLast(capacity / 2)
    // A record may contain anything; no run has more steps.
    valuesPerBucket = min(valuesPerBucket * 2, Self.counts.upperBound)
  }
}

// Stored in columns: short, and fast to read.
extension Series: Codable {
  private enum Key: CodingKey {
    case capacity, valuesPerBucket, first, last, seconds, minimum, maximum, count, nonfinite, sum
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    func encode<Number: PackedNumber>(_ key: Key, _ column: (Bucket) -> Number) throws {
      try container.encode(Packed(wrappedValue: buckets.map(column)), forKey: key)
    }
    try container.encode(capacity, forKey: .capacity)
    try container.encode(valuesPerBucket, forKey: .valuesPerBucket)
    try encode(.first) { $0.firstStep }
    try encode(.last) { $0.lastStep }
    try encode(.seconds) { $0.seconds }
    try encode(.minimum) { $0.minimum }
    try encode(.maximum) { $0.maximum }
    try encode(.count) { $0.count }
    try encode(.nonfinite) { $0.nonfinite }
    try encode(.sum) { $0.sum }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func column<Number: PackedNumber>(_ key: Key) throws -> [Number] {
      try container.decode(Packed<Number>.self, forKey: key).wrappedValue
    }
    let (first, last): ([Int], [Int]) = (try column(.first), try column(.last))
    let (count, nonfinite): ([Int], [Int]) = (try column(.count), try column(.nonfinite))
    let (seconds, sum): ([Double], [Double]) = (try column(.seconds), try column(.sum))
    let (minimum, maximum): ([Float], [Float]) = (try column(.minimum), try column(.maximum))
    capacity = try container.decode(Int.self, forKey: .capacity)
    valuesPerBucket = try container.decode(Int.self, forKey: .valuesPerBucket)
    let others = [last, count, nonfinite].map(\.count) + [seconds, sum].map(\.count)
    let isSound =
      (others + [minimum, maximum].map(\.count)).allSatisfy { $0 == first.count }
      && capacity >= max(2, first.count) && capacity.isMultiple(of: 2)
      && Self.counts.contains(valuesPerBucket) && valuesPerBucket > 0
      && zip(first, last).allSatisfy { $0 <= $1 }
    guard isSound else {
      throw DecodingError.dataCorruptedError(
        forKey: .first, in: container, debugDescription: "the columns do not match")
    }
    buckets = first.indices.map {
      Bucket(
        firstStep: first[$0], lastStep: last[$0], seconds: seconds[$0], minimum: minimum[$0],
        maximum: maximum[$0], count: count[$0], nonfinite: nonfinite[$0], sum: sum[$0])
    }
  }
}
