import Dashboard
import Foundation
import Testing

@Suite struct SmoothingTests {
  /// A history that merges neighbours shows the curve that it showed before.
  @Test func mergedValuesCountAsAll() {
    var (single, merged) = (Smoothing(weight: 0.9), Smoothing(weight: 0.9))
    for i in 0..<100 {
      var last = 0.0
      for _ in 0..<8 { last = single.next(Double(i % 5)) }
      #expect(abs(merged.next(Double(i % 5), values: 8) - last) < 1e-9)
    }
  }

  /// The formula of TensorBoard's line chart: last = last * w + (1 - w) * x, divided by 1 - w^n.
  @Test(arguments: [0, 0.3, 0.6, 0.9, 0.99])
  func equalsTensorBoard(_ weight: Double) {
    var smoothing = Smoothing(weight: weight)
    var last = 0.0
    for n in 1...200 {
      let x = sin(Double(n)) + 3
      last = last * weight + (1 - weight) * x
      let expected = last / (1 - pow(weight, Double(n)))
      #expect(abs(smoothing.next(x) - expected) < 1e-12)
    }
  }

  @Test func gapsPassAndChangeNothing() {
    var (a, b) = (Smoothing(weight: 0.6), Smoothing(weight: 0.6))
    _ = (a.next(1), b.next(1))
    #expect(a.next(.nan).isNaN)
    #expect(a.next(.infinity) == .infinity)
    #expect(a.next(2) == b.next(2))
  }
}
