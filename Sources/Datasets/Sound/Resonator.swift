import Foundation

/// A resonance: a digital filter with two poles (Klatt 1980),
/// y(t) = a x(t) + b y(t-1) + c y(t-2), of gain 1 at 0 Hz.
struct Resonator {
  private var a: Float = 1
  private var b: Float = 0
  private var c: Float = 0
  private var last: Float = 0
  private var beforeLast: Float = 0

  /// - Parameters:
  ///   - middle, width: in Hz.
  ///   - rate: samples a second.
  mutating func tune(middle: Float, width: Float, rate: Float) {
    let decay = expf(-Float.pi * width / rate)
    c = -decay * decay
    b = 2 * decay * cosf(2 * Float.pi * middle / rate)
    a = 1 - b - c
  }

  /// The gain is 1 at the resonance, about, for noise.
  mutating func levelAtMiddle(width: Float, rate: Float) {
    a = (1 - expf(-2 * Float.pi * width / rate)).squareRoot()
  }

  mutating func next(_ x: Float) -> Float {
    let y = a * x + b * last + c * beforeLast
    (beforeLast, last) = (last, y)
    return y
  }
}
