import Datasets
import Testing

/// What the methods for tokens do, measured over many sequences.
@Suite struct TokenAugmentationTests {
  private func settings(_ key: String, _ strength: Float) -> AugmentationSettings {
    MadeData.only(AugmentationRegistry.place(of: key) ?? 0, strength)
  }

  /// Targets of a language model stay: only what is fed is dropped.
  @Test(arguments: [MadeData.language, .stream, .labelledText])
  func tokenDropout(_ data: MadeData) {
    var dropped = 0
    for index in 0..<500 {
      let (before, after) = data.augmented(settings("token_dropout", 0.2), index)
      for (old, new) in zip(before.validTokens, after.validTokens) {
        #expect(new == old || new == -1)
        dropped += new == -1 ? 1 : 0
      }
      #expect(after.classes(1) == before.classes(1) && after.length(1) == 24)
    }
    #expect(abs(Double(dropped) / (500 * 24) - 0.2) < 0.015)
  }

  /// Drawn as often as they occur in the training part.
  @Test func tokenReplacement() {
    var counts: [Int32: Int] = [:]
    for index in 0..<2000 {
      let (before, after) = MadeData.language.augmented(settings("token_replacement", 0.5), index)
      for (old, new) in zip(before.validTokens, after.validTokens) where old != new {
        counts[new, default: 0] += 1
      }
      #expect(after.classes(1) == before.classes(1))
    }
    // All 24 occur equally often, 0 never; a token is not seen to be replaced by itself.
    #expect(Set(counts.keys) == Set(1...24))
    let share = 2000.0 * 0.5 * 23 / 24
    #expect(counts.values.allSatisfy { abs(Double($0) / share - 1) < 0.15 })
  }

  @Test func swap() {
    var swaps = 0
    for index in 0..<500 {
      let (_, after) = MadeData.labelledText.augmented(settings("swap", 0.3), index)
      let tokens = after.validTokens.map { Int($0) - 1 }
      #expect(tokens.sorted() == Array(0..<24))
      for (step, token) in tokens.enumerated() { #expect(abs(step - token) <= 1) }
      swaps += tokens.enumerated().count { $0.0 < $0.1 }
    }
    // A pair is passed over after a swap: p / (1 + p) of the steps begin one.
    #expect(abs(Double(swaps) / (500 * 23) - 0.3 / 1.3) < 0.02)
  }

  @Test func cut() {
    var lengths: Set<Int32> = []
    for index in 0..<300 {
      let (_, after) = MadeData.language.augmented(settings("cut", 0.5), index)
      let tokens = after.validTokens
      #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0 + 1 == $1 })
      lengths.insert(after.length(1))
    }
    #expect(lengths == Set(12...24))
  }

  /// Padding is neither dropped, replaced, moved nor drawn.
  @Test func paddingStays() {
    let data = MadeData.labelledText
    let facts = data.facts
    for key in ["token_dropout", "token_replacement", "swap"] {
      let augmenter = Augmenter(facts, timeSteps: 24, seed: 1)
      for index in 0..<50 {
        let memory = BatchMemory(data.shape, batch: 3)
        data.examples().write(index, pass: 0, to: memory.pointers, column: 1)
        for step in 0..<10 { memory.pointers.tokens![step * 3 + 1] = 0 }
        augmenter.apply(
          settings(key, 0.9), to: memory.pointers, column: 1, example: index, pass: 0)
        #expect(memory.validTokens.prefix(10).allSatisfy { $0 == 0 })
        #expect(!memory.validTokens.dropFirst(10).contains(0))
      }
    }
  }
}
