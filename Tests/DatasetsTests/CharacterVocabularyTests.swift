import Datasets
import Testing

struct CharacterVocabularyTests {
  @Test func encodesAndDecodes() {
    let vocabulary = CharacterVocabulary(["\n", "a", "é", "世"], hasUnknown: false)
    #expect(vocabulary.count == 4 && vocabulary.unknown == nil)
    #expect(vocabulary.encode("a世x\né") == [1, 3, 0, 2])
    #expect(vocabulary.decode([2, 1, 3]) == "éa世")
    #expect(vocabulary.token(of: "x") == nil)
  }

  @Test func unknownIsLast() {
    let vocabulary = CharacterVocabulary(["a", "b"], hasUnknown: true)
    #expect(vocabulary.count == 3 && vocabulary.encode("axb") == [0, 2, 1])
    #expect(vocabulary.decode([0, 2, 99, -1]) == "a\u{FFFD}\u{FFFD}\u{FFFD}")
  }
}
