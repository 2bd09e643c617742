/// The characters (Unicode scalars) that a language model knows, by token number.
package struct CharacterVocabulary: Sendable, Equatable {
  /// In ascending order; the index is the token.
  package let scalars: [Unicode.Scalar]
  /// True where one more token, the last, stands for every other character.
  package let hasUnknown: Bool
  private let tokens: [Unicode.Scalar: Int32]

  /// `scalars` without repetition.
  package init(_ scalars: [Unicode.Scalar], hasUnknown: Bool) {
    self.scalars = scalars
    self.hasUnknown = hasUnknown
    tokens = Dictionary(uniqueKeysWithValues: zip(scalars, 0...))
  }

  /// V.
  package var count: Int { scalars.count + (hasUnknown ? 1 : 0) }

  /// The token of all other characters.
  package var unknown: Int32? { hasUnknown ? Int32(scalars.count) : nil }

  /// The token of `scalar`; nil where there is none, not even an unknown one.
  package func token(of scalar: Unicode.Scalar) -> Int32? { tokens[scalar] ?? unknown }

  /// The character of `token`, U+FFFD for the unknown one.
  package func scalar(of token: Int32) -> Unicode.Scalar {
    scalars.indices.contains(Int(token)) ? scalars[Int(token)] : "\u{FFFD}"
  }

  /// `text` as tokens; characters without one are left out.
  package func encode(_ text: String) -> [Int32] {
    text.unicodeScalars.compactMap { token(of: $0) }
  }

  package func decode(_ tokens: some Sequence<Int32>) -> String {
    var text = ""
    for token in tokens { text.unicodeScalars.append(scalar(of: token)) }
    return text
  }
}
