import Datasets
import Testing
import Training

@Suite struct PresetAugmentationTests {
  private func settings(_ yaml: String) throws -> AugmentationSettings {
    try read("augmentation: \(yaml)").get().lanes[0].augmentation
  }

  private func chosen(_ settings: AugmentationSettings) -> [String] {
    zip(AugmentationRegistry.all, settings.methods).filter(\.1.isChosen).map { $0.0.key }
  }

  /// A method that is written acts, unless the whole is off beside it, in whatever order.
  @Test(
    arguments: [
      ("{}", false, 0.5, []), ("on", true, 0.5, []), ("off", false, 0.5, []),
      ("0.3", true, 0.3, []),
      ("{jitter: on}", true, 0.5, ["jitter"]), ("{jitter: 0.2}", true, 0.5, ["jitter"]),
      ("{jitter: off}", false, 0.5, []), ("{jitter: {strength: 0.2}}", true, 0.5, ["jitter"]),
      ("{jitter: {strength: 0.2, on: false}}", true, 0.5, []),
      ("{on: false, jitter: 0.2, swap: 0.3}", false, 0.5, ["jitter", "swap"]),
      ("{jitter: {on: true}, on: false}", false, 0.5, ["jitter"]),
      ("{probability: 1}", false, 1, []), ("{probability: 1, reversal: on}", true, 1, ["reversal"]),
      ("{on: true, permutation: 5}", true, 0.5, ["permutation"]),
    ] as [(String, Bool, Float, [String])])
  func whatIsWritten(yaml: String, isOn: Bool, probability: Float, methods: [String]) throws {
    let settings = try settings(yaml)
    #expect(settings.isOn == isOn && settings.probability == probability)
    #expect(chosen(settings) == methods)
  }

  @Test(
    arguments: [
      ("{reversal: 2}", "augmentation.reversal: 2 is out of range; allowed: on, off, or 0.05 to 1"),
      ("{permutation: 2.5}", "augmentation.permutation: 2.5 is not a switch or number"),
      ("{probability: 0}", "augmentation.probability: 0 is out of range; allowed: 0.05 to 1"),
      ("{jiter: on}", "augmentation.jiter: unknown key (did you mean augmentation.jitter?)"),
      ("often", "augmentation: often is not a switch or number"),
    ] as [(String, String)])
  func whatIsWrong(yaml: String, expected: String) {
    let text = message("augmentation: \(yaml)")
    #expect(text.hasPrefix("p.yaml, line 1: " + expected), "\(text)")
  }

  /// Lanes differ in any part of it, and are written so that they are read again as the same.
  @Test(arguments: [
    "off", "on", "0.2", "{jitter: off}", "{jitter: 0.5}", "{on: false}", "{scaling: 0.3}",
    "{on: false, scaling: 0.3}", "{jitter: {on: false, strength: 0.7}}", "{probability: 0.9}",
    "{jitter: {on: false, strength: 0.7}, on: false}",
  ])
  func lanesAreWrittenAndReadAgain(own: String) throws {
    for common in ["on", "{jitter: 0.1}", "{on: false, jitter: 0.1, reversal: on}", "{}"] {
      let preset = try read(
        """
        augmentation: \(common)
        lanes:
          - {cell: rnn}
          - {cell: gru, augmentation: \(own)}
        """
      ).get()
      let text = PresetWriter.yaml(preset)
      #expect(content(try read(text).get()) == content(preset), "\(common) \(own):\n\(text)")
    }
  }

  @Test func commandsAreRead() throws {
    for text in [
      "augmentation=on", "augmentation.probability=0.3", "augmentation.time_warp=0.1",
      "augmentation.reversal.on=false", "augmentation.swap.strength=0.2",
    ] {
      #expect(try ScheduledRequest("5:\(text)").step == 5)
    }
    #expect(throws: PresetError.self) { try ScheduledRequest("5:augmentation.swap=2") }
  }
}
