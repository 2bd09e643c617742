import Datasets
import Testing

struct TokenVocabularyTests {
  private let words = WordRules(lowercase: true, punctuation: .split, newlines: true)

  @Test func charactersEncodeAndDecode() {
    let vocabulary = TokenVocabulary(characters: ["\n", "a", "é", "世"], hasUnknown: false)
    #expect(vocabulary.count == 4 && vocabulary.unknown == nil)
    #expect(vocabulary.encode("a世x\né") == [1, 3, 0, 2])
    #expect(vocabulary.decode([2, 1, 3]) == "éa世")
    #expect(vocabulary.token(of: "x") == nil && vocabulary.token(of: "世") == 3)
    // A mark that rides on a letter is a token of its own.
    let marks = TokenVocabulary(characters: ["e", "\u{301}"], hasUnknown: false)
    #expect(marks.decode([0, 1]).unicodeScalars.elementsEqual(["e", "\u{301}"]))
  }

  @Test func unknownCharacterIsLast() {
    let vocabulary = TokenVocabulary(characters: ["a", "b"], hasUnknown: true)
    #expect(vocabulary.count == 3 && vocabulary.encode("axb") == [0, 2, 1])
    #expect(vocabulary.decode([0, 2, 99, -1]) == "a\u{FFFD}\u{FFFD}\u{FFFD}")
    #expect(vocabulary.token(of: "x") == nil)
  }

  @Test func capitalsMayBeSmall() {
    let vocabulary = TokenVocabulary(characters: ["a", "ж"], hasUnknown: true, lowercase: true)
    #expect(vocabulary.encode("AaЖж") == [0, 0, 1, 1])
  }

  @Test func bytesAreTheirOwnNumbers() {
    let vocabulary = TokenVocabulary.bytes
    #expect(vocabulary.count == 256 && vocabulary.unknown == nil)
    #expect(vocabulary.encode("aé") == [0x61, 0xC3, 0xA9])
    #expect(vocabulary.decode([0x61, 0xC3, 0xA9, 0xC3]) == "aé\u{FFFD}")
    #expect(vocabulary.string(of: 0xC3) == "<0xC3>" && vocabulary.string(of: 0x61) == "a")
    #expect(vocabulary.isPadding(0) && !vocabulary.isPadding(0x61))
    #expect(vocabulary.token(of: "\n") == 10)
  }

  @Test func wordsAreNumberedAsKerasDoes() {
    let vocabulary = TokenVocabulary(ranked: ["the", ".", "cat"], unit: .words, rules: words)
    #expect(vocabulary.strings == ["", "<unk>", "the", ".", "cat"] && vocabulary.count == 5)
    #expect(vocabulary.unknown == 1 && vocabulary.isPadding(0) && !vocabulary.isPadding(1))
    #expect(vocabulary.encode("The dog. THE CAT") == [2, 1, 3, 2, 4])
    #expect(vocabulary.decode([2, 4, 3, 1, 0]) == "the cat. <unk>")
    #expect(vocabulary.token(of: "dog") == nil && vocabulary.token(of: "cat") == 4)
  }

  static let sentences: [(String, String)] = [
    ("He said: \"Come (now), or never!\"\nI left.", "he said: \"come (now), or never!\"\ni left."),
    ("don't; well-known 3/4 of 5 %", "don't; well-known 3/4 of 5%"),
    ("price: $5 #1 a@b", "price: $5 #1 a @b"),
    ("我们去。 ok", "我们去。 ok"),
  ]

  /// Cut into words and joined again, a text reads as one.
  @Test(arguments: sentences.indices) func joinedWordsAreReadable(_ index: Int) {
    let (text, joined) = Self.sentences[index]
    let cut = WordCutter(words).words(of: text)
    let vocabulary = TokenVocabulary(ranked: cut, unit: .words, rules: words)
    #expect(vocabulary.decode(vocabulary.encode(text)) == joined)
  }

  @Test func aModelsOwnIsTheSame() throws {
    for vocabulary in [
      TokenVocabulary(characters: ["a", "b"], hasUnknown: true, lowercase: true), .bytes,
      TokenVocabulary(ranked: ["a", "b"], unit: .words, rules: words),
      TokenVocabulary(ranked: ["a", "b"], unit: .characters, rules: words),
    ] {
      var description = DatasetDescription(
        source: "text", vocabulary: vocabulary.strings, unknown: vocabulary.unknown.map(Int.init))
      description.text = TextDescription(vocabulary)
      let again = try TokenVocabulary(description)
      #expect(again.encode("AbaZ b") == vocabulary.encode("AbaZ b"))
      #expect(again.count == vocabulary.count && again.unit == vocabulary.unit)
    }
  }

  static let unusable: [(DatasetDescription, String)] = [
    (DatasetDescription(source: "text"), "the model's rnn-tui.data holds no vocabulary"),
    (
      DatasetDescription(source: "text", vocabulary: ["a"], unknown: 7),
      "the model's rnn-tui.data has the unknown token 7 of 1"
    ),
    (
      DatasetDescription(source: "text", vocabulary: ["a"], text: TextDescription(.bytes)),
      "the model's rnn-tui.data has 1 bytes"
    ),
  ]

  @Test(arguments: unusable.indices) func unusableDescriptionIsRefused(_ index: Int) {
    let (description, message) = Self.unusable[index]
    let error = #expect(throws: DatasetError.self) { try TokenVocabulary(description) }
    #expect(error?.description == message)
  }
}
