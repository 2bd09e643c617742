/// The words that a model knows, numbered as Keras counts: 0 is padding, 1 is every word that
/// is not known, the most frequent word is 2.
struct WordNumbers: Sendable, Equatable {
  static let unknown: Int32 = 1
  private static let first = 2

  /// By number, from 2.
  let words: [String]
  let lowercase: Bool

  /// V.
  var count: Int { words.count + Self.first }

  /// The words of the first `training` sequences, the most frequent first and equals in the order in which
  /// they come.
  ///
  /// - Parameter most: numbers are below it; nil: words that occur once are left out, so that the
  ///   token for unknown words is trained.
  init(
    fitting words: SequenceTable.Words, of table: SequenceTable, training: Int, most: Int?,
    lowercase: Bool
  ) {
    self.lowercase = lowercase
    var kinds = ByteKinds()
    // Of each word as it is written.
    let spelled = words.kinds.texts.map { kinds.number(of: lowercase ? $0.lowercased() : $0) }
    var counts = [Int](repeating: 0, count: kinds.count)
    var order: [Int] = []
    for code in words.codes[0..<table.starts[training]] {
      let word = spelled[Int(code)]
      if counts[word] == 0 { order.append(word) }
      counts[word] += 1
    }
    let ranked = order.enumerated().sorted {
      (counts[$1.element], $0.offset) < (counts[$0.element], $1.offset)
    }.map(\.element)
    let chosen =
      most.map { Array(ranked.prefix(max(0, $0 - Self.first))) }
      ?? ranked.filter { counts[$0] > 1 }
    self.words = chosen.map { kinds.text($0) }
  }

  init(words: [String], lowercase: Bool) {
    self.words = words
    self.lowercase = lowercase
  }

  /// The number of every row's word, and how many rows have an unknown one.
  func numbers(_ own: SequenceTable.Words) -> (tokens: [Int32], unknown: Int) {
    var numbers: [String: Int32] = [:]
    for (place, word) in words.enumerated() { numbers[word] = Int32(place + Self.first) }
    let byCode = own.kinds.texts.map {
      numbers[lowercase ? $0.lowercased() : $0] ?? Self.unknown
    }
    let tokens = own.codes.map { byCode[Int($0)] }
    return (tokens, tokens.count { $0 == Self.unknown })
  }

  var vocabulary: TokenVocabulary {
    TokenVocabulary(
      ranked: words, unit: .words,
      rules: WordRules(lowercase: lowercase, punctuation: .keep, newlines: false))
  }
}
