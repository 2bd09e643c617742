import Dashboard
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

  @Test func logarithmicTicks() {
    let fine = Ticks.logarithmic(from: -2.2, to: -0.6, count: 8).map { Ticks.label($0) }
    #expect(fine == ["0.01", "0.02", "0.05", "0.1", "0.2"])
    let decades = Ticks.logarithmic(from: -6, to: 2, count: 5)
    #expect(decades.count <= 5 && decades.count >= 2)
    // Within one decade's step there are still round values.
    #expect(Ticks.logarithmic(from: 0.31, to: 0.36, count: 4).count >= 2)
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
    #expect(Ticks.label(0.00002) == "2e-5")
  }
}
