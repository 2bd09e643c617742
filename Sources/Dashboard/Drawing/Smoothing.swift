import Glibc

/// Debiased exponential smoothing: the numbers that TensorBoard shows for the same weight.
package struct Smoothing {
  private let weight: Double
  private var last = 0.0
  private var power = 1.0
  /// The weight to the power of a number of values: nearly all buckets hold the same number.
  private var kept: (values: Int, weight: Double) = (0, 1)

  /// - Parameter weight: 0 shows the values as they are; below 1.
  package init(weight: Double) { self.weight = min(max(0, weight), 0.9999) }

  /// The mean of `values` neighbours counts as all of them, so that a curve does not change when
  /// its history merges them. A non-finite value is returned as it is and leaves the average
  /// unchanged.
  package mutating func next(_ value: Double, values: Int = 1) -> Double {
    guard value.isFinite, values > 0 else { return value }
    if kept.values != values { kept = (values, pow(weight, Double(values))) }
    last = last * kept.weight + (1 - kept.weight) * value
    power *= kept.weight
    return last / (1 - power)
  }
}
