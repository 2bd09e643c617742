import Datasets
import Testing

/// Sizes of the parts, seen through the adding problem, which has one example a position.
struct SplitTests {
  @Test(arguments: [
    (10, [0.8, 0.1, 0.1], [8, 1, 1]), (2820, [0.8, 0.1, 0.1], [2256, 282, 282]),
    (1000, [0.7, 0.15, 0.15], [700, 150, 150]), (99, [0.5, 0.25, 0.25], [49, 25, 25]),
    (100, [0.2, 0.1, 0.1], [20, 10, 10]), (30, [0.6, 0.3, 0.1], [18, 9, 3]),
  ])
  func partsAddUp(_ count: Int, _ shares: [Double], _ sizes: [Int]) throws {
    let data = try generate(
      DataConfiguration(source: "adding", length: 2, count: count, split: shares))
    #expect(data.sizes == sizes)
  }

  /// The count that a message asks for is enough, and one less is not.
  @Test(arguments: [3, 10, 57]) func leastCountIsLeast(_ length: Int) throws {
    func message(_ count: Int) throws -> String? {
      let scratch = try Scratch()
      try scratch.write("f", String((0..<count).map { Character("\($0 % 7)") }))
      return scratch.message(DataConfiguration(source: "text", file: "f", length: length))
    }
    let text = try #require(try message(1))
    let needed = try #require(text.split(separator: " ").last.flatMap { Int($0) })
    #expect(try message(needed) == nil)
    #expect(try message(needed - 1) != nil)
  }
}
