import Foundation

extension SeededRandom {
  /// From the standard normal distribution (Box and Muller 1958), one for each number of the stream;
  /// never beyond 5.8 deviations.
  mutating func gaussian() -> Float {
    let bits = next()
    let radius = Float((bits >> 40) + 1) * 0x1p-24
    let angle = Float(bits & 0xFF_FFFF) * (0x1p-24 * 2 * Float.pi)
    return (-2 * logf(radius)).squareRoot() * cosf(angle)
  }
}
