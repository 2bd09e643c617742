/// Finds the values of a JSON text (RFC 8259).
struct JSONParser {
  private static let deepest = 200

  let text: [UInt8]
  private(set) var nodes: [JSONDocument.Node] = []
  private var place = 0

  init(_ text: [UInt8]) {
    self.text = text
    nodes.reserveCapacity(text.count / 8 + 4)
  }

  /// - Throws: `JSONDocument.Fault`.
  mutating func parse() throws {
    try value(depth: 0)
    guard place == text.count else { throw JSONDocument.Fault(place: place, expected: "the end") }
  }

  private var byte: UInt8? { place < text.count ? text[place] : nil }

  private mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws {
    guard take(character) else { throw JSONDocument.Fault(place: place, expected: "\(character)") }
  }

  /// A value with the space around it.
  private mutating func value(depth: Int) throws {
    guard depth < Self.deepest else {
      throw JSONDocument.Fault(place: place, expected: "less nesting")
    }
    skipSpace()
    switch byte {
    case UInt8(ascii: "{"):
      try list(.object, "}") {
        $0.skipSpace()
        try $0.string()
        $0.skipSpace()
        try $0.expect(":")
        try $0.value(depth: depth + 1)
      }
    case UInt8(ascii: "["): try list(.array, "]") { try $0.value(depth: depth + 1) }
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "t"): try word("true", .true)
    case UInt8(ascii: "f"): try word("false", .false)
    case UInt8(ascii: "n"): try word("null", .null)
    default: try number()
    }
    skipSpace()
  }

  private mutating func list(
    _ kind: JSONDocument.Kind, _ end: Unicode.Scalar, _ element: (inout Self) throws -> Void
  ) throws {
    let (start, own) = (place, nodes.count)
    nodes.append(JSONDocument.Node(kind: kind, bytes: start..<start, next: 0))
    place += 1
    skipSpace()
    if !take(end) {
      repeat { try element(&self) } while take(",")
      try expect(end)
    }
    nodes[own].bytes = start..<place
    nodes[own].next = nodes.count
  }

  private mutating func add(_ kind: JSONDocument.Kind, from start: Int) {
    nodes.append(JSONDocument.Node(kind: kind, bytes: start..<place, next: nodes.count + 1))
  }

  private mutating func word(_ word: StaticString, _ kind: JSONDocument.Kind) throws {
    let start = place
    let isThere = word.withUTF8Buffer { text[start...].starts(with: $0) }
    guard isThere else { throw JSONDocument.Fault(place: place, expected: "\(word)") }
    place += word.utf8CodeUnitCount
    add(kind, from: start)
  }

  private mutating func string() throws {
    try expect("\"")
    let start = place
    var kind = JSONDocument.Kind.string
    while let byte, byte >= 0x20 {
      if byte == UInt8(ascii: "\"") {
        add(kind, from: start)
        place += 1
        return
      }
      if byte == UInt8(ascii: "\\") {
        kind = .escaped
        place += 1
        try escape()
      } else {
        place += 1
      }
    }
    throw JSONDocument.Fault(place: min(place, text.count), expected: "the end of a string")
  }

  /// Behind a backslash.
  private mutating func escape() throws {
    let start = place
    place += 1
    switch start < text.count ? text[start] : 0 {
    case UInt8(ascii: "u"):
      let digits = text[place...].prefix(4)
      place += 4
      if digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) {
        return
      }
    case let byte where Self.escapes.contains(byte): return
    default: break
    }
    throw JSONDocument.Fault(place: start, expected: "an escape")
  }

  private static let escapes = Array("\"\\/bfnrt".utf8)

  private mutating func number() throws {
    let start = place
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("-") { _ = take("+") }
      try digits()
    }
    add(.number, from: start)
  }

  private mutating func digits() throws {
    let first = place
    while let byte, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { place += 1 }
    if place == first { throw JSONDocument.Fault(place: place, expected: "a value") }
  }
}
