import Datasets
import Foundation
import Testing

/// Language models over words and bytes.
struct LanguageTokensTests {
  private func configuration(
    _ unit: TokenOptions.Unit, length: Int? = 5, validation: String? = nil, test: String? = nil
  ) -> DataConfiguration {
    var configuration = DataConfiguration(
      source: "text", file: "f", validationFile: validation, testFile: test, length: length)
    configuration.tokens.unit = unit
    return configuration
  }

  private static let sentence = "The cat, the dog.\n"

  @Test func wordsKeepTheirMarksAndLines() throws {
    let scratch = try Scratch()
    try scratch.write("f", String(repeating: Self.sentence, count: 60))
    let data = try scratch.load(configuration(.words))
    let vocabulary = try #require(data.vocabulary)
    // 7 words a line; of equals the first.
    #expect(vocabulary.strings == ["", "<unk>", "The", "cat", ",", "the", "dog", ".", "\n"])
    #expect(data.shape.vocabulary == 9 && data.shape.outputs == 9 && data.shape.timeSteps == 5)
    let first = data.example(data.training, 0)
    #expect(first.tokens == [2, 3, 4, 5, 6] && first.classes == [3, 4, 5, 6, 7])
    #expect(data.metrics == ["nats_per_token", "perplexity", "bits_per_character"])
    #expect(data.description.vocabulary == vocabulary.strings && data.description.unknown == 1)
    #expect(data.description.text?.unit == .words && data.description.text?.punctuation == .split)
    #expect(data.notes.contains { $0.hasPrefix("tokens: words, each mark is a word") })
  }

  @Test func wordsHaveTheirOwnLength() throws {
    let scratch = try Scratch()
    try scratch.write("f", String(repeating: Self.sentence, count: 200))
    #expect(try scratch.load(configuration(.words, length: nil)).shape.timeSteps == 35)
    #expect(try scratch.load(configuration(.bytes, length: nil)).shape.timeSteps == 100)
  }

  @Test func numWordsLimitsWhatIsKnown() throws {
    let scratch = try Scratch()
    try scratch.write("f", String(repeating: Self.sentence, count: 60))
    var configuration = configuration(.words)
    configuration.tokens.numWords = 4
    configuration.tokens.lowercase = true
    configuration.tokens.punctuation = .drop
    let data = try scratch.load(configuration)
    #expect(data.vocabulary?.strings == ["", "<unk>", "the", "cat"])
    #expect(data.example(data.training, 0).tokens == [2, 3, 2, 1, 1])
  }

  /// Total nats / characters / ln 2, with the spaces and line ends that words do not have.
  @Test(arguments: [TokenOptions.Unit.words, .bytes, .characters])
  func bitsPerCharacterByHand(_ unit: TokenOptions.Unit) throws {
    let scratch = try Scratch()
    try scratch.write("f", String(repeating: Self.sentence, count: 60))
    // Two and three lines of 14 characters in 16 bytes or 5 words.
    let line = "é cat, the ö.\n"
    try scratch.write("v", String(repeating: line, count: 20))
    try scratch.write("t", String(repeating: line, count: 30))
    let data = try scratch.load(configuration(unit, validation: "v", test: "t"))
    let perToken = [TokenOptions.Unit.words: 14.0 / 7, .bytes: 14.0 / 16, .characters: 1][unit]!
    for part in [data.validation, data.test] {
      #expect(abs(try #require(part.charactersPerToken) - perToken) < 1e-9)
    }
    let metrics = data.baseline.testMetrics
    #expect(metrics.map(\.name) == data.metrics)
    #expect(abs(metrics[2].value - metrics[0].value / log(2) / perToken) < 1e-9)
  }

  /// The place of a part is found again in a text of more words than are kept apart.
  @Test func charactersOfAPartAreCounted() throws {
    let scratch = try Scratch()
    let words = (0..<5000).map { "w\($0 % 7)" + String(repeating: "x", count: $0 % 5) }
    try scratch.write("f", words.joined(separator: " "))
    let data = try scratch.load(configuration(.words))
    for (part, range) in [
      (data.training, 0..<4000), (data.validation, 4000..<4500), (data.test, 4500..<5000),
    ] {
      // The last part has no space behind it.
      let characters =
        words[range].map { $0.count + 1 }.reduce(0, +) - (range.upperBound == 5000 ? 1 : 0)
      #expect(part.charactersPerToken == Double(characters) / Double(range.count))
    }
  }

  @Test func bytesAreTheirOwnTokens() throws {
    let scratch = try Scratch()
    try scratch.write("f", String(repeating: "aé世", count: 100))
    let data = try scratch.load(configuration(.bytes))
    #expect(data.shape.vocabulary == 256)
    #expect(data.example(data.training, 0).tokens == [0x61, 0xC3, 0xA9, 0xE4, 0xB8])
    #expect(data.training.charactersPerToken == 0.5)
  }

  static let refused: [(TokenOptions.Unit, Bool, String)] = [
    (.bytes, true, "data.lowercase: only for data.unit words or characters, not bytes"),
    (.bytes, false, "data.num_words: only for data.unit words, not bytes"),
    (.characters, false, "data.num_words: only for data.unit words, not characters"),
  ]

  @Test(arguments: refused.indices) func keysOfOtherUnitsAreRefused(_ index: Int) throws {
    let (unit, lowercase, message) = Self.refused[index]
    let scratch = try Scratch()
    try scratch.write("f", String(repeating: "ab", count: 100))
    var configuration = configuration(unit)
    if lowercase {
      configuration.tokens.lowercase = true
    } else {
      configuration.tokens.numWords = 9
    }
    #expect(scratch.message(configuration) == message + "; remove it")
    configuration = self.configuration(unit)
    configuration.tokens.punctuation = .drop
    #expect(
      scratch.message(configuration)
        == "data.punctuation: only for data.unit words, not \(unit.rawValue); remove it")
  }

  @Test func shortTextsAreRefusedInTheirUnit() throws {
    let scratch = try Scratch()
    try scratch.write("f", "one two three")
    #expect(
      scratch.message(configuration(.words))
        == "f: 3 words; data.length 5 with this split needs at least 56")
    try scratch.write("f", String(repeating: "one ", count: 100))
    #expect(
      scratch.message(configuration(.words))
        == "f: the training part holds only one distinct word, \"one\"; at least 2 are needed")
  }

  /// What is fitted is fitted on the training part alone.
  @Test(arguments: [TokenOptions.Unit.words, .characters, .bytes])
  func theTestPartChangesNothingBefore(_ unit: TokenOptions.Unit) throws {
    let scratch = try Scratch()
    try scratch.write("f", String(repeating: Self.sentence, count: 100))
    try scratch.write("t", String(repeating: Self.sentence, count: 9))
    let one = try scratch.load(configuration(unit, test: "t"))
    try scratch.write("t", String(repeating: "Zyx é, ab.\n", count: 30))
    let other = try scratch.load(configuration(unit, test: "t"))
    #expect(one.all[0] == other.all[0] && one.all[1] == other.all[1])
    #expect(one.description.vocabulary == other.description.vocabulary)
  }

  @Test func anotherTextIsPreparedAlike() throws {
    let scratch = try Scratch()
    try scratch.write("f", String(repeating: Self.sentence, count: 100))
    let data = try scratch.load(configuration(.words))
    try scratch.write("n", String(repeating: "The cat, the bird.\n", count: 9))
    let prepared = try TextSource.prepare(
      "n", by: data.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    #expect(prepared.shape == data.shape && prepared.examples.count == 13)
    let first = WrittenExample(prepared.examples, 0, shape: prepared.shape)
    #expect(first.tokens == [2, 3, 4, 5, 1] && first.classes == [3, 4, 5, 1, 7])
    #expect(prepared.notes.last == "9 words (14.3 %) unknown to the model")
    #expect(prepared.baselines.first?.testMetrics.map(\.name) == prepared.metrics)
    #expect(prepared.keyNames == ["words"] && prepared.keys(1) == ["6 to 10"])
  }

  @Test func anotherAlphabetIsRefused() throws {
    let scratch = try Scratch()
    try scratch.write("f", String(repeating: Self.sentence, count: 100))
    try scratch.write("n", "The cat,\nthe € dog. The cat, the dog. The cat, the dog.")
    try scratch.write("g", String(repeating: "Это совсем другой язык ", count: 9))
    let files = DataFiles(folders: [scratch.folder])
    func message(_ unit: TokenOptions.Unit, _ file: String) throws -> String? {
      let description = try scratch.load(configuration(unit)).description
      do throws(DatasetError) {
        _ = try TextSource.prepare(file, by: description, files: files) { _ in }
        return nil
      } catch {
        return error.description
      }
    }
    #expect(
      try message(.characters, "n")
        == "n, line 2: \"€\" is not in the model's vocabulary: it was trained on other text")
    #expect(
      try message(.words, "g")
        == "g, line 1: \"Это\" is not in the model's vocabulary, nor is 100 % of the file: it was "
        + "trained on other text")
    #expect(try message(.bytes, "g") == nil)
  }
}
