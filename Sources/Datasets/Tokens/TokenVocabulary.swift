/// The tokens that a model of text knows: characters (Unicode scalars), bytes or words, by number.
package struct TokenVocabulary: Sendable, Equatable {
  package let unit: TokenOptions.Unit
  /// By token; "" for padding. An unknown token may have none: its number then comes after these.
  package let strings: [String]
  /// The token of everything that is not in `strings`; nil if there is none.
  package let unknown: Int32?
  /// How a text is cut; for characters only whether they are converted to lower case.
  package let rules: WordRules
  /// For words, all of `strings`; else empty.
  let table: WordTable
  /// For characters.
  private let tokens: [Unicode.Scalar: Int32]

  /// Text shown for an unknown token.
  static let unknownText = "<unk>"
  /// Token numbers in Keras's numbering.
  static let padding: Int32 = 0
  static let kerasUnknown: Int32 = 1

  private init(
    _ unit: TokenOptions.Unit, _ strings: [String], unknown: Int32?, _ rules: WordRules
  ) {
    self.unit = unit
    self.strings = strings
    self.unknown = unknown
    self.rules = rules
    table = unit == .words ? WordTable(strings) : WordTable()
    var tokens: [Unicode.Scalar: Int32] = [:]
    if unit == .characters {
      for (token, string) in strings.enumerated() {
        let scalars = string.unicodeScalars
        if let scalar = scalars.first, scalars.count == 1 {
          tokens[scalar] = tokens[scalar] ?? Int32(token)
        }
      }
    }
    self.tokens = tokens
  }

  /// Characters; with `hasUnknown` one more token, the last, represents every other one.
  package init(characters: [Unicode.Scalar], hasUnknown: Bool, lowercase: Bool = false) {
    self.init(
      .characters, characters.map { String(Character($0)) },
      unknown: hasUnknown ? Int32(characters.count) : nil, .ofCharacters(lowercase))
  }

  /// Characters or words numbered as Keras does: 0 padding, 1 unknown, then those given, the most
  /// frequent first.
  package init(ranked: [String], unit: TokenOptions.Unit, rules: WordRules) {
    self.init(unit, ["", Self.unknownText] + ranked, unknown: Self.kerasUnknown, rules)
  }

  /// The 256 bytes, each its own number. NUL occurs in no text, so 0 is padding here too.
  package static let bytes = TokenVocabulary(
    .bytes, (0...255).map(byteText), unknown: nil, .ofCharacters(false))

  /// A model's own. Throws `.unusableDescription`.
  package init(_ description: DatasetDescription) throws(DatasetError) {
    guard let strings = description.vocabulary, !strings.isEmpty else {
      throw .unusableDescription("holds no vocabulary")
    }
    let unknown = description.unknown
    if let unknown, !(0...strings.count).contains(unknown) {
      throw .unusableDescription("has the unknown token \(unknown) of \(strings.count)")
    }
    let text = description.text
    let unit = text?.unit ?? .characters
    if unit == .bytes, strings.count != 256 {
      throw .unusableDescription("has \(strings.count) bytes")
    }
    let rules = WordRules(
      lowercase: text?.lowercase ?? false, punctuation: text?.punctuation ?? .keep,
      newlines: text?.newlines ?? false)
    self.init(unit, strings, unknown: unknown.map(Int32.init), rules)
  }

  /// V.
  package var count: Int { max(strings.count, unknown.map { Int($0) + 1 } ?? 0) }

  /// True for the number that no text has; it is never written.
  package func isPadding(_ token: Int32) -> Bool {
    unit == .bytes
      ? token == 0 : strings.indices.contains(Int(token)) && strings[Int(token)].isEmpty
  }

  /// The token that `string` is, alone; nil if it is none that is known.
  package func token(of string: String) -> Int32? {
    let tokens = encode(string)
    guard tokens.count == 1, tokens[0] != unknown else { return nil }
    return tokens[0]
  }

  /// The token of `scalar` in a vocabulary of characters; nil if there is none, not even an
  /// unknown one.
  package func token(ofCharacter scalar: Unicode.Scalar) -> Int32? {
    if rules.lowercase, let small = scalar.properties.lowercaseMapping.unicodeScalars.first {
      return tokens[small] ?? unknown
    }
    return tokens[scalar] ?? unknown
  }

  /// `text` as tokens; characters without one are left out.
  package func encode(_ text: String) -> [Int32] {
    var text = text
    return text.withUTF8 { TokenEncoder(self).encode($0).tokens }
  }

  /// Text shown for `token`.
  package func string(of token: Int32) -> String {
    if token == unknown { return unit == .words ? Self.unknownText : "\u{FFFD}" }
    return strings.indices.contains(Int(token)) ? strings[Int(token)] : "\u{FFFD}"
  }

  /// The text that the tokens say; of words, with spaces where a reader expects them.
  package func decode(_ tokens: some Sequence<Int32>) -> String {
    switch unit {
    case .characters:
      // By scalar: a mark that rides on a letter is a token of its own.
      var text = ""
      for token in tokens {
        text.unicodeScalars.append(contentsOf: string(of: token).unicodeScalars)
      }
      return text
    case .bytes:
      return String(decoding: tokens.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
    case .words:
      return WordJoiner.text(tokens.lazy.map { string(of: $0) })
    }
  }

  /// `text` as it would be read back if every word of it had a token.
  func rejoined(_ text: String) -> String {
    switch unit {
    case .characters: return rules.lowercase ? text.lowercased() : text
    case .bytes: return text
    case .words:
      var (text, words) = (text, [String]())
      text.withUTF8 { bytes in
        WordCutter(rules).scan(bytes) { word, _, _ in
          words.append(String(decoding: word, as: UTF8.self))
          return true
        }
      }
      return WordJoiner.text(words)
    }
  }

  /// Those of the texts whose tokens have the unknown one among them, as they are written.
  func texts(_ texts: [String], withUnknown tokens: TokenizedTexts) -> [Int32: String] {
    guard let unknown else { return [:] }
    var found: [Int32: String] = [:]
    for (place, text) in texts.enumerated()
    where tokens.tokens[tokens.range(place)].contains(unknown) {
      found[Int32(place)] = rejoined(text)
    }
    return found
  }

  package static func == (one: TokenVocabulary, other: TokenVocabulary) -> Bool {
    one.unit == other.unit && one.strings == other.strings && one.unknown == other.unknown
      && one.rules == other.rules
  }
}

extension TokenVocabulary {
  /// "a", "<0xC3>".
  private static func byteText(_ byte: Int) -> String {
    if (0x20...0x7E).contains(byte) || byte == 0x0A || byte == 0x09 {
      return String(Character(Unicode.Scalar(UInt8(byte))))
    }
    let digits = String(byte, radix: 16, uppercase: true)
    return "<0x" + (byte < 16 ? "0" : "") + digits + ">"
  }
}

extension WordRules {
  static func ofCharacters(_ lowercase: Bool) -> WordRules {
    WordRules(lowercase: lowercase, punctuation: .keep, newlines: false)
  }
}
