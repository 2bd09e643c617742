import Telemetry
import Testing

struct ReachTests {
  /// The word follows from the count, and nothing else, unless the gradient grows, is zero, or has a
  /// direct way.
  @Test(
    arguments: [
      (Reach(reaches: 150, of: 150), .reachesBack), (Reach(reaches: 101, of: 150), .reachesBack),
      (Reach(reaches: 100, of: 150), .fading), (Reach(reaches: 50, of: 150), .fading),
      (Reach(reaches: 49, of: 150), .vanishing), (Reach(reaches: 0, of: 150), .vanishing),
      (Reach(reaches: 1, of: 1), .reachesBack),
      (Reach(reaches: 150, of: 150, growth: 1.9), .reachesBack),
      (Reach(reaches: 150, of: 150, growth: 2.1), .exploding),
      (Reach(reaches: 10, of: 150, isFinite: false), .exploding),
      (Reach(reaches: 1, of: 150, isZero: true), .zero),
      (Reach(reaches: 10, of: 150, isDirect: true), .direct),
      (Reach(reaches: 150, of: 150, growth: 3, isDirect: true), .exploding),
      (Reach(), nil),
      // A slope says nothing about the word.
      (Reach(reaches: 150, of: 150, pace: .halves(every: 3)), .reachesBack),
    ] as [(Reach, Reach.Word?)])
  func word(_ reach: Reach, _ word: Reach.Word?) { #expect(reach.word == word) }

  /// Neighbouring rows scatter: the middle one is told, but what explodes or is zero at once.
  @Test func theMiddleOfRows() {
    func rows(_ reaches: Int...) -> [Reach] { reaches.map { Reach(reaches: $0, of: 40) } }
    #expect(Reach.middle(of: [Reach]()) == nil)
    #expect(Reach.middle(of: rows(9))?.reaches == 9)
    #expect(Reach.middle(of: rows(9, 12))?.reaches == 12)
    #expect(Reach.middle(of: rows(13, 14, 12, 20, 13))?.reaches == 13)
    #expect(Reach.middle(of: rows(40, 13, 14, 13))?.reaches == 13)
    let grown = Reach(reaches: 40, of: 40, growth: 3)
    #expect(Reach.middle(of: rows(9, 9) + [grown]) == grown)
    #expect(Reach.middle(of: [grown, grown] + rows(9))?.reaches == 40)
    let zero = Reach(reaches: 0, of: 40, isZero: true)
    #expect(Reach.middle(of: rows(30, 30) + [zero]) == zero)
  }

  @Test func theLayerWithTheShortestReachStandsForALane() {
    func layer(_ reaches: Int, of: Int) -> GradientSnapshot {
      GradientSnapshot(map: Waterfall(columns: of), reach: Reach(reaches: reaches, of: of))
    }
    #expect([layer(30, of: 40), layer(9, of: 40), layer(40, of: 40)].shortestReach == 1)
    #expect([layer(20, of: 20)].shortestReach == 0)
    #expect([GradientSnapshot]().shortestReach == nil)
  }
}
