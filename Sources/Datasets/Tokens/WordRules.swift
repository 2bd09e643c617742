/// How a text is cut into words.
///
/// Words are separated by white space. What else parts them is Keras's: its marks
/// (``!"#$%&()*+,-./:;<=>?@[\]^_`{|}~``, the apostrophe not among them), and beyond ASCII, where Keras
/// knows none, the punctuation of Unicode without the typographic apostrophe. In scripts that are
/// written without spaces (Han, kana, Thai, Lao, Khmer, Myanmar) each character is a word.
package struct WordRules: Sendable, Equatable {
  /// Capitals are made small.
  package var lowercase: Bool
  package var punctuation: TokenOptions.Punctuation
  /// The end of a line is a word, "\n".
  package var newlines: Bool

  package init(lowercase: Bool, punctuation: TokenOptions.Punctuation, newlines: Bool) {
    self.lowercase = lowercase
    self.punctuation = punctuation
    self.newlines = newlines
  }

  /// "words, small letters, punctuation dropped".
  var sentence: String {
    let marks =
      switch punctuation {
      case .drop: "punctuation dropped"
      case .split: "each mark is a word"
      case .keep: "punctuation kept in the words"
      }
    return "words, " + (lowercase ? "lower case, " : "") + marks
      + (newlines ? ", line ends are words" : "")
  }
}

extension TokenOptions.Unit {
  /// "character", for `counted`.
  package var noun: String {
    switch self {
    case .characters: "character"
    case .bytes: "byte"
    case .words: "word"
    }
  }
}

/// Kinds of Unicode scalars beyond ASCII when cutting text into words; each is looked up once.
final class ScalarKinds {
  enum Kind: UInt32 {
    case letter = 1
    /// A currency, an arrow, a picture: part of a word, except where marks are words.
    case symbol
    case mark
    case space
    /// A word by itself.
    case single
  }

  /// By scalar: kind in the upper bits, the small letter in the lower 21; 0: not looked up yet.
  private let entries: UnsafeMutablePointer<UInt32>
  private static let count = 0x110000

  init() {
    entries = .allocate(capacity: Self.count)
    entries.initialize(repeating: 0, count: Self.count)
  }

  deinit { entries.deallocate() }

  /// By a scalar's value.
  @inline(__always)
  subscript(_ value: UInt32) -> (kind: Kind, small: UInt32) {
    var entry = entries[Int(value)]
    if entry == 0 {
      entry = Self.entry(value)
      entries[Int(value)] = entry
    }
    return (Kind(rawValue: entry >> 21) ?? .letter, entry & 0x1F_FFFF)
  }

  private static func entry(_ value: UInt32) -> UInt32 {
    guard let scalar = Unicode.Scalar(value) else { return Kind.space.rawValue << 21 }
    // Only the dotted capital I becomes two; the dot is left out.
    let small = scalar.properties.lowercaseMapping.unicodeScalars.first?.value ?? value
    return kind(scalar).rawValue << 21 | small
  }

  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    // Zero-width space and byte order mark.
    if scalar.properties.isWhitespace || scalar.value == 0x200B || scalar.value == 0xFEFF {
      return .space
    }
    if scalar.value == 0x2019 { return .letter }
    switch scalar.properties.generalCategory {
    case .control: return .space
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return .mark
    case .currencySymbol, .mathSymbol, .otherSymbol: return .symbol
    default: return isWrittenWithoutSpaces(scalar.value) ? .single : .letter
    }
  }

  static func isWrittenWithoutSpaces(_ value: UInt32) -> Bool {
    switch value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: true
    case 0x3005...0x3007, 0x3041...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: true
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
    default: false
    }
  }
}
