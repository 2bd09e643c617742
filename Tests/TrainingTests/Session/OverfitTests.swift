import Testing
import Training

@Suite struct OverfitTests {
  private func look(_ validation: [Float], _ plain: [Float]) -> Overfit.Finding {
    var lane = LaneEvidence()
    (lane.validation, lane.plain) = (validation, plain)
    return Overfit.look(lane)
  }
  private let falling = (0..<40).map { 1 / Float($0 + 1) }
  /// Falls for ten validations, then rises.
  private let turning = (0..<40).map { 0.5 + abs(Float($0) - 10) * 0.01 }

  @Test func aClearRiseIsFound() throws {
    guard case .found(let overfit) = look(turning, falling) else {
      Issue.record("it rose by more than half")
      return
    }
    #expect(overfit.epoch == 11)
    #expect(abs(overfit.rise - 0.29) < 0.001 && abs(overfit.share - 0.58) < 0.002)
    #expect(abs(overfit.fall - (1 / 11 - 1 / 40)) < 0.001 && overfit.gap > 0.7)
  }

  @Test func nothingIsSaidWithoutOne() {
    #expect(look([], []) == .absent)
    #expect(look([.nan, .nan, .nan, .nan, .nan], [1, 1, 1, 1, 1]) == .absent)
    #expect(look(falling, falling) == .absent, "falls all the way")
    #expect(look([1, 0.5, 0.7, 0.8], [1, 0.8, 0.5, 0.3]) == .absent, "too few after the best")
    #expect(look((0..<40).map { 0.5 + abs(Float($0) - 10) * 0.0001 }, falling) == .absent)
    #expect(look(turning, turning) == .absent, "the training loss rose, too")
    #expect(look(turning.dropLast() + [.nan], falling) == .absent)
  }
}
