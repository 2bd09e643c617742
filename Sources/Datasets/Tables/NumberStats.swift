/// The numbers of a column, gathered without keeping them.
struct NumberStats {
  private(set) var count = 0
  private(set) var low = Extreme(isLow: true)
  private(set) var high = Extreme(isLow: false)
  /// Of what lies between the extremes: beside 1e20 the rest would be lost.
  private var inner = 0.0
  private(set) var zeros = 0
  /// The least distance from 0 of what is not 0.
  private(set) var leastMagnitude = Double.infinity
  private(set) var shape = ColumnShape()

  /// The outermost value, how often it stands there, and the next one.
  struct Extreme {
    let isLow: Bool
    private(set) var value: Double
    private(set) var count = 0
    private(set) var next: Double

    init(isLow: Bool) {
      self.isLow = isLow
      value = isLow ? .infinity : -.infinity
      next = value
    }

    /// - Returns: the values that are outermost no longer, added up; nil where `new` is not outermost.
    mutating func add(_ new: Double) -> Double? {
      if new == value {
        count += 1
        return 0
      }
      if isLow ? new < value : new > value {
        let displaced = count == 0 ? 0 : value * Double(count)
        (next, value, count) = (value, new, 1)
        return displaced
      }
      if isLow ? new < next : new > next { next = new }
      return nil
    }

    var sum: Double { count == 0 ? 0 : value * Double(count) }
  }

  mutating func add(_ value: Double) {
    count += 1
    let wasOne = low.value == high.value
    let (below, above) = (low.add(value), high.add(value))
    // While all values are equal they are low and high at once, and still are one of them.
    if !wasOne { inner += (below ?? 0) + (above ?? 0) }
    if below == nil, above == nil { inner += value }
    if value == 0 { zeros += 1 } else { leastMagnitude = min(leastMagnitude, value.magnitude) }
    shape.add(value)
  }

  /// How often an outermost value, or 0, stands there; 0 for other values, which are not counted.
  func count(of value: Double) -> Int {
    value == low.value ? low.count : value == high.value ? high.count : value == 0 ? zeros : 0
  }

  /// Facts without values that mean "missing".
  func facts(without marker: MissingMarker?) -> Facts {
    let isLow = marker?.value == low.value
    let isHigh = marker?.value == high.value
    let left = count - (marker?.count ?? 0)
    // A marker between the extremes is 0, which adds nothing.
    let sum =
      inner + (isLow ? 0 : low.sum) + (isHigh || low.value == high.value ? 0 : high.sum)
    return Facts(
      count: left, minimum: isLow ? low.next : low.value, maximum: isHigh ? high.next : high.value,
      mean: left > 0 ? sum / Double(left) : nil)
  }

  struct Facts {
    var count: Int
    var minimum: Double
    var maximum: Double
    var mean: Double?
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
  /// Numbers that instruments and data bases write for a missing value.
  private static let usual: Set<Double> = [
    -99, -99.9, -99.99, -200, -250, -999, -999.9, -999.99, -9999, -9999.9, -99999, -6999, -7999,
    99.9, 99.99, 999, 999.9, 999.99, 9999, 9999.9, 99999, 999999, 32767, -32768, 1e20,
  ]

  /// The outermost value of `stats` where it stands apart from all others and repeats; nil where none
  /// does.
  init?(_ stats: NumberStats) {
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
    reason = "every other value is \(inFull(stats.leastMagnitude)) or more away from it"
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
    // A column that is above 0 but for one value.
    let isOnlyNegative = extreme.isLow && value < 0 && next >= 0
    let isApart = gap > spread / 2
    self.value = value
    count = extreme.count
    if isUsual, isOnlyNegative || isApart {
      isTaken = true
      reason =
        isOnlyNegative
        ? "a usual sign for a missing value, and the only one below 0"
        : "a usual sign for a missing value, far from all others (\(inFull(next)) to \(inFull(far)))"
    } else if extreme.count >= 5, gap > 2 * spread, spread > 0 {
      isTaken = false
      reason = "it repeats, far from all others (\(inFull(next)) to \(inFull(far)))"
    } else {
      return nil
    }
  }
}
