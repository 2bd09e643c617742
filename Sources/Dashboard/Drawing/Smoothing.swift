/// Debiased exponential smoothing: the numbers that TensorBoard shows for the same weight.
package struct Smoothing {
  private let weight: Double
  private var last = 0.0
  private var count = 0
  private var power = 1.0

  /// - Parameter weight: 0 shows the values as they are; below 1.
  package init(weight: Double) { self.weight = min(max(0, weight), 0.9999) }

  /// A value that is not finite passes and leaves the average as it is.
  package mutating func next(_ value: Double) -> Double {
    guard value.isFinite else { return value }
    last = last * weight + (1 - weight) * value
    count += 1
    power *= weight
    return last / (1 - power)
  }
}
