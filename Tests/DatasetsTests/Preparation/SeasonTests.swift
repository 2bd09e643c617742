import Datasets
import Foundation
import Testing

/// The recognised season is the true one, a multiple of it, or none; never another one.
struct SeasonTests {
  struct Made: CustomTestStringConvertible, Sendable {
    var period: Double
    var periods = 4.0
    var noise = 0.0
    var trend = 0.0
    var second: (period: Double, height: Double)?
    var isSharp = false
    var testDescription: String { "\(period) x \(periods), noise \(noise), trend \(trend)" }
  }

  private func season(_ values: [Double]) throws -> Int? {
    let scratch = try Scratch()
    try scratch.write("f", "y\n" + values.map { "\($0)\n" }.joined())
    let configuration = DataConfiguration(source: "csv", file: "f", target: "y", window: 4)
    return try #require(try scratch.load(configuration).description.series).season
  }

  private func noise(_ state: inout UInt64) -> Double {
    // The sum of uniform numbers is nearly normal.
    (0..<12).reduce(-6) { sum, _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return sum + Double(state >> 11) / 0x1p53
    }
  }

  private func values(_ made: Made, seed: UInt64) -> [Double] {
    var state = seed &* 7919 &+ 17
    // The training part is eight tenths.
    let count = Int((made.period * made.periods / 0.8).rounded(.up)) + 2
    return (0..<count).map { row in
      let angle = 2 * Double.pi * Double(row) / made.period
      var value = made.isSharp ? exp(3 * cos(angle)) / 10 : sin(angle)
      if let second = made.second {
        value += second.height * sin(2 * Double.pi * Double(row) / second.period + 1)
      }
      return value + made.noise * noise(&state) + made.trend * Double(row) / Double(count)
    }
  }

  static let periods = [7.0, 12, 24, 30, 48, 52, 96, 144, 168, 288, 365.25, 500, 672, 800]
  static let all: [Made] = periods.flatMap { period -> [Made] in
    var made = [Made(period: period), Made(period: period, isSharp: true)]
    for noise in [0.1, 0.3, 0.5] {
      for periods in [3.2, 6, 12] {
        made.append(Made(period: period, periods: periods, noise: noise))
        made.append(Made(period: period, periods: periods, noise: noise, trend: 5))
      }
    }
    return made
  }

  @Test(arguments: all) func isTrueOrNone(_ made: Made) throws {
    for seed in 1...2 as ClosedRange<UInt64> {
      guard let found = try season(values(made, seed: seed)) else { continue }
      let times = (Double(found) / made.period).rounded()
      #expect(times >= 1 && abs(Double(found) - times * made.period) <= 1, "\(found)")
    }
  }

  /// With enough of it, and no more noise than sine, it is found.
  @Test(arguments: periods) func isFound(_ period: Double) throws {
    for noise in [0, 0.1, 0.3] {
      let found = try season(values(Made(period: period, periods: 12, noise: noise), seed: 3))
      #expect(found != nil, "\(noise)")
    }
  }

  @Test(arguments: [(24.0, 168.0), (48, 336), (7, 365), (12, 144)])
  func ofTwoItIsEither(_ short: Double, _ long: Double) throws {
    for height in [0.5, 1, 2] {
      let made = Made(
        period: long, periods: 5, noise: 0.2, second: (short, height))
      let found = try #require(try season(values(made, seed: 1)))
      let isShort = [1.0, 2, 3].contains { abs(Double(found) - $0 * short) <= 1 }
      let isLong = [1.0, 2].contains { abs(Double(found) - $0 * long) <= 1 }
      #expect(isShort || isLong, "\(found)")
    }
  }

  /// What wanders has no season, whatever its hills look like.
  @Test func aWalkHasNone() throws {
    var found = 0
    for seed in 1...40 as ClosedRange<UInt64> {
      var state = seed
      var level = 0.0
      let walk = (0..<800).map { _ in
        level += noise(&state)
        return level
      }
      if try season(walk) != nil { found += 1 }
    }
    #expect(found <= 4, "\(found) of 40")
  }
}
