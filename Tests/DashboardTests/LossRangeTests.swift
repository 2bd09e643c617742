import Dashboard
import Foundation
import Telemetry
import Testing

@Suite struct LossRangeTests {
  private func range(
    _ curves: [(Double) -> Double], baseline: Double? = nil, isLog: Bool = false,
    showsAll: Bool = false
  ) -> LossRange {
    let lanes = curves.enumerated().map { lane, loss in
      LossFixture.traces((0..<200).map { Float(loss(Double($0) / 199)) }, lane: lane)
    }
    return LossRange(
      lanes, baseline: baseline, isLog: isLog, isSmoothed: true, showsAll: showsAll)
  }

  /// The fall from the start is not what the axis is for; the other view shows it.
  @Test func leavesOutTheFirstTransient() {
    let falling: (Double) -> Double = { 0.5 + 3 * exp(-20 * $0) }
    let robust = range([falling], baseline: 2.9)
    #expect(robust.high < 0.7 && robust.low > 0.4 && robust.baseline == nil)
    let all = range([falling], baseline: 2.9, showsAll: true)
    #expect(all.high > 3 && all.baseline == 2.9)
  }

  @Test func keepsThePredictorWhileALaneIsNearIt() {
    let both = range([{ _ in 0.17 }, { 0.17 * exp(-5 * $0) }], baseline: 0.1667, isLog: true)
    #expect(both.baseline != nil)
    #expect(range([{ _ in 2.5 }], baseline: 2.9).baseline == nil)
    #expect(range([{ 3 - $0 }], baseline: 2.9).baseline == 2.9)
  }

  /// A lane worse than the predictor is seen to be.
  @Test func keepsThePredictorUnderLanesThatAreWorse() {
    let worse = range([{ 9 + sin(40 * $0) }, { 14 + sin(40 * $0) }], baseline: 2.9)
    #expect(worse.baseline == 2.9 && worse.low == 2.9 && worse.high > 13 && worse.high < 20)
  }

  @Test func oneThatBlowsUpLeavesTheOthersReadable() {
    let one = range([{ 3 - $0 }, { _ in 1e6 }], baseline: 2.9)
    #expect(one.high < 4)
    // Spikes are cut too, and where the curve is now never is.
    let spiky = range([{ 0.5 * (Int($0 * 199) % 60 == 50 ? 100 : 1) }], baseline: nil)
    #expect(spiky.high < 20)
    #expect(range([{ $0 < 0.98 ? 1 : 0.01 }], baseline: nil, isLog: true).low < -0.3)
  }

  @Test func noiseDoesNotFillTheHeight() {
    let flat = range([{ 1 + 0.0001 * sin(90 * $0) }])
    #expect(flat.high - flat.low >= 0.05)
    let flatLog = range([{ 0.1667 + 0.00001 * sin(90 * $0) }], isLog: true)
    #expect(flatLog.high - flatLog.low >= 0.05)
  }

  @Test func withoutAnyCurve() {
    let none = LossRange([], baseline: nil, isLog: true, isSmoothed: true, showsAll: false)
    #expect(none.low < none.high)
    let line = LossRange([], baseline: 0.2, isLog: true, isSmoothed: true, showsAll: false)
    #expect(line.baseline == log10(0.2) && line.low < line.high)
  }
}
