/// Cuts well-formed UTF-8 into words by rules, each handed on as bytes with a hash.
package final class WordCutter {
  /// Bytes of the longest word; longer ones are cut into such pieces, so that a file without spaces is
  /// not one word.
  package static let longest = 256

  let rules: WordRules
  private let kinds = ScalarKinds()
  /// How each ASCII character that is part of a word is written; 0 for all other bytes.
  private let letters: [UInt8]
  /// ASCII characters that are words by themselves.
  private let isMark: [Bool]
  private let word: UnsafeMutablePointer<UInt8>

  package init(_ rules: WordRules) {
    self.rules = rules
    var letters = [UInt8](repeating: 0, count: 256)
    var isMark = [Bool](repeating: false, count: 256)
    for byte in UInt8(0x21)...0x7E {
      if Self.marks.contains(byte), rules.punctuation != .keep {
        isMark[Int(byte)] = rules.punctuation == .split
      } else {
        letters[Int(byte)] = rules.lowercase && (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      }
    }
    self.letters = letters
    self.isMark = isMark
    word = .allocate(capacity: Self.longest)
  }

  deinit { word.deallocate() }

  /// Keras's filters, without the tab and the line feed.
  static let marks = Set("!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~".utf8)

  /// The words of `text`.
  package func words(of text: String) -> [String] {
    var text = text
    var words: [String] = []
    text.withUTF8 { bytes in
      scan(bytes) { word, _, _ in
        words.append(String(decoding: word, as: UTF8.self))
        return true
      }
    }
    return words
  }

  /// Calls `body` with each word in turn and the offset at which it begins, until it returns false.
  @inline(__always)
  func scan(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ body: (_ word: UnsafeBufferPointer<UInt8>, _ hash: UInt64, _ start: Int) -> Bool
  ) {
    letters.withUnsafeBufferPointer { letters in
      var position = 0
      var start = 0
      var length = 0
      var hash = WordHash()
      var goesOn = true

      @inline(__always) func end() {
        guard length > 0 else { return }
        goesOn = body(UnsafeBufferPointer(start: word, count: length), hash.value, start)
        length = 0
        hash = WordHash()
      }
      @inline(__always) func append(_ byte: UInt8) {
        if length == 0 { start = position }
        word[length] = byte
        length += 1
        hash.add(byte)
      }

      while position < bytes.count, goesOn {
        let byte = bytes[position]
        let letter = letters[Int(byte)]
        if letter != 0 {
          append(letter)
          position += 1
          if length == Self.longest { end() }
        } else if byte < 0x80 {
          end()
          guard goesOn else { return }
          if isMark[Int(byte)] {
            append(byte)
            end()
          } else if rules.newlines, byte == 0x0A || byte == 0x0D, endsLine(bytes, position) {
            append(0x0A)
            end()
          }
          position += 1
        } else {
          let (value, width) = scalar(bytes, at: position)
          let (kind, small) = kinds[value]
          switch part(kind) {
          case .space, .mark: end()
          case .letter, .symbol:
            if length + 4 > Self.longest { end() }
            for byte in UTF8Bytes(rules.lowercase ? small : value) { append(byte) }
          case .single:
            end()
            guard goesOn else { return }
            for byte in UTF8Bytes(rules.lowercase ? small : value) { append(byte) }
            end()
          }
          position += width
        }
      }
      if goesOn { end() }
    }
  }

  /// How these rules treat a scalar of that kind: `.mark` for what is dropped.
  @inline(__always)
  private func part(_ kind: ScalarKinds.Kind) -> ScalarKinds.Kind {
    switch (kind, rules.punctuation) {
    case (.mark, .keep): .letter
    case (.mark, .split), (.symbol, .split): .single
    default: kind
    }
  }

  /// The scalar whose first byte, beyond ASCII, is at `position`, and how many bytes it has.
  @inline(__always)
  private func scalar(
    _ bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> (value: UInt32, width: Int) {
    let first = UInt32(bytes[position])
    var (value, width) =
      first >= 0xF0 ? (first & 0x07, 4) : first >= 0xE0 ? (first & 0x0F, 3) : (first & 0x1F, 2)
    for index in 1..<width { value = value << 6 | UInt32(bytes[position + index] & 0x3F) }
    return (value, width)
  }
}

/// The UTF-8 of a scalar's value, byte by byte.
private struct UTF8Bytes: Sequence, IteratorProtocol {
  /// The next byte lowest.
  private var packed: UInt32
  private var left: Int

  @inline(__always)
  init(_ value: UInt32) {
    if value < 0x80 {
      (packed, left) = (value, 1)
    } else if value < 0x800 {
      (packed, left) = (0x80C0 | value >> 6 | (value & 0x3F) << 8, 2)
    } else if value < 0x10000 {
      (packed, left) = (
        0x8080E0 | value >> 12 | (value >> 6 & 0x3F) << 8 | (value & 0x3F) << 16, 3
      )
    } else {
      let tail = (value >> 12 & 0x3F) << 8 | (value >> 6 & 0x3F) << 16 | (value & 0x3F) << 24
      (packed, left) = (0x8080_80F0 | value >> 18 | tail, 4)
    }
  }

  @inline(__always)
  mutating func next() -> UInt8? {
    guard left > 0 else { return nil }
    left -= 1
    let byte = UInt8(truncatingIfNeeded: packed)
    packed >>= 8
    return byte
  }
}

/// FNV-1a (Fowler, Noll, Vo), 64 bits.
struct WordHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always)
  mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = WordHash()
    for byte in bytes { hash.add(byte) }
    return hash.value
  }
}
