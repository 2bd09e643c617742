import Datasets
import Testing

/// Runs over the registry and over kinds of data: a new method is tested without new test code.
@Suite struct AugmentationTests {
  @Test func keysAndTextsAreUnique() {
    let all = AugmentationRegistry.all
    #expect(Set(all.map { $0.key }).count == all.count)
    #expect(Set(all.map { $0.short }).count == all.count)
    for (place, type) in all.enumerated() {
      #expect(AugmentationRegistry.place(of: type.key) == place)
      #expect(
        type.strength.range.contains(type.strength.usual) && type.strength.range.lowerBound > 0)
      #expect(!type.meaning.isEmpty && !type.label.isEmpty)
    }
    #expect(AugmentationRegistry.place(of: "none") == nil)
  }

  /// Every kind of data has what it bears, and nothing else.
  @Test(
    arguments: [
      (.forecast, ["jitter", "scaling", "window_slice"]),
      (.forecastEveryStep, ["jitter", "scaling", "window_slice"]),
      (
        .labels,
        ["jitter", "scaling", "time_warp", "window_slice", "permutation", "reversal", "rotation"]
      ),
      (
        .tags,
        ["jitter", "scaling", "time_warp", "window_slice", "permutation", "reversal", "rotation"]
      ),
      (.exact, ["jitter"]),
      (.language, ["cut", "token_dropout", "token_replacement"]),
      (.stream, ["token_dropout", "token_replacement"]),
      (.labelledText, ["cut", "token_dropout", "token_replacement", "swap"]),
      (.taggedText, ["cut", "token_dropout", "token_replacement", "swap"]),
    ] as [(MadeData, [String])])
  func whatEachKindBears(_ data: MadeData, _ keys: [String]) {
    #expect(data.places.map { AugmentationRegistry.all[$0].key } == keys)
  }

  @Test(
    arguments: [
      (.forecast, "reversal", "the target comes after the window"),
      (.forecast, "time_warp", "a fixed number of steps after the window"),
      (.forecast, "permutation", "the target follows the end of the window"),
      (.forecast, "rotation", "the target's column would be mixed"),
      (.forecast, "cut", "acts on tokens; these data are numbers"),
      (.labels, "sign_flip", "the values of column 2 as fed are not centred on 0 (mean 11.5"),
      (.exact, "scaling", "depends on every step"),
      (.language, "jitter", "acts on numbers; these data are tokens"),
      (.language, "swap", "the target is the next token"),
      (.stream, "cut", "continue from batch to batch"),
    ] as [(MadeData, String, String)])
  func refusalsSayWhy(_ data: MadeData, _ key: String, _ reason: String) throws {
    let place = try #require(AugmentationRegistry.place(of: key))
    let why = AugmentationRegistry.all[place].whyNot(data.facts)
    #expect(why?.contains(reason) == true, "\(why ?? "not refused")")
  }

  @Test(arguments: MadeData.allCases)
  func sameSeedSameBits(_ data: MadeData) {
    for place in data.places {
      let settings = MadeData.only(place)
      for index in 0..<10 {
        let once = data.augmented(settings, index, pass: 3).after
        #expect(once.bits == data.augmented(settings, index, pass: 3).after.bits)
      }
      // Another seed, pass or number: another change, of one sequence at least.
      func all(pass: Int, seed: UInt64) -> [Int] {
        (0..<10).map { data.augmented(settings, $0, pass: pass, seed: seed).after.bits }
      }
      let key = AugmentationRegistry.all[place].key
      #expect(all(pass: 0, seed: 1) != all(pass: 1, seed: 1), "\(key)")
      #expect(all(pass: 0, seed: 1) != all(pass: 0, seed: 2), "\(key)")
    }
  }

  @Test(arguments: MadeData.allCases)
  func offDoesNothing(_ data: MadeData) {
    for place in data.places {
      var settings = MadeData.only(place)
      settings.isOn = false
      let (before, after) = data.augmented(settings)
      #expect(before.bits == after.bits)
    }
    var nothingChosen = AugmentationSettings()
    (nothingChosen.isOn, nothingChosen.probability) = (true, 1)
    let (before, after) = data.augmented(nothingChosen)
    #expect(before.bits == after.bits)
  }

  /// With every method at its strongest: other columns and what lies behind the valid steps stay,
  /// lengths stay within what they were, and nothing but proper numbers and tokens comes out.
  @Test(arguments: MadeData.allCases, [1, 2, 3, 7, 24])
  func staysWithinTheValidSteps(_ data: MadeData, _ length: Int) {
    let shape = data.shape
    for place in data.places {
      let range = AugmentationRegistry.all[place].strength.range
      for strength in [range.lowerBound, range.upperBound] {
        for index in 0..<12 {
          let (before, after) = data.augmented(
            MadeData.only(place, strength), index, length: { _ in length })
          let steps = Int(after.length(1))
          #expect(steps >= 1 && steps <= length)
          if !AugmentationRegistry.all[place].movesSteps { #expect(steps == length) }
          for column in [0, 2] where shape.features > 0 {
            #expect(after.inputs(column) == before.inputs(column))
          }
          if shape.features > 0 {
            #expect(after.rows.joined().allSatisfy { $0.isFinite && $0 != BatchMemory.mark })
            let end = length * shape.features
            #expect(after.inputs(1)[end...] == before.inputs(1)[end...])
          } else {
            #expect(after.validTokens.allSatisfy { $0 >= -1 && $0 < Int32(shape.vocabulary) })
            #expect(after.tokens(1)[length...] == before.tokens(1)[length...])
          }
          if shape.target == .classes {
            let classes = after.classes(1).prefix(shape.everyStep ? steps : 1)
            #expect(classes.allSatisfy { $0 >= 0 && $0 < Int32(shape.outputs) })
          } else {
            let values = after.values(1).prefix((shape.everyStep ? steps : 1) * shape.outputs)
            #expect(values.allSatisfy { $0.isFinite && $0 != BatchMemory.mark })
          }
        }
      }
    }
  }

  /// The target of a step is still that step's, wherever it went.
  @Test(arguments: [MadeData.tags, .numbersAtEveryStep, .forecastEveryStep, .taggedText, .language])
  func targetsGoWithTheirSteps(_ data: MadeData) {
    for place in data.places where AugmentationRegistry.all[place].movesSteps {
      let type = AugmentationRegistry.all[place]
      var moved = 0
      for index in 0..<20 {
        let settings = MadeData.only(place, type.strength.range.upperBound)
        let (before, after) = data.augmented(settings, index)
        moved += before.bits == after.bits ? 0 : 1
        for step in 0..<Int(after.length(1)) {
          let own: Float =
            data.shape.features > 0 ? after.rows[step][1] : Float(after.validTokens[step] - 1)
          let target: Float =
            data.shape.target == .classes
            ? Float(after.classes(1)[step]) : after.values(1)[step] - 1
          // Between two steps the nearer one's counts.
          #expect(abs(own - target) <= (type.key == "time_warp" ? 0.501 : 0), "\(type.key)")
        }
      }
      #expect(moved > 5, "\(type.key)")
    }
  }

  /// What does not move steps leaves targets at every step alone, but for a forecast's own scale.
  @Test(arguments: [MadeData.tags, .taggedText, .language, .stream, .labels, .labelledText])
  func otherTargetsStay(_ data: MadeData) {
    for place in data.places where !AugmentationRegistry.all[place].movesSteps {
      let (before, after) = data.augmented(
        MadeData.only(place, AugmentationRegistry.all[place].strength.range.upperBound))
      #expect(after.classes(1) == before.classes(1))
      #expect(after.bits != before.bits)
    }
  }
}
