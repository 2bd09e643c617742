import Glibc

/// The rungs that a number moves along by key presses, and its range.
package struct Ladder: Sendable {
  package enum Rungs: Sendable {
    /// ... 0.01, 0.02, 0.05, 0.1 ...
    case oneTwoFive
    /// Multiples of a step.
    case every(Float)
    /// Times a factor.
    case factor(Float)
  }
  package let rungs: Rungs
  package let range: ClosedRange<Float>
  /// True if only whole numbers make sense.
  package let isWhole: Bool

  package init(_ rungs: Rungs, _ range: ClosedRange<Float>, isWhole: Bool = false) {
    self.rungs = rungs
    self.range = range
    self.isWhole = isWhole
  }

  /// The next rung above a value, or the range's end.
  package func above(_ value: Float) -> Float { clamp(next(value, up: true)) }

  /// The next rung below a value, or the range's end.
  package func below(_ value: Float) -> Float { clamp(next(value, up: false)) }

  private func clamp(_ value: Float) -> Float {
    min(max(value, range.lowerBound), range.upperBound)
  }

  private func next(_ value: Float, up: Bool) -> Float {
    switch rungs {
    case .factor(let factor): return up ? value * factor : value / factor
    case .every(let step):
      // A small tolerance, so that 0.15 / 0.05 counts as a rung although it is not quite 3.
      let place = (value / step * 1000).rounded() / 1000
      let rung = up ? place.rounded(.down) + 1 : place.rounded(.up) - 1
      return (rung * step * 1e4).rounded() / 1e4
    case .oneTwoFive:
      let positive = max(value, range.lowerBound > 0 ? range.lowerBound : 1e-8)
      var best = up ? range.upperBound : range.lowerBound
      for exponent in -8...8 {
        for digit in [1, 2, 5] as [Float] {
          let rung = digit * tenTo(exponent)
          if up, rung > positive * 1.001 { best = min(best, rung) }
          if !up, rung < positive * 0.999 { best = max(best, rung) }
        }
      }
      return best
    }
  }

  private func tenTo(_ exponent: Int) -> Float {
    Float(pow(10, Double(exponent)))
  }
}
