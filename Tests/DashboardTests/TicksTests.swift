import Dashboard
import Glibc
import Testing

@Suite struct TicksTests {
  @Test func linearTicksAreRound() {
    #expect(Ticks.linear(from: 0, to: 1824, count: 5) == [0, 500, 1000, 1500])
    #expect(Ticks.linear(from: 1.3, to: 3.5, count: 5) == [1.5, 2, 2.5, 3, 3.5])
    #expect(Ticks.linear(from: -1, to: 1, count: 4) == [-1, -0.5, 0, 0.5, 1])
    #expect(Ticks.linear(from: 1, to: 1, count: 4).isEmpty)
    #expect(Ticks.linear(from: .nan, to: 1, count: 4).isEmpty)
    #expect(Ticks.linear(from: 0, to: .infinity, count: 4).isEmpty)
  }

  @Test func decades() {
    let fine = Ticks.decades([1, 2, 5], from: -2.2, to: -0.6).map { Ticks.label($0) }
    #expect(fine == ["0.01", "0.02", "0.05", "0.1", "0.2"])
    #expect(Ticks.decades([1], from: -6, to: 2, every: 2).count == 5)
    #expect(Ticks.decades([1], from: 0.1, to: 0.2).isEmpty)
    #expect(Ticks.decades([1], from: .nan, to: 0.2).isEmpty)
  }

  /// Every round end has ticks that are round, evenly spaced, and end with it.
  @Test(arguments: [10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 1200, 0.25])
  func ticksUpToARoundEnd(_ end: Double) {
    #expect(Ticks.roundEnd(end) == end)
    for count in 2...8 {
      let ticks = Ticks.upTo(end, count: count)
      #expect(ticks.first == 0 && abs((ticks.last ?? 0) - end) < 1e-9 * end)
      #expect((2...max(6, count * 2)).contains(ticks.count), "\(end) \(count) \(ticks)")
    }
  }

  @Test func roundEndsAreNotBelow() {
    #expect(Ticks.roundEnd(1.01) == 1.2 && Ticks.roundEnd(8.1) == 10 && Ticks.roundEnd(0) == 1)
    #expect(Ticks.roundEnd(945) == 1000 && Ticks.roundEnd(1001) == 1200)
  }

  @Test(arguments: [
    (0.3, 0.5), (0.5, 0.5), (0.11, 0.2), (7, 10), (1, 1), (2.1, 5), (1234, 2000),
  ])
  func steps(_ x: Double, _ expected: Double) {
    #expect(abs(Ticks.roundStep(x) - expected) < 1e-12 * expected)
  }

  @Test func labels() {
    #expect(Ticks.label(0.5, step: 0.5) == "0.5")
    #expect(Ticks.label(2, step: 0.5) == "2.0")
    #expect(Ticks.label(1500, step: 500) == "1 500")
    #expect(Ticks.label(2_000_000) == "2e6")
    #expect(
      Ticks.label(100_000, columns: 6) == "1e5" && Ticks.label(50_000, columns: 6) == "50 000")
    #expect(Ticks.label(120_000, step: 20_000, columns: 6) == "1.2e5")
    #expect(Ticks.label(0.00002) == "2e-5")
  }

  /// Whatever the last bit of a power of ten is, its label is short.
  @Test func powersOfTenAreShort() {
    for exponent in -12...5 {
      for value in [pow(10, Double(exponent)), Double("1e\(exponent)") ?? 0] {
        for near in [value.nextDown, value, value.nextUp] {
          #expect(Ticks.label(near).utf8.count <= 7, "\(near)")
        }
      }
    }
    #expect(Ticks.label(0.01.nextUp) == "0.01" && Ticks.label(1e-5.nextDown) == "1e-5")
  }
}
