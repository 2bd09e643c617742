import Telemetry

/// The numbers of a column, gathered without keeping them.
struct NumberStats {
  private(set) var count = 0
  private(set) var low = Extreme(isLow: true)
  private(set) var high = Extreme(isLow: false)
  /// Of what is between the extremes: next to 1e20 the rest would be lost.
  private var inner = 0.0
  private(set) var zeros = 0
  /// The least distance from 0 of what is not 0.
  private(set) var leastMagnitude = Double.infinity
  private(set) var shape = ColumnShape()

  /// The outermost values: counts of the first two, and the third.
  struct Extreme {
    let isLow: Bool
    private(set) var value: Double
    private(set) var count = 0
    private(set) var next: Double
    private(set) var nextCount = 0
    private(set) var third: Double

    init(isLow: Bool) {
      self.isLow = isLow
      value = isLow ? .infinity : -.infinity
      (next, third) = (value, value)
    }

    /// - Returns: the values that are outermost no longer, added up; nil where `new` is not outermost.
    mutating func add(_ new: Double) -> Double? {
      if new == value {
        count += 1
        return 0
      }
      if isLow ? new < value : new > value {
        let displaced = sum
        (third, next, nextCount) = (next, value, count)
        (value, count) = (new, 1)
        return displaced
      }
      if new == next {
        nextCount += 1
      } else if isLow ? new < next : new > next {
        (third, next, nextCount) = (next, new, 1)
      } else if isLow ? new < third : new > third {
        third = new
      }
      return nil
    }

    /// Leaves out the outermost value.
    mutating func drop() {
      (value, count) = (next, nextCount)
      (next, nextCount) = (third, 0)
    }

    var sum: Double { count == 0 ? 0 : value * Double(count) }
  }

  mutating func add(_ value: Double) {
    count += 1
    if value > low.third, value < high.third, value != 0 {
      // As most are: no extreme, and none to come.
      inner += value
      let magnitude = value.magnitude
      if magnitude < leastMagnitude { leastMagnitude = magnitude }
      shape.add(value)
      return
    }
    let wasOne = low.value == high.value
    let (below, above) = (low.add(value), high.add(value))
    // While all values are equal they are low and high at once, and still are one of them.
    if !wasOne { inner += (below ?? 0) + (above ?? 0) }
    if below == nil, above == nil { inner += value }
    if value == 0 { zeros += 1 } else { leastMagnitude = min(leastMagnitude, value.magnitude) }
    shape.add(value)
  }

  /// The count of one of the two outermost values, or of 0; 0 for others, which are not counted.
  func count(of value: Double) -> Int {
    for extreme in [low, high] {
      if value == extreme.value { return extreme.count }
      if value == extreme.next { return extreme.nextCount }
    }
    return value == 0 ? zeros : 0
  }

  /// The same without a value that means "missing": an outermost one, or 0.
  func without(_ marker: MissingMarker) -> NumberStats {
    var left = self
    left.count -= marker.count
    if marker.value == 0 { left.zeros = 0 }
    for place in [\NumberStats.low, \.high] where left[keyPath: place].value == marker.value {
      left[keyPath: place].drop()
      // The value that is outermost now was between, unless it is the other extreme.
      if left.low.value != left.high.value { left.inner -= left[keyPath: place].sum }
    }
    return left
  }

  var mean: Double? {
    guard count > 0 else { return nil }
    return (inner + low.sum + (low.value == high.value ? 0 : high.sum)) / Double(count)
  }
}

/// A number that stands for "missing" in a column: -200, -999, 9999.
struct MissingMarker: Equatable, Sendable {
  var value: Double
  var count: Int
  /// Why it is one, or may be one.
  var reason: String
  /// False: only reported.
  var isTaken: Bool
}

extension MissingMarker {
  private static let most = 2

  /// The first that is found, and where it is taken one more in what is left.
  static func all(in stats: NumberStats) -> [MissingMarker] {
    var (left, found) = (stats, [MissingMarker]())
    while found.count < most, let marker = MissingMarker(left) {
      found.append(marker)
      if !marker.isTaken { break }
      left = left.without(marker)
    }
    return found
  }

  /// Numbers that instruments and data bases write for a missing value.
  private static let usual: Set<Double> = [
    -99, -99.9, -99.99, -200, -250, -999, -999.9, -999.99, -9999, -9999.9, -99999, -6999, -7999,
    99.9, 99.99, 999, 999.9, 999.99, 9999, 9999.9, 99999, 999999, 32767, -32768, 1e20,
  ]

  /// The outermost value of `stats` if it is far from all others and repeats; nil if none
  /// does.
  private init?(_ stats: NumberStats) {
    guard stats.count >= 10 else { return nil }
    for extreme in [stats.low, stats.high] {
      guard let found = Self(extreme, stats) else { continue }
      self = found
      return
    }
    // Zeros where nothing else is near 0.
    let others = stats.count - stats.zeros
    guard stats.zeros >= 3, others > stats.zeros, stats.zeros * 2 < stats.count else { return nil }
    let spread =
      (stats.high.value > 0 ? stats.high.value : stats.high.next)
      - (stats.low.value < 0 ? stats.low.value : stats.low.next)
    let isOneSided = stats.low.value >= 0 || stats.high.value <= 0
    guard isOneSided, stats.leastMagnitude > spread, spread > 0 else { return nil }
    (value, count, isTaken) = (0, stats.zeros, false)
    reason = "every other value is at least \(Numbers.inFull(stats.leastMagnitude)) away from it"
  }

  private init?(_ extreme: NumberStats.Extreme, _ stats: NumberStats) {
    let (value, next) = (extreme.value, extreme.next)
    let far = extreme.isLow ? stats.high.value : stats.low.value
    guard value != 0, extreme.count >= 2, next.isFinite, extreme.count * 2 < stats.count else {
      return nil
    }
    let gap = abs(next - value)
    let spread = abs(far - next)
    let isUsual = Self.usual.contains(value)
    // A column that is above 0 but for one value, or two signs.
    let isOne = next >= 0
    let isOnlyNegative =
      extreme.isLow && value < 0
      && (isOne || Self.usual.contains(next) && extreme.nextCount > 1 && extreme.third >= 0)
    let isApart = gap > spread / 2
    self.value = value
    count = extreme.count
    if isUsual, isOnlyNegative || isApart {
      isTaken = true
      reason =
        isOnlyNegative
        ? "a common code for a missing value, and \(isOne ? "" : "with \(Numbers.inFull(next)) ")the only "
          + "one below 0"
        : "a common code for a missing value, far from all others (\(Numbers.inFull(next)) to "
          + "\(Numbers.inFull(far)))"
    } else if extreme.count >= 5, gap > 2 * spread, spread > 0 {
      isTaken = false
      reason = "it repeats, far from all others (\(Numbers.inFull(next)) to \(Numbers.inFull(far)))"
    } else {
      return nil
    }
  }
}
