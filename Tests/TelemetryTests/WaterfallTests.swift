import Telemetry
import Testing

struct WaterfallTests {
  @Test func theNewestRowHasAgeZeroAndTheOldestLeave() {
    var map = Waterfall(columns: 2, capacity: 3)
    for step in 1...5 { map.push(step: step) { UInt8(10 * step + $0) } }
    #expect(map.count == 3)
    #expect((0..<3).map { map.step(age: $0) } == [5, 4, 3])
    #expect((0..<3).map { map.level(age: $0, column: 1) } == [51, 41, 31])
  }

  @Test(
    arguments: [
      (0, NormLevel.zero), (.nan, NormLevel.nonfinite), (.infinity, NormLevel.nonfinite),
      (1e-30, NormLevel.lowest), (1e-12, NormLevel.lowest), (1e4, NormLevel.highest),
      (1e30, NormLevel.highest),
    ] as [(Float, UInt8)])
  func levelsAtTheEdges(_ example: (norm: Float, level: UInt8)) {
    #expect(NormLevel.of(norm: example.norm) == example.level)
  }

  @Test func aLevelTellsItsNormWithinASmallShare() {
    for exponent in -11...3 {
      var norm: Float = 1
      for _ in 0..<abs(exponent) { norm = exponent > 0 ? norm * 10 : norm / 10 }
      let back = NormLevel.log10(NormLevel.of(norm: norm))
      #expect(back.map { abs($0 - Float(exponent)) < 0.04 } == true)
    }
    #expect(NormLevel.log10(NormLevel.zero) == nil)
  }
}
