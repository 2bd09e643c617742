import Testing
import Training

@Suite struct DataCursorTests {
  /// One epoch in batches: the examples of each.
  private func epoch(_ cursor: inout DataCursor, batch: Int) -> [[Int]] {
    var batches: [[Int]] = []
    while true {
      var examples: [Int] = []
      let (count, ends) = cursor.next(batch) { column, example in
        #expect(column == examples.count)
        examples.append(example)
      }
      #expect(count == examples.count)
      batches.append(examples)
      if ends { break }
    }
    cursor.beginNextEpoch()
    return batches
  }

  @Test(arguments: [(1, 1), (1, 8), (7, 3), (32, 32), (33, 32), (100, 7), (64, 1)])
  func everyExampleOnceAnEpoch(_ sizes: (count: Int, batch: Int)) {
    var cursor = DataCursor(count: sizes.count, seed: 5)
    for number in 0..<4 {
      #expect(cursor.epoch == number)
      #expect(cursor.position == 0)
      let batches = epoch(&cursor, batch: sizes.batch)
      #expect(batches.joined().sorted() == Array(0..<sizes.count))
      #expect(batches.dropLast().allSatisfy { $0.count == sizes.batch })
      let rest = sizes.count % sizes.batch
      #expect(batches.last?.count == (rest == 0 ? min(sizes.batch, sizes.count) : rest))
    }
  }

  @Test func ordersFollowFromTheSeed() {
    var (a, b, c) = (
      DataCursor(count: 50, seed: 1), DataCursor(count: 50, seed: 1), DataCursor(count: 50, seed: 2)
    )
    var orders: Set<[Int]> = []
    for _ in 0..<5 {
      let (ofA, ofB, ofC) = (epoch(&a, batch: 8), epoch(&b, batch: 50), epoch(&c, batch: 8))
      #expect(Array(ofA.joined()) == Array(ofB.joined()))
      #expect(ofA != ofC)
      orders.insert(Array(ofA.joined()))
    }
    #expect(orders.count == 5, "every epoch has another order")
    #expect(!orders.contains(Array(0..<50)))
  }

  @Test func aCopyGoesOnFromTheSamePlace() {
    var cursor = DataCursor(count: 20, seed: 3)
    _ = cursor.next(7) { _, _ in }
    var copy = cursor
    #expect(copy == cursor)
    var (first, second): ([Int], [Int]) = ([], [])
    _ = cursor.next(7) { _, example in first.append(example) }
    #expect(copy != cursor)
    _ = copy.next(7) { _, example in second.append(example) }
    #expect(first == second)
    #expect(copy == cursor)
  }
}
