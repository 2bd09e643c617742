import Datasets
import Testing
import Training

@Suite struct LengthBucketsTests {
  private func lengths(_ count: Int, most: Int = 60) -> [Int32] {
    (0..<count).map {
      1 + Int32(SeededRandom.index(SeededRandom(seed: 3, stream: $0).peek(0), below: most))
    }
  }

  /// The batches of an epoch: the examples of each.
  private func batches(_ order: inout EpochOrder, epoch: Int, batch: Int) -> [[Int]] {
    order.arrange(epoch)
    return stride(from: 0, to: order.count, by: batch).map { first in
      (first..<min(order.count, first + batch)).map { order[$0] }
    }
  }

  private func order(_ lengths: [Int32], batch: Int, seed: UInt64 = 1) -> EpochOrder {
    EpochOrder(
      count: lengths.count, seed: seed, buckets: LengthBuckets(lengths: lengths, batch: batch))
  }

  @Test(arguments: [(10, 3), (1000, 8), (1003, 8), (5000, 32), (64, 32), (33, 32), (2, 1)])
  func everyExampleOnceAnEpoch(_ c: (count: Int, batch: Int)) {
    let lengths = lengths(c.count)
    var order = order(lengths, batch: c.batch)
    for epoch in 0..<3 {
      let batches = batches(&order, epoch: epoch, batch: c.batch)
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
    var plain = EpochOrder(count: 5000, seed: 1)
    var bucketed = order(lengths, batch: 32)
    for epoch in 0..<3 {
      #expect(waste(batches(&plain, epoch: epoch, batch: 32)) > 0.4)
      #expect(waste(batches(&bucketed, epoch: epoch, batch: 32)) < 0.05)
    }
  }

  @Test func theOrderFollowsFromTheSeed() {
    let lengths = lengths(2000)
    var (a, b, c) = (
      order(lengths, batch: 16), order(lengths, batch: 16), order(lengths, batch: 16, seed: 2)
    )
    var compositions: Set<[Int]> = []
    for epoch in 0..<4 {
      let ofA = batches(&a, epoch: epoch, batch: 16)
      let ofB = batches(&b, epoch: epoch, batch: 16)
      let ofC = batches(&c, epoch: epoch, batch: 16)
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
    var order = order(lengths, batch: 32)
    var rests: [Int32] = []
    for epoch in 0..<20 {
      rests += batches(&order, epoch: epoch, batch: 32).last?.map { lengths[$0] } ?? []
    }
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
