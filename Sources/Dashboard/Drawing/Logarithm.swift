/// Logarithms and powers of ten, which the standard library leaves to the C library: exact enough
/// for a screen (1e-9), and defined for every number.
package enum Logarithm {
  /// -infinity for zero, NaN for negative numbers and NaN.
  package static func base10(_ x: Double) -> Double {
    if x == 0 { return -.infinity }
    guard x > 0 else { return .nan }
    guard x.isFinite else { return .infinity }
    var significand = x.significand
    var exponent = Double(x.exponent)
    if significand > 1.4142135623730951 {
      (significand, exponent) = (significand / 2, exponent + 1)
    }
    // ln m = 2 atanh((m - 1) / (m + 1)); |z| <= 0.1716.
    let z = (significand - 1) / (significand + 1)
    let z2 = z * z
    let series =
      1 + z2 * (1 / 3 + z2 * (1 / 5 + z2 * (1 / 7 + z2 * (1 / 9 + z2 * (1 / 11 + z2 / 13)))))
    return (exponent * 0.6931471805599453 + 2 * z * series) * 0.4342944819032518
  }

  package static func base2(_ x: Double) -> Double { base10(x) * 3.321928094887362 }

  /// 10^x, clamped to 1e-300 ... 1e300; NaN passes.
  package static func power10(_ x: Double) -> Double {
    if x.isNaN { return x }
    let clamped = min(max(x, -300), 300)
    let whole = clamped.rounded(.down)
    var result = power10(whole: Whole.of(whole))
    // 10^f = e^(f ln 10), f in 0..<1, by its series.
    let y = (clamped - whole) * 2.302585092994046
    var (term, sum) = (1.0, 1.0)
    for i in 1...24 {
      term *= y / Double(i)
      sum += term
    }
    result *= sum
    return result
  }

  package static func power10(whole n: Int) -> Double {
    var (result, base, left) = (1.0, 10.0, min(abs(n), 308))
    while left > 0 {
      if left & 1 == 1 { result *= base }
      base *= base
      left >>= 1
    }
    return n < 0 ? 1 / result : result
  }
}

/// The one way from a floating-point number to a whole one: NaN gives 0, what is too large is
/// clamped, so no number of a training run can stop the program.
package enum Whole {
  package static func of(
    _ x: Double, in range: ClosedRange<Int> = -1_000_000_000...1_000_000_000_000
  )
    -> Int
  {
    if x.isNaN { return min(max(0, range.lowerBound), range.upperBound) }
    if x <= Double(range.lowerBound) { return range.lowerBound }
    if x >= Double(range.upperBound) { return range.upperBound }
    return Int(x)
  }

  package static func rounded(_ x: Double) -> Int { of(x.rounded()) }
}
