import Foundation

/// A column to predict. Its values are transformed like the inputs, but each transformation can be
/// undone at a row, so that forecasts and scores are in the data's own units.
struct TargetColumn: Sendable {
  let name: String
  /// [rows] in the data's own units, gaps filled from the past: a forecast's starting point.
  private(set) var filled: [Double]
  /// [rows]; false if the cell was missing: it is not a target then.
  private(set) var isKnown: [Bool]
  /// [rows] as the network should predict it; NaN if there is none.
  private(set) var values: [Double]
  private(set) var operations: [Operation] = []

  enum Operation: Sendable {
    case affine(shift: Double, scale: Double)
    /// sign(x) log(1 + |x| / unit).
    case logarithm(unit: Double)
    /// Minus the value `lag` rows before, [rows] of it.
    case difference(lag: Int, base: [Double])
  }

  /// - Parameters:
  ///   - values: [rows], NaN if missing.
  ///   - segments: gaps are filled within them, with the last number before; a first gap with 0 until
  ///     `fillFirst` says better.
  init(name: String, values: [Double], segments: [Range<Int>]) {
    self.name = name
    isKnown = values.map { !$0.isNaN }
    filled = values
    for segment in segments {
      var last = Double.nan
      for row in segment {
        if filled[row].isNaN { filled[row] = last } else { last = filled[row] }
      }
    }
    self.values = filled
  }

  var rows: Int { values.count }

  /// A target drawn to within bounds for training, where outliers are clipped.
  mutating func clip(_ range: ClosedRange<Double>, rows: Range<Int>) -> Int {
    var changed = 0
    for row in rows where values[row] < range.lowerBound || values[row] > range.upperBound {
      values[row] = min(max(values[row], range.lowerBound), range.upperBound)
      changed += 1
    }
    return changed
  }

  mutating func keepRows(_ isKept: [Bool]) {
    func kept<Value>(_ values: [Value]) -> [Value] {
      zip(values, isKept).compactMap { $1 ? $0 : nil }
    }
    filled = kept(filled)
    isKnown = kept(isKnown)
    values = kept(values)
    operations = operations.map { operation in
      if case .difference(let lag, let base) = operation {
        .difference(lag: lag, base: kept(base))
      } else {
        operation
      }
    }
  }

  mutating func apply(affine shift: Double, _ scale: Double) {
    for row in values.indices { values[row] = (values[row] - shift) / scale }
    operations.append(.affine(shift: shift, scale: scale))
  }

  mutating func apply(logarithmOf unit: Double) {
    let operation = Operation.logarithm(unit: unit)
    for row in values.indices { values[row] = Self.forward(operation, values[row], row: row) }
    operations.append(operation)
  }

  /// - Parameter lag: rows back, a multiple of the step's own lag that is at least the horizon, so
  ///   that what is subtracted is known when the forecast is made.
  mutating func applyDifference(lag: Int) {
    let base = values
    for row in values.indices { values[row] = row < lag ? .nan : base[row] - base[row - lag] }
    operations.append(.difference(lag: lag, base: base))
  }

  /// The output that the network should have given for `value`, in the data's own units, at `row`.
  func forward(_ value: Double, row: Int) -> Double {
    operations.reduce(value) { Self.forward($1, $0, row: row) }
  }

  /// An answer in the data's own units. `row` may be after the last one, by less than each lag.
  func undo(_ answer: Double, row: Int) -> Double {
    operations.reversed().reduce(answer) { value, operation in
      switch operation {
      case .affine(let shift, let scale): return value * scale + shift
      case .logarithm(let unit): return symmetricExponential(value, unit: unit)
      case .difference(let lag, let base): return value + base[row - lag]
      }
    }
  }

  private static func forward(_ operation: Operation, _ value: Double, row: Int) -> Double {
    switch operation {
    case .affine(let shift, let scale): (value - shift) / scale
    case .logarithm(let unit): symmetricLogarithm(value, unit: unit)
    case .difference(let lag, let base): row < lag ? .nan : value - base[row - lag]
    }
  }
}

/// sign(x) log(1 + |x| / unit): the logarithm far above `unit`, a straight line near 0, and defined
/// everywhere.
func symmetricLogarithm(_ value: Double, unit: Double) -> Double {
  value < 0 ? -log1p(-value / unit) : log1p(value / unit)
}

func symmetricExponential(_ value: Double, unit: Double) -> Double {
  value < 0 ? -expm1(-value) * unit : expm1(value) * unit
}
