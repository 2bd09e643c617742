/// Numbers for words by how often they stand in the training part, as Keras gives them: 0 is padding,
/// 1 what is not known, then the most frequent first, and of equals the one that came first.
struct WordRanking {
  /// Words known, as they were numbered before, the most frequent first.
  let known: [Int32]
  /// Different words of the training part.
  let kinds: Int
  /// The final token of each word, by its number before.
  let tokens: [Int32]
  /// How often each final token stands in the training part.
  let counts: [Int]

  /// - Parameters:
  ///   - training: the words of the training part in the order of the text, by any numbers below
  ///     `total`.
  ///   - numWords: final tokens lie below it.
  ///   - leftOut: a word that is never known.
  init(_ training: some Sequence<Int32>, total: Int, numWords: Int, leftOut: Int32? = nil) {
    var counts = [Int](repeating: 0, count: total)
    var order: [Int32] = []
    for word in training {
      if counts[Int(word)] == 0 { order.append(word) }
      counts[Int(word)] += 1
    }
    kinds = order.count
    let sorted = order.enumerated().filter { $0.element != leftOut }.sorted { one, other in
      let (first, second) = (counts[Int(one.element)], counts[Int(other.element)])
      return first == second ? one.offset < other.offset : first > second
    }
    known = sorted.prefix(max(0, numWords - 2)).map(\.element)
    var tokens = [Int32](repeating: TokenVocabulary.kerasUnknown, count: total)
    for (rank, word) in known.enumerated() { tokens[Int(word)] = Int32(rank + 2) }
    self.tokens = tokens
    var final = [Int](repeating: 0, count: known.count + 2)
    for word in order { final[Int(tokens[Int(word)])] += counts[Int(word)] }
    self.counts = final
  }
}
