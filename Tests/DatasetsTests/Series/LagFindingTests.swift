import Datasets
import Foundation
import Testing

/// The lag at which an input says most, and whether the window sees it.
struct LagFindingTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// u is noise, smoothed by `memory`; y is u `lag` rows before, with a little noise.
  private func table(_ rows: Int, lag: Int, memory: Double = 0, seed: UInt64 = 3) -> String {
    var random = SeededRandom(seed: seed)
    func noise() -> Double { 2 * Double(SeededRandom.unit(random.next())) - 1 }
    var u: [Double] = []
    for row in 0..<rows { u.append((row == 0 ? 0 : memory * u[row - 1]) + noise()) }
    return "y,u\n"
      + (0..<rows).map { row in
        "\((row < lag ? noise() : u[row - lag]) + 0.05 * noise()),\(u[row])\n"
      }.joined()
  }

  private func lags(window: Int, horizon: Int = 1) throws -> [LagFinding] {
    try scratch.load(
      DataConfiguration(
        source: "csv", file: "f", target: "y", columns: ["y", "u"], window: window,
        horizon: horizon)
    ).report.lags
  }

  @Test(arguments: [(12, false), (23, false), (24, true), (60, true)], [0, 0.9])
  func anInputThatRunsAheadIsFound(_ window: (rows: Int, isSeen: Bool), _ memory: Double) throws {
    try scratch.write("f", table(900, lag: 24, memory: memory))
    let found = try #require(try lags(window: window.rows).first { $0.input == "u" })
    #expect(found.lag == 24 && found.needed == 24)
    #expect(found.correlation > 0.97)
    #expect(found.isSeen == window.isSeen)
    #expect(
      found.text.hasPrefix("y follows u by 24 rows (r ") && found.sentence.contains("window"))
    let notes = try scratch.load(
      DataConfiguration(
        source: "csv", file: "f", target: "y", columns: ["y", "u"], window: window.rows)
    ).notes
    #expect(notes.contains { $0.contains("--set data.window=24") } == !window.isSeen)
  }

  /// The horizon is part of the way.
  @Test func theHorizonCounts() throws {
    try scratch.write("f", table(900, lag: 24))
    let found = try #require(try lags(window: 12, horizon: 13).first { $0.input == "u" })
    #expect(found.lag == 24 && found.needed == 12 && found.isSeen)
  }

  /// What only wanders is alike at many lags, and follows nothing.
  @Test(arguments: 1...20) func wanderingSeriesFollowNothing(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var (one, other) = (0.0, 0.0)
    let rows = (0..<1500).map { _ in
      one += Double(SeededRandom.unit(random.next())) - 0.5
      other += Double(SeededRandom.unit(random.next())) - 0.5
      return "\(one),\(other)\n"
    }
    try scratch.write("f", "y,u\n" + rows.joined())
    #expect(try lags(window: 10).filter { $0.input == "u" } == [])
  }

  /// A column known ahead of time is told with the rows that lie between in truth.
  @Test func whatIsKnownAheadKeepsItsLag() throws {
    try scratch.write("f", table(900, lag: 5))
    var configuration = DataConfiguration(
      source: "csv", file: "f", target: "y", window: 8, horizon: 2)
    configuration.known = ["u"]
    let found = try #require(
      try scratch.load(configuration).report.lags.first { $0.input == "u" })
    #expect(found.lag == 5 && found.isSeen)
  }
}
