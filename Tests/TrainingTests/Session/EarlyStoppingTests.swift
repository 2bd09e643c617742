import Testing
import Training

@Suite struct EarlyStoppingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var on = true
    var patience = 2
    var minDelta: Float = 0
    var losses: [Float]
    /// "i" improved, a number: so many are still borne, "s" stops.
    var expected: String
    var best: Float?
    var bestEpoch = 0
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "falls and rises", losses: [3, 2, 2.5, 2.4, 2.3], expected: "i i 1 s s", best: 2,
      bestEpoch: 2),
    Case(
      name: "an improvement refills", losses: [3, 4, 2, 4, 4], expected: "i 1 i 1 s", best: 2,
      bestEpoch: 3),
    Case(
      name: "the same is no improvement", losses: [1, 1, 1], expected: "i 1 s", best: 1,
      bestEpoch: 1),
    Case(
      name: "less than minDelta is none", minDelta: 0.5, losses: [3, 2.6, 2.4, 2.4, 1.8],
      expected: "i 1 i 1 i", best: 1.8, bestEpoch: 5),
    Case(
      name: "exactly minDelta is none", minDelta: 0.5, losses: [3, 2.5, 2.5], expected: "i 1 s",
      best: 3, bestEpoch: 1),
    Case(name: "NaN first", losses: [.nan, .nan], expected: "1 s", best: nil),
    Case(
      name: "NaN is worse than any", losses: [.nan, 5, .nan, 4], expected: "1 i 1 i", best: 4,
      bestEpoch: 4),
    Case(
      name: "nor is an infinity a best", losses: [-.infinity, .infinity], expected: "1 s",
      best: nil),
    Case(
      name: "off still counts and keeps the best", on: false, losses: [2, 3, 3, 3, 1, 2],
      expected: "i 1 0 0 i 1", best: 1, bestEpoch: 5),
    Case(name: "patience 1", patience: 1, losses: [2, 3], expected: "i s", best: 2, bestEpoch: 1),
  ]

  @Test(arguments: cases)
  func verdicts(_ example: Case) {
    var stopping = EarlyStopping(
      on: example.on, patience: example.patience, minDelta: example.minDelta)
    var verdicts: [String] = []
    for (i, loss) in example.losses.enumerated() {
      switch stopping.observe(loss, step: 10 * (i + 1), epoch: i + 1) {
      case .improved: verdicts.append("i")
      case .waits(let left): verdicts.append("\(left)")
      case .stops: verdicts.append("s")
      }
    }
    #expect(verdicts.joined(separator: " ") == example.expected)
    #expect(stopping.bestLoss == example.best)
    #expect(stopping.bestEpoch == example.bestEpoch)
    #expect(stopping.bestStep == 10 * example.bestEpoch)
  }

  @Test func patienceMayChangeWhileItCounts() {
    var stopping = EarlyStopping(on: true, patience: 5)
    _ = stopping.observe(1, step: 1, epoch: 1)
    for step in 2...4 { _ = stopping.observe(2, step: step, epoch: step) }
    #expect(stopping.left == 2)
    stopping.patience = 10
    #expect(stopping.left == 7)
    #expect(stopping.observe(2, step: 5, epoch: 5) == .waits(left: 6))
    stopping.patience = 3
    #expect(stopping.left == 0)
    #expect(stopping.observe(2, step: 6, epoch: 6) == .stops)
    stopping.on = false
    #expect(stopping.observe(2, step: 7, epoch: 7) == .waits(left: 0))
    #expect(stopping.observe(0.5, step: 8, epoch: 8) == .improved)
  }

  @Test func ghostsTellWhereOtherPatiencesStop() {
    var ghosts = PatienceGhosts(minDelta: 0)
    // Best at 1, a pause of 3, better at 5, then never again.
    let losses: [Float] = [4, 5, 5, 5, 3] + Array(repeating: 6, count: 60)
    for (i, loss) in losses.enumerated() { ghosts.observe(loss, step: 100 + i, epoch: i + 1) }
    #expect(ghosts.stops.map(\.patience) == [2, 3, 5, 10, 20, 50])
    #expect(ghosts.stops.map(\.epoch) == [3, 4, 10, 15, 25, 55])
    #expect(ghosts.stops.map(\.bestLoss) == [4, 4, 3, 3, 3, 3])
    #expect(ghosts.stops.map(\.step) == ghosts.stops.map { $0.epoch + 99 })
  }

  /// A ghost of the lane's own patience stops where the lane would.
  @Test func ghostsHeedTheLeastDecrease() {
    var ghosts = PatienceGhosts(minDelta: 0.5)
    var lane = EarlyStopping(on: true, patience: 3, minDelta: 0.5)
    var stop: Int?
    for (i, loss) in ([4, 3.9, 3.3, 3.2, 3.1, 3.0, 2.9, 2.8] as [Float]).enumerated() {
      ghosts.observe(loss, step: i, epoch: i)
      if lane.observe(loss, step: i, epoch: i) == .stops, stop == nil { stop = i }
    }
    #expect(stop == 5)
    #expect(ghosts.stops.first { $0.patience == 3 }?.epoch == stop)
  }

  @Test func ghostsOfAFallingLossAreNone() {
    var ghosts = PatienceGhosts(minDelta: 0)
    for i in 0..<200 { ghosts.observe(Float(200 - i), step: i, epoch: i) }
    #expect(ghosts.stops.isEmpty)
  }
}
