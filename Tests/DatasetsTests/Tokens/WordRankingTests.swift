import Datasets
import Testing

struct WordRankingTests {
  /// Keras: `word_index` begins at 1 with the most frequent word, of equals the first; with an
  /// `oov_token` that one has 1, and the words follow from 2.
  @Test func frequentWordsComeFirst() {
    // b a c a d c a e d
    let ranking = WordRanking([1, 0, 2, 0, 3, 2, 0, 4, 3], total: 6, numWords: 100)
    #expect(ranking.known == [0, 2, 3, 1, 4] && ranking.kinds == 5)
    #expect(ranking.tokens == [2, 5, 3, 4, 6, 1])
    #expect(ranking.counts == [0, 0, 3, 2, 2, 1, 1])
  }

  /// `num_words` bounds the numbers, of which two are not words.
  @Test func numWordsBoundsTheNumbers() {
    let words: [Int32] = [1, 0, 2, 0, 3, 2, 0, 4, 3]
    #expect(WordRanking(words, total: 5, numWords: 4).known == [0, 2])
    #expect(WordRanking(words, total: 5, numWords: 4).counts == [0, 4, 3, 2])
    #expect(WordRanking(words, total: 5, numWords: 3).known == [0])
  }

  /// Without it a word that occurs once is unknown, so that the unknown token is learned.
  @Test func oneTimersAreUnknownByDefault() {
    let words: [Int32] = [1, 0, 2, 0, 3, 2, 0, 4, 3]
    #expect(WordRanking(words, total: 5, numWords: nil).known == [0, 2, 3])
    #expect(WordRanking([0, 1, 2], total: 3, numWords: nil).known == [0, 1, 2])
  }

  @Test func whatIsLeftOutIsUnknown() {
    let ranking = WordRanking([0, 0, 1, 1, 2], total: 3, numWords: 9, leftOut: 0)
    #expect(ranking.known == [1, 2] && ranking.kinds == 2 && ranking.tokens == [1, 2, 3])
    #expect(ranking.counts == [0, 2, 2, 1])
  }
}
