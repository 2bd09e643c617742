import Dashboard
import Telemetry
import Testing

@Suite struct ReachSentenceTests {
  @Test(
    arguments: [
      (80, "halves every 4.2 steps, reaches 28 of 100"),
      (36, "halves in 4.2, reaches 28 of 100"), (26, "halves in 4.2, 28/100"),
      (19, "reaches 28 of 100"), (10, "28/100"), (5, ""),
    ])
  func aShorterSentenceIsTakenAndNoNumberCut(_ width: Int, _ text: String) {
    let reach = Reach(reaches: 28, of: 100, pace: .halves(every: 4.2))
    #expect(ReachSentence.text(reach, width: width) == text)
  }

  @Test func sentences() {
    func text(_ pace: Reach.Pace, _ reaches: Int = 100) -> String {
      ReachSentence.text(Reach(reaches: reaches, of: 100, pace: pace))
    }
    #expect(text(.doubles(every: 2)) == "doubles every 2.0 steps, reaches all 100")
    #expect(text(.none) == "no decay, reaches all 100")
    #expect(text(.unsteady, 70) == "no steady decay, reaches 70 of 100")
    let zero = Reach(reaches: 1, of: 100, isZero: true)
    #expect(ReachSentence.text(zero) == "exactly 0 before the last step")
    #expect(
      ReachSentence.text(Reach(reaches: 4, of: 100, isZero: true)) == "exactly 0 before 4 steps")
    #expect(
      ReachSentence.text(Reach(reaches: 0, of: 100, isZero: true))
        == "exactly 0: no gradient at all")
    let broken = Reach(reaches: 30, of: 100, isFinite: false)
    #expect(ReachSentence.text(broken) == "not finite on its way back")
    #expect(ReachSentence.text(Reach()).isEmpty)
    #expect(ReachSentence.halves(broken) == "-" && ReachSentence.halves(zero) == "-")
  }

  private func lane(_ standing: Standing = .onPredictor) -> LaneSnapshot {
    var lane = LaneSnapshot(
      info: LaneInfo(
        id: 0, name: "rnn", cell: "rnn", hidden: [8], parameters: 9, hasCellState: false))
    lane.standing = standing
    return lane
  }

  private func words(_ reach: Reach, _ lane: LaneSnapshot) -> [String]? {
    ReachSentence.words(GradientSnapshot(map: Waterfall(columns: 10), reach: reach), lane)?.words
  }

  private func ink(_ reach: Reach, _ lane: LaneSnapshot) -> Ink? {
    ReachSentence.words(GradientSnapshot(map: Waterfall(columns: 10), reach: reach), lane)?.ink
  }

  /// Red only while it matters, and never for what is no illness.
  @Test(
    arguments: [
      (Reach(reaches: 3, of: 100), "vanishing", .bad),
      (Reach(reaches: 50, of: 100), "fading", .warning),
      (Reach(reaches: 90, of: 100), "reaches back reaches", .standard),
      (Reach(reaches: 3, of: 100, isDirect: true), "direct (attention) direct", .standard),
      (Reach(reaches: 100, of: 100, growth: 3), "exploding", .bad),
      (Reach(reaches: 1, of: 100, isZero: true), "no gradient", .bad),
    ] as [(Reach, String, Ink)])
  func colouredOnlyOnThePredictor(_ reach: Reach, _ word: String, _ ink: Ink) {
    let words = { self.words(reach, $0)?.joined(separator: " ") }
    #expect(words(lane()) == word && self.ink(reach, lane()) == ink)
    for standing in [Standing.early, .ahead] {
      #expect(words(lane(standing)) == word)
      #expect(self.ink(reach, lane(standing)) == .standard)
    }
    #expect(words(lane(.learned(step: 5))) == "learned")
    let gradient = GradientSnapshot(map: Waterfall(columns: 10), reach: reach)
    let said = ReachSentence.words(gradient, lane(.learned(step: 1250)), hasRule: false)
    #expect(said?.words == ["learned at step 1 250", "learned"])
    #expect(self.ink(reach, lane(.learned(step: 5))) == .good)
  }

  @Test func anExplosionIsRemembered() {
    var sick = lane()
    sick.explosions = [Explosion(step: 1003, norm: 5974, seconds: 2)]
    let reach = Reach(reaches: 3, of: 100)
    #expect(words(reach, sick) == ["exploded at step 1 003", "exploded"])
    sick.layers = [LayerSnapshot(layer: 0, saturatedStates: 0.97)]
    #expect(words(reach, sick)?.first == "exploded at step 1 003, saturated since")
    #expect(ink(reach, sick) == .bad)
    // What it left behind keeps it told, until that is over too.
    sick.explosions[0].isRecent = false
    #expect(words(reach, sick)?.first == "exploded at step 1 003, saturated since")
    sick.layers[0].saturatedStates = 0.2
    #expect(words(reach, sick) == ["vanishing"])
  }

  @Test func divergedLane() {
    var sick = lane()
    sick.phase = .diverged(step: 43, layer: "rnn.0", timeStep: 17, what: "NaN")
    #expect(words(Reach(reaches: 100, of: 100), sick) == ["diverged"])
  }

  @Test func nothingBeforeTheFirstNumbers() { #expect(words(Reach(), lane()) == nil) }
}
