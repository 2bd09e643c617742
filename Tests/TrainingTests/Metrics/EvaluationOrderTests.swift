import Datasets
import Testing
import Training

@Suite struct EvaluationOrderTests {
  private func part(_ lengths: [Int], without: Set<Int> = []) -> VariedSequences {
    VariedSequences(lengths: lengths, shape: .test(.classes), without: without)
  }

  private func places(_ order: EvaluationOrder) -> [Int] { (0..<order.count).map { order[$0] } }

  @Test(
    arguments: [
      // lengths, without a target, sample, order
      ([3, 3, 3], [], nil, [0, 1, 2]),
      ([5, 2, 4, 2], [], nil, [1, 3, 2, 0]),
      ([5, 2, 4, 2], [1, 2], nil, [3, 0]),
      ([3, 3, 3, 3], [0, 3], nil, [1, 2]),
      ([1, 1, 1, 1, 1, 1], [], 3, [0, 2, 4]),
      ([6, 5, 4, 3, 2, 1], [], 3, [4, 2, 0]),
      ([1, 2], [], 7, [0, 1]),
      ([2, 1], [0, 1], nil, []),
      ([], [], nil, []),
    ] as [([Int], [Int], Int?, [Int])])
  func byLengthThenAsTheyStand(
    _ c: (lengths: [Int], without: [Int], sample: Int?, order: [Int])
  ) {
    let part = part(c.lengths, without: Set(c.without))
    #expect(places(EvaluationOrder(part, sample: c.sample)) == c.order)
  }

  @Test func whatSaysNothingOfItsLengthStandsAsItIs() throws {
    let data = try SmallData.adding.dataset(in: Scratch())
    #expect(places(EvaluationOrder(data.validation)) == Array(0..<data.validation.count))
  }
}
