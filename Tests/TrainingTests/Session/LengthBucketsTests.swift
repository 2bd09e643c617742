import Datasets
import Testing
import Training

@Suite struct LengthBucketsTests {
  private func lengths(_ count: Int, most: Int = 60) -> [Int32] {
    (0..<count).map {
      1 + Int32(SeededRandom.index(SeededRandom(seed: 3, stream: $0).peek(0), below: most))
    }
  }

  private func epoch(_ cursor: inout DataCursor, batch: Int) -> [[Int]] {
    var batches: [[Int]] = []
    while true {
      var examples: [Int] = []
      let ends = cursor.next(batch) { examples.append($1) }.endsEpoch
      batches.append(examples)
      if ends { break }
    }
    cursor.beginNextEpoch()
    return batches
  }

  private func cursor(_ lengths: [Int32], batch: Int, seed: UInt64 = 1) -> DataCursor {
    DataCursor(
      count: lengths.count, seed: seed, buckets: LengthBuckets(lengths: lengths, batch: batch))
  }

  @Test(arguments: [(10, 3), (1000, 8), (1003, 8), (5000, 32), (64, 32), (33, 32), (2, 1)])
  func everyExampleOnceAnEpoch(_ c: (count: Int, batch: Int)) {
    let lengths = lengths(c.count)
    var cursor = cursor(lengths, batch: c.batch)
    for _ in 0..<3 {
      let batches = epoch(&cursor, batch: c.batch)
      #expect(batches.joined().sorted() == Array(0..<c.count))
      #expect(batches.dropLast().allSatisfy { $0.count == c.batch })
    }
  }

  /// Of the steps that a batch takes, few are fill-in; shuffled batches have nearly half.
  @Test func batchesAreOfAboutTheSameLength() {
    let lengths = lengths(5000)
    func waste(_ batches: [[Int]]) -> Double {
      let taken = batches.reduce(0) { sum, batch in
        sum + batch.count * Int(batch.map { lengths[$0] }.max() ?? 0)
      }
      return 1 - Double(lengths.reduce(0) { $0 + Int($1) }) / Double(taken)
    }
    var plain = DataCursor(count: 5000, seed: 1)
    var bucketed = cursor(lengths, batch: 32)
    for _ in 0..<3 {
      #expect(waste(epoch(&plain, batch: 32)) > 0.4)
      #expect(waste(epoch(&bucketed, batch: 32)) < 0.05)
    }
  }

  @Test func theOrderFollowsFromTheSeed() {
    let lengths = lengths(2000)
    var (a, b, c) = (
      cursor(lengths, batch: 16), cursor(lengths, batch: 16), cursor(lengths, batch: 16, seed: 2)
    )
    var compositions: Set<[Int]> = []
    for _ in 0..<4 {
      let (ofA, ofB, ofC) = (epoch(&a, batch: 16), epoch(&b, batch: 16), epoch(&c, batch: 16))
      #expect(ofA == ofB && ofA != ofC)
      compositions.insert(ofA[0].sorted())
      // Long and short batches take turns.
      let first = ofA.dropLast().map { lengths[$0[0]] }
      #expect(first != first.sorted() && first != first.sorted(by: >))
    }
    #expect(compositions.count == 4, "other examples meet in every epoch")
  }

  /// The rest that fills no batch is as it was drawn: not always the longest or shortest.
  @Test func theRestIsOfAnyLength() {
    let lengths = (1...330).map { Int32($0) }
    var cursor = cursor(lengths, batch: 32)
    var rests: [Int32] = []
    for _ in 0..<20 { rests += epoch(&cursor, batch: 32).last?.map { lengths[$0] } ?? [] }
    #expect(rests.count == 200)
    #expect(rests.contains { $0 < 110 } && rests.contains { $0 > 220 })
  }

  @Test func sameLengthsNeedNone() throws {
    #expect(LengthBuckets(lengths: [4, 4, 4], batch: 2) == nil)
    #expect(LengthBuckets(lengths: [], batch: 2) == nil)
    #expect(LengthBuckets(lengths: [4, 5], batch: 2) == nil, "one batch of everything")
    #expect(LengthBuckets(lengths: [4, 5, 4], batch: 2) != nil)
    let adding = try SmallData.adding.dataset(in: Scratch())
    #expect(LengthBuckets(adding.training, batch: 2) == nil)
  }
}
