import CAllocationCounter
import Testing
import Training

@Suite struct EpochOrderTests {
  @Test(arguments: [1, 7, 32, 33, 100])
  func everyExampleOnceAnEpoch(_ count: Int) {
    var order = EpochOrder(count: count, seed: 5)
    for epoch in 0..<4 {
      order.arrange(epoch)
      #expect(order.epoch == epoch && order.count == count)
      #expect((0..<count).map { order[$0] }.sorted() == Array(0..<count))
    }
  }

  /// Whichever epochs were arranged before.
  @Test func ordersFollowFromSeedAndEpochAlone() {
    func order(_ seed: UInt64, _ epochs: Int...) -> [Int] {
      var order = EpochOrder(count: 50, seed: seed)
      for epoch in epochs { order.arrange(epoch) }
      return (0..<50).map { order[$0] }
    }
    #expect(order(1) == order(1, 0) && order(1, 3) == order(1, 0, 1, 2, 3))
    #expect(order(1, 3) == order(1, 7, 3))
    #expect(order(1, 3) != order(2, 3))
    #expect(Set((0..<5).map { order(1, $0) }).count == 5, "every epoch has another order")
    #expect(order(1, 0) != Array(0..<50))
  }
}
