import Datasets
import Testing

struct AffineScalerTests {
  @Test func fitsMeanAndDeviation() {
    let scaler = AffineScaler(fitting: [2, 4, 4, 4, 5, 5, 7, 9])
    #expect(abs(scaler.mean - 5) < 1e-12 && abs(scaler.scale - 2) < 1e-12)
    #expect(scaler.apply(9) == 2)
    #expect(abs(scaler.undo(-1.5) - 2) < 1e-12)
  }

  @Test(arguments: [0, 0.1, -7.3, 1e30]) func constantColumnIsLeftWhole(_ value: Double) {
    let scaler = AffineScaler(fitting: [Double](repeating: value, count: 97))
    #expect(scaler.scale == 1)
    #expect(scaler.apply(value).magnitude <= 1e-6 * Float(max(1, value.magnitude)))
  }

  @Test func hugeRangesStayFinite() {
    let scaler = AffineScaler(fitting: [-3e38, 3e38, 1, 0])
    #expect(scaler.apply(3e38).isFinite && scaler.apply(-3e38).isFinite)
    #expect(abs(scaler.undo(scaler.apply(3e38)) / 3e38 - 1) < 1e-6)
  }
}
