import Foundation

extension SeededRandom {
  /// Normally distributed with mean 0 and standard deviation 1 (Box and Muller 1958; two draws).
  mutating func normal() -> Double {
    // In 0 < u <= 1, so that the logarithm is finite.
    let u = (Double(next() >> 11) + 1) * 0x1p-53
    let v = Double(next() >> 11) * 0x1p-53
    return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
  }

  /// Passes over what `normal` would draw.
  mutating func skipNormal() {
    _ = next()
    _ = next()
  }
}
