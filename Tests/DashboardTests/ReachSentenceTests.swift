import Dashboard
import Telemetry
import Testing

@Suite struct DecaySentenceTests {
  @Test func sentences() {
    func text(_ slope: Float?, _ reaches: Int, _ of: Int = 100, width: Int = 80) -> String {
      DecaySentence.text(
        Decay(log2PerStepBack: slope, fit: 1, reaches: reaches, of: of), width: width)
    }
    #expect(text(-1 / 4.2, 28) == "halves every 4.2 steps, reaches 28 of 100")
    #expect(text(0.5, 100) == "doubles every 2.0 steps, reaches all 100")
    #expect(text(-0.001, 100) == "no decay, reaches all 100")
    #expect(text(nil, 0) == "no gradient, reaches 0 of 100")
    #expect(text(-1 / 4.2, 28, width: 36) == "halves every 4.2 steps, reaches 28")
    #expect(text(-1 / 4.2, 28, width: 30) == "halves in 4.2, reaches 28")
    #expect(text(-1 / 4.2, 28, width: 22) == "halves in 4.2")
    #expect(text(.nan, 3) == "no gradient, reaches 3 of 100")
    #expect(text(nil, 0, 0).isEmpty)
  }

  /// The word follows from the decades that the fitted line falls over the whole sequence.
  @Test(
    arguments: [
      (-0.3, 100, "vanishing"), (-0.1, 100, "fading"), (-0.02, 100, "reaches back"),
      (0.3, 100, "exploding"), (0.02, 100, "reaches back"), (0, 100, "reaches back"),
      // 4 decades and 2 decades, from both sides.
      (-0.1329, 100, "vanishing"), (-0.1328, 100, "fading"), (-0.0665, 100, "fading"),
      (-0.0664, 100, "reaches back"), (0.0664, 100, "reaches back"), (0.0665, 100, "exploding"),
      (nil, 100, "no gradient"), (.nan, 100, "no gradient"), (.infinity, 100, "no gradient"),
      (-0.3, 0, nil),
    ] as [(Float?, Int, String?)])
  func verdict(_ slope: Float?, _ of: Int, _ word: String?) {
    #expect(self.word(slope, reaches: 20, of: of) == word)
  }

  /// The last step stands out from a plateau: little is reached by its measure, and yet the far past
  /// gets as much as the near past.
  @Test func plateauReachesBack() {
    #expect(word(-1 / 39, reaches: 4, of: 200) == "reaches back")
  }

  @Test func exactZeros() {
    let zeros = Array(repeating: -Float.infinity, count: 95)
    #expect(word(-3, profile: zeros + [-4, -3, -2, -1, 0]) == "no gradient")
    #expect(word(-3, profile: zeros.dropLast() + [-5, -4, -3, -2, -1, 0]) == "vanishing")
  }

  @Test func divergedLane() {
    let state = LanePhase.diverged(step: 43, layer: "rnn.0", timeStep: 17, what: "NaN")
    #expect(word(0.3, reaches: 100, of: 100, lane: state) == "diverged")
  }

  private func word(
    _ slope: Float?, reaches: Int = 3, of: Int = 100, profile: [Float] = [],
    lane: LanePhase = .training
  ) -> String? {
    let decay = Decay(log2PerStepBack: slope, fit: 1, reaches: reaches, of: of)
    let gradient = GradientSnapshot(map: Waterfall(columns: 10), profile: profile, decay: decay)
    return DecaySentence.verdict(gradient, lane: lane)?.0
  }
}
