/// Writes texts as the tokens of a vocabulary that is given.
struct TokenEncoder {
  /// The tokens of a text, and what is not in the vocabulary.
  struct Encoded {
    var tokens: [Int32] = []
    /// How many got the unknown token, or none at all if there is no such token.
    var strangers = 0
    /// The first of them, and its offset.
    var first: (text: String, offset: Int)?
  }

  let vocabulary: TokenVocabulary
  private let cutter: WordCutter?

  init(_ vocabulary: TokenVocabulary) {
    self.vocabulary = vocabulary
    cutter = vocabulary.unit == .words ? WordCutter(vocabulary.rules) : nil
  }

  /// Tokens of well-formed UTF-8.
  func encode(_ bytes: UnsafeBufferPointer<UInt8>) -> Encoded {
    var encoded = Encoded()
    switch vocabulary.unit {
    case .bytes: encoded.tokens = bytes.map { Int32($0) }
    case .characters: characters(bytes, into: &encoded)
    case .words: words(bytes, into: &encoded)
    }
    return encoded
  }

  private func characters(
    _ bytes: UnsafeBufferPointer<UInt8>, into encoded: inout Encoded
  ) {
    encoded.tokens.reserveCapacity(bytes.count)
    var offset = 0
    CharacterBytes(bytes: bytes).scan { value in
      guard let scalar = Unicode.Scalar(value) else { return }
      let token = vocabulary.token(ofCharacter: scalar)
      if token == nil || token == vocabulary.unknown {
        encoded.strangers += 1
        encoded.first = encoded.first ?? (String(Character(scalar)), offset)
      }
      if let token { encoded.tokens.append(token) }
      offset += Unicode.UTF8.width(scalar)
    }
  }

  private func words(_ bytes: UnsafeBufferPointer<UInt8>, into encoded: inout Encoded) {
    guard let cutter else { return }
    let table = vocabulary.table
    cutter.scan(bytes) { word, hash, start in
      let token = table.number(word, hash)
      if token == nil || token == vocabulary.unknown {
        encoded.strangers += 1
        encoded.first = encoded.first ?? (String(decoding: word, as: UTF8.self), start)
      }
      if let token = token ?? vocabulary.unknown { encoded.tokens.append(token) }
      return true
    }
  }
}
