import Datasets
import Testing

struct SeededRandomTests {
  /// The first outputs of the published SplitMix64 for seed 1234567.
  @Test func givesTheReferenceStream() {
    var random = SeededRandom(seed: 1_234_567)
    let stream = (0..<3).map { _ in random.next() }
    #expect(
      stream == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }

  @Test func peekSeesWhatNextGives() {
    var random = SeededRandom(seed: 5, stream: 9)
    let ahead = (0..<20).map(random.peek)
    #expect(ahead == (0..<20).map { _ in random.next() })
  }

  @Test func streamsDiffer() {
    let firsts = (0..<1000).map { SeededRandom(seed: 1, stream: $0).peek(0) }
    #expect(Set(firsts).count == 1000)
    #expect(SeededRandom(seed: 1, stream: 3).peek(0) != SeededRandom(seed: 2, stream: 3).peek(0))
  }

  @Test func numbersAreEven() {
    var random = SeededRandom(seed: 3)
    var bins = [Int](repeating: 0, count: 7)
    var sum: Float = 0
    for _ in 0..<70_000 {
      bins[random.index(below: 7)] += 1
      sum += SeededRandom.unit(random.next()) / 70_000
    }
    #expect(bins.allSatisfy { abs($0 - 10_000) < 500 })
    #expect(abs(sum - 0.5) < 0.01)
    #expect(SeededRandom.unit(.max) < 1 && SeededRandom.unit(0) == 0)
  }
}
