import Testing
import Training

@Suite struct SpreadTests {
  /// By hand: mean 5, squares 9+1+1+1+0+0+4+16 = 32, variance 32/7.
  @Test func byHand() throws {
    let spread = try #require(Spread([2, 4, 4, 4, 5, 5, 7, 9]))
    #expect(spread.mean == 5 && spread.count == 8)
    #expect(abs(try #require(spread.deviation) - 2.138089935299395) < 1e-14)
    #expect(abs(try #require(spread.standardError) - 0.7559289460184544) < 1e-14)
  }

  @Test func few() {
    #expect(Spread([]) == nil)
    #expect(Spread([3])?.mean == 3)
    #expect(Spread([3])?.deviation == nil && Spread([3])?.standardError == nil)
    #expect(Spread([1, 3])?.deviation == 2.0.squareRoot())
    #expect(Spread([1, 3])?.standardError.map { abs($0 - 1) < 1e-15 } == true)
  }
}

@Suite struct SweepRankingTests {
  typealias Entry = SweepRanking.Entry

  @Test func byMeanThenByParameters() {
    let ranking = SweepRanking([
      Entry(scores: [0.3, 0.5], parameters: 10), Entry(scores: [0.1, 0.3], parameters: 900),
      Entry(scores: [0.2, 0.2], parameters: 50), Entry(scores: [0.15, 0.15], parameters: 70),
    ])
    #expect(ranking.order == [3, 2, 1, 0])
    #expect(ranking.ranks == [4, 3, 2, 1])
    #expect(ranking.winner == 3)
  }

  /// By a metric of which more is better, and the error's reach below the best.
  @Test func byAMetric() {
    let entries = [
      Entry(scores: [0.5, 0.75], parameters: 10), Entry(scores: [0.75, 1], parameters: 900),
      Entry(scores: [0.25, 0.25], parameters: 5), Entry(scores: [nil, nil]),
    ]
    let f1 = SweepRanking(entries, monitor: Monitor(name: "f1", isBetterHigher: true))
    #expect(f1.order == [1, 0, 2, 3] && f1.winner == 1)
    // 0.875 with an error of 0.125: 0.75 is within it, 0.625 is not.
    #expect(f1.simplest == 1)
    let near = SweepRanking(
      entries + [Entry(scores: [0.75, 0.75], parameters: 50)],
      monitor: Monitor(name: "f1", isBetterHigher: true))
    #expect(near.simplest == 4)
    let rmse = SweepRanking(entries, monitor: Monitor(name: "rmse", isBetterHigher: false))
    #expect(rmse.order == SweepRanking(entries).order && rmse.order == [2, 0, 1, 3])
  }

  /// Mean 0.2, deviation 0.1, standard error 0.05: 0.25 is within it, 0.251 is not.
  @Test func oneStandardError() {
    let best = Entry(scores: [0.1, 0.2, 0.3, 0.2], parameters: 500)
    let error = best.spread?.standardError ?? 0
    #expect(abs(error - 0.0408248290463863) < 1e-15)
    func simplest(_ loss: Double, _ parameters: Int) -> Int? {
      let other = Entry(scores: [Double?](repeating: loss, count: 4), parameters: parameters)
      return SweepRanking([best, other]).simplest
    }
    #expect(simplest(0.2408, 100) == 1)
    #expect(simplest(0.2409, 100) == 0)
    #expect(simplest(0.2408, 600) == 0)
    #expect(simplest(0.2408, 500) == 0)
    #expect(SweepRanking([Entry(scores: [0.1], parameters: 1)]).simplest == nil)
  }

  @Test func failuresComeLastAndUnfinishedOnesAfterTheFinished() {
    let ranking = SweepRanking([
      Entry(scores: [0.01, nil], hasFailed: true), Entry(scores: [nil, nil]),
      Entry(scores: [0.1, nil]), Entry(scores: [0.5, 0.6]), Entry(scores: [0.3, nil]),
    ])
    #expect(ranking.order == [3, 2, 4, 1, 0])
    #expect(ranking.ranks == [nil, nil, 2, 1, 3])
    #expect(ranking.winner == 3)
    #expect(SweepRanking([Entry(scores: [0.1, nil])]).winner == nil)
    #expect(SweepRanking([Entry(scores: [0.1], hasFailed: true)]).winner == nil)
    #expect(SweepRanking([]).winner == nil && SweepRanking([]).simplest == nil)
  }
}
