import Datasets
import Foundation
import Testing

struct AutomaticPreparationTests {
  private func steps(_ value: (Int) -> Double, rows: Int = 400) throws -> [String] {
    let scratch = try Scratch()
    try scratch.write("f", "a,b\n" + (0..<rows).map { "\(value($0)),x\n" }.joined())
    let data = try scratch.load(DataConfiguration(source: "csv", file: "f", target: "a", window: 8))
    return data.report.steps.map(\.name)
  }

  private func noise(_ row: Int) -> Double {
    Double(SeededRandom.unit(SeededRandom(seed: 5).peek(row))) - 0.5
  }

  @Test func aSteadySeriesIsOnlyScaled() throws {
    #expect(try steps { sin(Double($0) / 5) + noise($0) } == ["scale: standard"])
    #expect(try steps { _ in 3 } == ["scale: standard"])
  }

  @Test func aTrendIsTakenAway() throws {
    #expect(
      try steps { Double($0) + 10 * noise($0) } == ["difference: 1", "scale: standard"])
  }

  @Test func aSeasonOnATrendIsTakenAway() throws {
    let found = try steps { Double($0) + 20 * sin(Double($0) * 2 * .pi / 12) + noise($0) }
    #expect(found == ["difference: 1", "difference: 12", "scale: standard"])
  }

  @Test func whatGrowsWithItsLevelGoesThroughTheLogarithm() throws {
    let found = try steps { row in exp(Double(row) / 100) * (10 + noise(row)) }
    #expect(found == ["scale: log", "difference: 1", "scale: standard"])
  }

  /// What comes after the training part has no say.
  @Test func onlyTheTrainingPartDecides() throws {
    let plain = try steps { sin(Double($0) / 5) + noise($0) }
    let wild = try steps { $0 < 320 ? sin(Double($0) / 5) + noise($0) : Double($0 * $0) }
    #expect(plain == wild)
  }

  @Test func seasonsAreFound() throws {
    let scratch = try Scratch()
    func season(_ value: (Int) -> Double) throws -> Int? {
      try scratch.write("f", "a,b\n" + (0..<600).map { "\(value($0)),x\n" }.joined())
      return try scratch.load(
        DataConfiguration(source: "csv", file: "f", target: "a", window: 8)
      ).description.series?.season
    }
    #expect(try season { sin(Double($0) * 2 * .pi / 24) * 3 + noise($0) } == 24)
    #expect(try season { Double($0 % 7 == 0 ? 5 : 0) + noise($0) } == 7)
    #expect(try season { noise($0) } == nil)
    #expect(try season { Double($0) } == nil)
  }
}
