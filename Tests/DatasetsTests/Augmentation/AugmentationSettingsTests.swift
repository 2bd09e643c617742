import Datasets
import Testing

@Suite struct AugmentationSettingsTests {
  private func chosen(_ settings: AugmentationSettings) -> [String] {
    zip(AugmentationRegistry.all, settings.methods).filter(\.1.isChosen).map { $0.0.key }
  }

  @Test(
    arguments: [
      (.forecast, ["jitter", "scaling"]), (.labels, ["jitter", "scaling"]), (.exact, ["jitter"]),
      (.language, ["token_dropout"]), (.stream, ["token_dropout"]),
      (.labelledText, ["token_dropout"]),
    ] as [(MadeData, [String])])
  func theUsualMethods(_ data: MadeData, _ usual: [String]) {
    var settings = AugmentationSettings()
    settings.chooseIfNone(for: data.facts)
    #expect(settings == AugmentationSettings(), "off: nothing is chosen")
    settings.isOn = true
    settings.chooseIfNone(for: data.facts)
    #expect(chosen(settings) == usual)
    #expect(settings.refusal(data.facts) == nil)
    let once = settings
    settings.chooseIfNone(for: MadeData.language.facts)
    #expect(settings == once, "what is chosen stays")
  }

  @Test func switchingMethods() {
    var settings = AugmentationSettings()
    (settings.methods[0].isChosen, settings.methods[1].isChosen) = (true, true)
    #expect(!settings.acts(0))
    settings.setActs(2, true)
    #expect(settings.isOn && chosen(settings) == ["time_warp"], "on alone, where the whole was off")
    settings.setActs(0, true)
    #expect(chosen(settings) == ["jitter", "time_warp"])
    settings.setActs(2, false)
    #expect(settings.isOn && chosen(settings) == ["jitter"])
    settings.setActs(1, false)
    #expect(settings.isOn, "what was off changes nothing")
    settings.setActs(0, false)
    #expect(!settings.isOn && chosen(settings) == ["jitter"], "the last one takes the whole along")
    settings.isOn = true
    #expect(settings.acts(0))
  }

  @Test func refusals() throws {
    var settings = AugmentationSettings()
    let reversal = try #require(AugmentationRegistry.place(of: "reversal"))
    settings.methods[reversal].isChosen = true
    let refusal = settings.refusal(MadeData.forecast.facts)
    #expect(refusal?.key == "reversal" && refusal?.reason.contains("after the window") == true)
    #expect(settings.refusal(MadeData.labels.facts) == nil)
  }

  /// A generated task of tokens bears nothing.
  @Test func nothingAtAll() {
    let facts = AugmentationFacts(
      MadeData.labelledText.shape, .exact, MadeData.labelledText.examples())
    var settings = AugmentationSettings()
    #expect(settings.refusal(facts) == nil)
    settings.isOn = true
    settings.chooseIfNone(for: facts)
    let refusal = settings.refusal(facts)
    #expect(refusal?.key == "" && refusal?.reason.contains("depends on every step") == true)
  }
}
