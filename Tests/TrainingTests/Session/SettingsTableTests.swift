import Datasets
import Engine
import Telemetry
import Testing
import Training

@Suite struct SettingsTableTests {
  private let table = SettingsTable()
  private let fresh = LaneProgress(LaneConfiguration(name: "lstm"))

  @Test func everyRegularizerAndTheOthersHaveASetting() {
    let keys = table.all.map(\.info.key)
    #expect(
      keys == RegularizerRegistry.all.map { "regularizers.\($0.key)" }
        + ["augmentation"] + AugmentationRegistry.all.map { "augmentation.\($0.key)" }
        + [
          "early_stopping", "training.learning_rate", "training.class_weights",
          "training.teacher_forcing",
        ])
    let digits = table.all.compactMap(\.info.digit)
    #expect(Set(digits).count == digits.count, "a digit switches one setting")
  }

  @Test(arguments: ["", ".on", ".strength"])
  func aKeyMayNameItsPart(_ suffix: String) {
    for setting in table.all {
      #expect(table.setting(setting.info.key + suffix)?.info.key == setting.info.key)
    }
    #expect(table.setting("early_stopping.patience")?.info.key == "early_stopping")
    #expect(table.setting("augmentation.probability")?.info.key == "augmentation")
  }

  @Test(arguments: ["", ".", "clip", "regularizers", "regularizers.", "training.batch", ".on"])
  func otherKeysAreUnknown(_ key: String) {
    #expect(table.setting(key) == nil)
  }

  struct Applied: Sendable {
    var key: String
    var text: String
    /// What the curve is labelled with; nil: refused.
    var label: String?
    var reason: String?
  }

  static let applied = [
    Applied(key: "regularizers.clip", text: "off", label: "5 clip off"),
    Applied(key: "regularizers.clip", text: "0", label: "5 clip off"),
    Applied(key: "regularizers.clip", text: "0.5", label: "5 clip 0.5"),
    Applied(key: "regularizers.clip", text: "2", label: "5 clip 2"),
    Applied(key: "regularizers.l2", text: "on", label: "2 L2 0.0001"),
    Applied(key: "regularizers.l2", text: "YES", label: "2 L2 0.0001"),
    Applied(key: "regularizers.l2", text: "1e-8", label: "2 L2 1e-08"),
    Applied(key: "regularizers.dropout", text: "0.35", label: "3 drop 0.35"),
    Applied(key: "early_stopping", text: "off", label: "6 stop off"),
    Applied(key: "early_stopping", text: "0", label: "6 stop off"),
    Applied(key: "early_stopping", text: "7", label: "6 stop 7"),
    Applied(key: "training.learning_rate", text: "0.0008", label: "lr 0.0008"),
    Applied(key: "training.learning_rate", text: "1e-5", label: "lr 0.00001"),
    Applied(key: "training.class_weights", text: "on", label: "class wt balanced"),
    Applied(key: "training.class_weights", text: "balanced", label: "class wt balanced"),
    Applied(key: "training.class_weights", text: "off", label: "class wt off"),
    Applied(key: "training.class_weights", text: "[1, 5]", label: "class wt 1,5"),
    Applied(key: "training.class_weights", text: "1,0.25", label: "class wt 1,0.25"),
    Applied(key: "training.class_weights", text: "{a b: 5}", label: "class wt a_b:5"),
    Applied(
      key: "training.class_weights", text: "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]",
      label: "class wt 1,2,3,4,5,6,7,8…"),
    Applied(
      key: "training.class_weights", text: "[1, -5]",
      reason: "-5 is out of range; allowed: on, off, balanced, [0 to 1000000 for each class], "
        + "{class: 0 to 1000000}"),
    Applied(
      key: "training.class_weights", text: "5",
      reason: "5 is not a switch, balanced or numbers; allowed: on, off, balanced, "
        + "[0 to 1000000 for each class], {class: 0 to 1000000}"),
    Applied(
      key: "early_stopping", text: "2.5", reason: "2.5 is outside whole numbers 1 to 1000"),
    Applied(
      key: "early_stopping", text: "-1", reason: "-1 is outside whole numbers 1 to 1000"),
    Applied(
      key: "regularizers.dropout", text: "1.5", reason: "1.5 is outside 0.05 to 0.9"),
    Applied(
      key: "regularizers.dropout", text: "-0.2", reason: "-0.2 is outside 0.05 to 0.9"),
    Applied(key: "regularizers.clip", text: "nan", reason: "'nan' is neither on, off nor a number"),
    Applied(key: "regularizers.clip", text: "inf", reason: "'inf' is neither on, off nor a number"),
    Applied(key: "regularizers.clip", text: "", reason: "'' is neither on, off nor a number"),
    Applied(key: "regularizers.clip", text: "1,5", reason: "'1,5' is neither on, off nor a number"),
    Applied(
      key: "training.learning_rate", text: "off",
      reason: "learning rate has no switch; give a number"),
    Applied(
      key: "training.learning_rate", text: "on",
      reason: "learning rate has no switch; give a number"),
    Applied(
      key: "training.learning_rate", text: "0", reason: "0 is outside 1e-09 to 100"),
    Applied(
      key: "training.learning_rate", text: "1e9", reason: "1e+09 is outside 1e-09 to 100"),
  ]

  @Test(arguments: applied)
  func apply(_ example: Applied) throws {
    let setting = try #require(table.setting(example.key))
    var progress = fresh
    let reason = setting.apply(example.text, to: &progress)
    #expect(reason == example.reason)
    if let label = example.label {
      #expect(setting.label(progress) == label)
    } else {
      #expect(progress == fresh, "what is refused changes nothing")
    }
  }

  @Test func switchingOffKeepsTheStrength() throws {
    for setting in table.all where setting.info.switches {
      for off in ["off", "0"] {
        var progress = fresh
        let strength = setting.form.text(progress)
        #expect(setting.apply(off, to: &progress) == nil)
        #expect(!setting.isOn(progress))
        #expect(setting.apply("on", to: &progress) == nil)
        #expect(setting.isOn(progress))
        #expect(setting.form.text(progress) == strength)
      }
    }
  }

  @Test func movesAlongTheLadderToItsEnds() {
    for setting in table.all {
      guard let number = setting.number else { continue }
      for up in [true, false] {
        var progress = fresh
        let wasOn = setting.isOn(progress)
        var values = [number.value(progress)]
        while setting.move(up: up, &progress) == nil, values.count < 1000 {
          values.append(number.value(progress))
        }
        // Teacher forcing starts at its upper end.
        let startsAtEnd = up && values[0] == number.ladder.range.upperBound
        #expect((values.count > 1 || startsAtEnd) && values.count < 1000)
        #expect(zip(values, values.dropFirst()).allSatisfy { up ? $0 < $1 : $0 > $1 })
        #expect(
          values.last == (up ? number.ladder.range.upperBound : number.ladder.range.lowerBound))
        #expect(setting.isOn(progress) == wasOn, "moving does not switch")
        let reason = setting.move(up: up, &progress)
        #expect(
          reason?.hasSuffix(up ? "is the strongest allowed" : "is the weakest allowed") == true)
      }
    }
  }

  @Test func rungs() throws {
    func after(_ key: String, _ start: String, up: Bool) throws -> String {
      let setting = try #require(table.setting(key))
      var progress = fresh
      #expect(setting.apply(start, to: &progress) == nil)
      #expect(setting.move(up: up, &progress) == nil)
      return setting.form.text(progress)
    }
    #expect(try after("regularizers.clip", "1", up: true) == "2")
    #expect(try after("regularizers.clip", "1", up: false) == "0.5")
    #expect(try after("regularizers.clip", "3", up: true) == "5")
    #expect(try after("regularizers.dropout", "0.2", up: true) == "0.25")
    #expect(try after("regularizers.dropout", "0.15", up: false) == "0.1")
    #expect(try after("early_stopping", "10", up: true) == "20")
    #expect(try after("training.learning_rate", "0.001", up: true) == "0.00125")
    #expect(try after("training.learning_rate", "0.001", up: false) == "0.0008")
  }

  @Test(
    arguments: [
      (0, "0"), (1, "1"), (-3, "-3"), (0.5, "0.5"), (0.001, "0.001"), (0.00125, "0.00125"),
      (1e-5, "0.00001"), (2.5e-5, "0.000025"), (9e-6, "9e-06"), (1e-8, "1e-08"), (0.1, "0.1"),
      (0.33333334, "0.3333"), (123.456, "123.5"), (1e6, "1e+06"), (999_999, "999999"),
      (1e9, "1e+09"),
    ] as [(Float, String)])
  func numbersAsText(_ example: (value: Float, text: String)) {
    #expect(Numbers.setting(example.value) == example.text)
  }

  @Test func numbersThatAreNoneHaveATextToo() {
    #expect(Numbers.setting(.nan) == "nan")
    #expect(Numbers.setting(.infinity) == "inf")
    #expect(Numbers.setting(-.infinity) == "-inf")
  }
}
