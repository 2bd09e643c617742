extension TokenVocabulary {
  /// A typed text as tokens, and the first thing in it that is not in the vocabulary.
  package func read(
    _ text: String
  ) -> (tokens: [Int32], stranger: String?, strangers: Int) {
    var text = text
    let encoded = text.withUTF8 { TokenEncoder(self).encode($0) }
    return (encoded.tokens, encoded.first?.text, encoded.strangers)
  }

  /// The first of the tokens, for an error.
  package var listed: String {
    let shown = strings.lazy.filter { !$0.isEmpty }.prefix(40).map { escaped($0) }
    return shown.joined(separator: " ") + (strings.count > 40 ? " ..." : "")
  }
}
