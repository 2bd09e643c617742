/// Numbers for words by how often they occur in the training part, as Keras gives them: 0 is
/// padding, 1 what is not known, then the most frequent first, and of equals the one that came
/// first.
package struct WordRanking {
  static let defaultNumWords = 10_000

  /// Words known, as they were numbered before, the most frequent first.
  package let known: [Int32]
  /// Different words of the training part.
  package let kinds: Int
  /// The final token of each word, by its number before.
  package let tokens: [Int32]
  /// How often each final token occurs in the training part.
  package let counts: [Int]

  /// - Parameters:
  ///   - training: the words of the training part in the order of the text, by any numbers below
  ///     `total`.
  ///   - numWords: final tokens are below it. Nil: `defaultNumWords`, and a word that occurs once
  ///     is not known, so that the unknown token is learned too.
  ///   - leftOut: a word that is never known.
  package init(_ training: some Sequence<Int32>, total: Int, numWords: Int?, leftOut: Int32? = nil)
  {
    var counts = [Int](repeating: 0, count: total)
    var order: [Int32] = []
    for word in training {
      if counts[Int(word)] == 0 { order.append(word) }
      counts[Int(word)] += 1
    }
    order.removeAll { $0 == leftOut }
    kinds = order.count
    let sorted = order.enumerated().sorted { one, other in
      let (first, second) = (counts[Int(one.element)], counts[Int(other.element)])
      return first == second ? one.offset < other.offset : first > second
    }.map(\.element)
    let limited = sorted.prefix(max(0, (numWords ?? Self.defaultNumWords) - 2))
    let repeated = limited.prefix { counts[Int($0)] > 1 }
    known = Array(numWords == nil && !repeated.isEmpty ? repeated : limited)
    var tokens = [Int32](repeating: TokenVocabulary.kerasUnknown, count: total)
    for (rank, word) in known.enumerated() { tokens[Int(word)] = Int32(rank + 2) }
    self.tokens = tokens
    var final = [Int](repeating: 0, count: known.count + 2)
    for (word, count) in counts.enumerated() where count > 0 { final[Int(tokens[word])] += count }
    self.counts = final
  }
}
