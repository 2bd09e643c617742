/// The only conversion from a floating-point number to an integer: NaN gives 0, too large values
/// are clamped, so that no number of a training run can stop the program.
package enum WholeNumber {
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
