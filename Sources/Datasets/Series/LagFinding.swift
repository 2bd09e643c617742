import Telemetry

/// The lag at which an input is most informative about the target, and whether the window can see
/// it.
package struct LagFinding: Sendable, Equatable, Encodable {
  package var target: String
  package var input: String
  /// Rows between the input's row and the target's.
  package var lag: Int
  /// Correlation of the values at that lag, -1 to 1.
  package var correlation: Double
  /// Rows that are fed, as set.
  package var window: Int
  /// The least window that sees the lag.
  package var needed: Int

  package init(
    target: String, input: String, lag: Int, correlation: Double, window: Int, needed: Int
  ) {
    (self.target, self.input, self.lag) = (target, input, lag)
    (self.correlation, self.window, self.needed) = (correlation, window, needed)
  }

  package var isSeen: Bool { needed <= window }

  /// "y follows u by 24 rows (r 0.995)".
  package var text: String {
    let (target, input) = (escaped(target, limit: 20), escaped(input, limit: 20))
    let rows = counted(lag, "row")
    let r = "(r \(Numbers.fourDigits(correlation)))"
    return self.target == self.input
      ? "\(target) resembles itself \(rows) earlier \(r)"
      : "\(target) follows \(input) by \(rows) \(r)"
  }

  /// The same, with what the window makes of it.
  package var sentence: String {
    isSeen ? "\(text); window \(window) sees it" : "\(text); window \(window) cannot see it"
  }
}

/// Looks for the lag of each input by the cross-correlation with the target over training rows.
///
/// Values that wander are alike at any lag, so both are filtered first by the autoregression of
/// order 1 that makes the input white (Box and Jenkins 1970, chapter 11); what stands out then is
/// reported with the plain correlation at that lag.
struct LagScan {
  private let window: Int
  private let horizon: Int

  /// Windows that lags reach over.
  private static let windows = 4
  private static let mostLag = 2000
  private static let mostRows = 8192
  private static let mostWork = 300_000_000
  /// Correlations of filtered values that count, at least and in standard errors.
  private static let least = 0.3
  private static let errors = 5.0
  /// A lag that the window sees is as good when it has this share of the best correlation.
  private static let share = 0.7

  init(window: Int, horizon: Int) { (self.window, self.horizon) = (window, horizon) }

  /// - Parameters:
  ///   - frame: of a series, before it is prepared.
  ///   - leads: rows by which each input was moved, since it is known ahead of time.
  /// - Returns: the inputs in which a lag stands out, by the first target.
  func findings(_ frame: Frame, leads: [Int]) -> [LagFinding] {
    guard let target = frame.targets.first else { return [] }
    let training = frame.training.suffix(Self.mostRows)
    let rows = training.count
    let most = min(rows / 4, Self.windows * window + horizon, Self.mostLag)
    guard most > horizon, rows >= 32 else { return [] }
    let affordable = max(1, Self.mostWork / (rows * most))
    let looked = frame.inputs.indices.filter { !frame.inputs[$0].isIndicator }
    let values = training.map { target.isKnown[$0] ? target.filled[$0] : .nan }
    return looked.prefix(affordable).compactMap { place -> LagFinding? in
      let input = frame.inputs[place]
      let found = finding(
        values, Array(input.values[training]), from: horizon, through: most)
      return found.map { found in
        LagFinding(
          target: target.name, input: input.name, lag: found.lag - leads[place],
          correlation: found.correlation, window: window, needed: found.lag - horizon + 1)
      }
    }
  }

  private func finding(
    _ target: [Double], _ input: [Double], from: Int, through most: Int
  ) -> (lag: Int, correlation: Double)? {
    let y = Self.centred(Season.detrended(Self.centred(target)))
    let x = Self.centred(Season.detrended(Self.centred(input)))
    let size = Self.product(x, x, lag: 0)
    guard size > 0, Self.product(y, y, lag: 0) > 0 else { return nil }
    let memory = min(0.999, max(-0.999, Self.product(x, x, lag: 1) / size))
    func filtered(_ values: [Double]) -> [Double] {
      zip(values.dropFirst(), values).map { $0 - memory * $1 }
    }
    let (whiteY, whiteX) = (filtered(y), filtered(x))
    let scale =
      (Self.product(whiteX, whiteX, lag: 0) * Self.product(whiteY, whiteY, lag: 0)).squareRoot()
    guard scale > 0 else { return nil }
    let strengths = (from...most).map { lag in
      // Fewer values are compared the longer the lag is.
      Self.product(whiteY, whiteX, lag: lag) / scale
        * Double(whiteY.count) / Double(whiteY.count - lag)
    }
    func best(_ lags: Range<Int>) -> (lag: Int, strength: Double)? {
      let all = lags.clamped(to: from..<most + 1).map { ($0, abs(strengths[$0 - from])) }
      return all.max { $0.1 < $1.1 }
    }
    guard let strongest = best(from..<most + 1),
      strongest.strength >= max(Self.least, Self.errors / Double(y.count).squareRoot())
    else { return nil }
    var lag = strongest.lag
    if let seen = best(from..<from + window), seen.strength >= Self.share * strongest.strength {
      lag = seen.lag
    }
    return (lag, Self.correlation(y, x, lag: lag))
  }

  /// Minus the mean; 0 if missing.
  private static func centred(_ values: [Double]) -> [Double] {
    let known = values.filter(\.isFinite)
    let mean = known.reduce(0) { $0 + $1 / Double(max(1, known.count)) }
    return values.map { $0.isFinite ? $0 - mean : 0 }
  }

  /// The sum of y(t) x(t - lag).
  private static func product(_ y: [Double], _ x: [Double], lag: Int) -> Double {
    y.withUnsafeBufferPointer { y in
      x.withUnsafeBufferPointer { x in
        var sums = SIMD4<Double>.zero
        let count = y.count - lag
        var row = 0
        while row + 4 <= count {
          let one = SIMD4(y[row + lag], y[row + lag + 1], y[row + lag + 2], y[row + lag + 3])
          let other = SIMD4(x[row], x[row + 1], x[row + 2], x[row + 3])
          sums += one * other
          row += 4
        }
        var sum = sums.sum()
        while row < count {
          sum += y[row + lag] * x[row]
          row += 1
        }
        return sum
      }
    }
  }

  private static func correlation(_ y: [Double], _ x: [Double], lag: Int) -> Double {
    let (late, early) = (Array(y.dropFirst(lag)), Array(x.dropLast(lag)))
    let (one, other) = (centred(late), centred(early))
    let scale = (product(one, one, lag: 0) * product(other, other, lag: 0)).squareRoot()
    return scale > 0 ? product(one, other, lag: 0) / scale : 0
  }
}
