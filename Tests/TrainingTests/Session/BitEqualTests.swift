import Telemetry
import Testing
import Training

struct BitEqualTests {
  private struct Numbers: Equatable {
    @BitEqual var one: Float?
    @BitEqual var many: [[Float]]
  }

  @Test func aCopyIsEqualNaNAndAll() {
    let numbers = Numbers(one: .nan, many: [[1, .nan], [], [-.infinity]])
    let copy = numbers
    #expect(copy == numbers)
  }

  @Test(arguments: [nil, 0, -0.0, 1, .nan, .infinity] as [Float?])
  func anythingElseIsNot(_ other: Float?) {
    let numbers = Numbers(one: 2, many: [[1, 2]])
    #expect(Numbers(one: other, many: [[1, 2]]) != numbers)
    #expect(Numbers(one: 2, many: [[1, other ?? 3]]) != numbers)
    #expect(Numbers(one: 2, many: [[1, 2], []]) != numbers)
    #expect(Numbers(one: 2, many: [[1]]) != numbers)
  }
}
