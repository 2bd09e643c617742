import Dashboard
import Foundation
import Testing

@Suite struct SmoothingTests {
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
