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

  @Test func verdicts() {
    func word(_ slope: Float?, _ reaches: Int) -> String? {
      DecaySentence.verdict(
        Decay(log2PerStepBack: slope, fit: 1, reaches: reaches, of: 100), lane: .training)?.0
    }
    #expect(word(-0.3, 20) == "vanishing")
    #expect(word(-0.1, 60) == "fading")
    #expect(word(-0.02, 100) == "reaches back")
    #expect(word(0.3, 100) == "exploding")
    #expect(word(nil, 0) == "no gradient")
  }
}
