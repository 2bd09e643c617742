import Engine
import Testing
import Training

struct LadderTests {
  @Test(
    arguments: [
      (1e-4, 2e-4, 5e-5), (2e-4, 5e-4, 1e-4), (0.05, 0.1, 0.02), (1, 2, 0.5), (3, 5, 2),
      (100, 100, 50), (1e9, 100, 100), (1e-6, 2e-6, 1e-6), (0, 2e-6, 1e-6),
    ] as [(Float, Float, Float)])
  func oneTwoFive(_ value: Float, _ above: Float, _ below: Float) {
    let ladder = Ladder(.oneTwoFive, 1e-6...100)
    #expect(abs(ladder.above(value) - above) <= 1e-6 * above)
    #expect(abs(ladder.below(value) - below) <= 1e-6 * below)
  }

  @Test(
    arguments: [
      (0.2, 0.25, 0.15), (0.15, 0.2, 0.1), (0.17, 0.2, 0.15), (0.05, 0.1, 0.05), (0.9, 0.9, 0.85),
      (0, 0.05, 0.05),
    ] as [(Float, Float, Float)])
  func multiples(_ value: Float, _ above: Float, _ below: Float) {
    let ladder = Ladder(.every(0.05), 0.05...0.9)
    #expect(ladder.above(value) == above && ladder.below(value) == below)
  }

  @Test func factors() {
    let ladder = Ladder(.factor(1.25), 1e-6...1)
    #expect(ladder.above(0.4) == 0.5 && abs(ladder.below(0.5) - 0.4) < 1e-7)
    #expect(ladder.above(0.9) == 1 && ladder.below(1e-6) == 1e-6)
  }

  /// Up and down again through every regularizer's whole range, without getting stuck.
  @Test(arguments: RegularizerRegistry.all.map { $0.key })
  func everyLadderCanBeWalked(_ key: String) throws {
    let ladder = RegularizerControl.all[try #require(RegularizerRegistry.place(of: key))].ladder
    var rungs = [ladder.range.lowerBound]
    while let last = rungs.last, last < ladder.range.upperBound, rungs.count < 1000 {
      let next = ladder.above(last)
      try #require(next > last)
      rungs.append(next)
    }
    #expect(rungs.last == ladder.range.upperBound)
    for (lower, upper) in zip(rungs, rungs.dropFirst()) {
      #expect(abs(ladder.below(upper) - lower) <= 1e-5 * upper)
    }
  }
}
