/// A text as token numbers; 1 byte a character with up to 256 kinds, 4 beyond.
enum TokenText: Sendable {
  case narrow([UInt8])
  case wide([Int32])

  var count: Int {
    switch self {
    case .narrow(let tokens): tokens.count
    case .wide(let tokens): tokens.count
    }
  }

  subscript(_ position: Int) -> Int32 {
    switch self {
    case .narrow(let tokens): Int32(tokens[position])
    case .wide(let tokens): tokens[position]
    }
  }

  /// How often each of `kinds` tokens occurs in `range`.
  func counts(_ kinds: Int, in range: Range<Int>) -> [Int] {
    var counts = [Int](repeating: 0, count: kinds)
    switch self {
    case .narrow(let tokens): for token in tokens[range] { counts[Int(token)] += 1 }
    case .wide(let tokens): for token in tokens[range] { counts[Int(token)] += 1 }
    }
    return counts
  }
}

/// The token of every Unicode scalar value, -1 if there is none: 4.5 MB while a text is read.
struct TokenTable {
  let tokens: [Int32]
  /// Tokens without the unknown one, whose number this is.
  let kinds: Int

  /// - Parameter lowercase: a capital has the token of its small letter.
  init(_ scalars: [Unicode.Scalar], lowercase: Bool = false) {
    var tokens = [Int32](repeating: -1, count: 0x110000)
    for (token, scalar) in scalars.enumerated() { tokens[Int(scalar.value)] = Int32(token) }
    if lowercase {
      for capital in smallLetters { tokens[Int(capital.key)] = tokens[Int(capital.value)] }
    }
    self.tokens = tokens
    kinds = scalars.count
  }
}

/// Well-formed UTF-8 without NUL, read scalar by scalar.
struct CharacterBytes {
  let bytes: UnsafeBufferPointer<UInt8>

  /// Unicode scalars: bytes that do not continue one.
  func count() -> Int {
    bytes.reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
  }

  /// Calls `body` with the value of each scalar in turn.
  @inline(__always)
  func scan(_ body: (UInt32) -> Void) {
    var position = 0
    while position < bytes.count {
      let first = UInt32(bytes[position])
      var value = first
      var length = 1
      if first >= 0xF0 {
        (value, length) = (first & 0x07, 4)
      } else if first >= 0xE0 {
        (value, length) = (first & 0x0F, 3)
      } else if first >= 0x80 {
        (value, length) = (first & 0x1F, 2)
      }
      for index in 1..<length {
        value = value << 6 | UInt32(bytes[position + index] & 0x3F)
      }
      body(value)
      position += length
    }
  }

  /// Which scalars occur among the first `limit`, in ascending order.
  func scalars(first limit: Int, lowercase: Bool = false) -> [Unicode.Scalar] {
    var seen = [Bool](repeating: false, count: 0x110000)
    var left = limit
    seen.withUnsafeMutableBufferPointer { seen in
      scan { value in
        if left > 0 { seen[Int(value)] = true }
        left -= 1
      }
    }
    if lowercase {
      for (capital, small) in smallLetters where seen[Int(capital)] {
        (seen[Int(capital)], seen[Int(small)]) = (false, true)
      }
    }
    return seen.indices.compactMap { seen[$0] ? Unicode.Scalar(UInt32($0)) : nil }
  }

  /// The tokens of all scalars, `characters` of them, and how many got the unknown token.
  func tokens(_ table: TokenTable, characters: Int) -> (text: TokenText, unknown: Int) {
    var unknown = 0
    let stranger = Int32(table.kinds)
    func fill<Token: FixedWidthInteger>(_: Token.Type) -> [Token] {
      [Token](unsafeUninitializedCapacity: characters) { tokens, count in
        table.tokens.withUnsafeBufferPointer { table in
          scan { value in
            let token = table[Int(value)]
            if token < 0 { unknown += 1 }
            tokens[count] = Token(truncatingIfNeeded: token < 0 ? stranger : token)
            count += 1
          }
        }
      }
    }
    let text: TokenText = table.kinds < 256 ? .narrow(fill(UInt8.self)) : .wide(fill(Int32.self))
    return (text, unknown)
  }
}

/// The small letter of every capital there is.
private let smallLetters: [UInt32: UInt32] = {
  var small: [UInt32: UInt32] = [:]
  // No capital is beyond the first two planes.
  for value in UInt32(0x41)..<0x20000 {
    guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenLowercased,
      let letter = scalar.properties.lowercaseMapping.unicodeScalars.first, letter != scalar
    else { continue }
    small[value] = letter.value
  }
  return small
}()
