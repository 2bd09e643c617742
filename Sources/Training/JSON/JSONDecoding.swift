/// The decoder behind `JSONLine`. A number that is null is what `nonfinite_as` says of its place.
struct JSONDecoding: Decoder {
  /// The keys and places that lead to a value.
  final class Path {
    let above: Path?
    let key: String

    init(_ above: Path?, _ key: String) { (self.above, self.key) = (above, key) }

    var text: String { above.map { "\($0.text).\(key)" } ?? key }
  }

  private let document: JSONDocument
  private let nonfinite: [String: String]
  fileprivate let place: Int
  /// Kept only where a number is not finite.
  private let path: Path?

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ document: JSONDocument) {
    self.document = document
    (place, path) = (0, nil)
    nonfinite = Self.nonfinite(document)
  }

  private init(_ above: JSONDecoding, _ place: Int, _ key: @autoclosure () -> String) {
    (document, nonfinite, self.place) = (above.document, above.nonfinite, place)
    path = nonfinite.isEmpty ? nil : Path(above.path, key())
  }

  private static func nonfinite(_ document: JSONDocument) -> [String: String] {
    func strings(_ key: String) -> [String] {
      guard let list = document.value(of: key, in: 0), document.nodes[list].kind == .array else {
        return []
      }
      return document.elements(of: list).compactMap { document.string(document.nodes[$0]) }
    }
    let keys = strings("nonfinite")
    guard !keys.isEmpty else { return [:] }
    let values = strings("nonfinite_as")
    return Dictionary(
      zip(keys, values + Array(repeating: "nan", count: max(0, keys.count - values.count)))
    ) { $1 }
  }

  fileprivate var node: JSONDocument.Node { document.nodes[place] }

  private func mismatch(_ expected: Any.Type, _ what: String) -> DecodingError {
    .typeMismatch(
      expected, .init(codingPath: [], debugDescription: "\(path?.text ?? "it") is not \(what)"))
  }

  // MARK: values

  /// A number that is not finite is one.
  fileprivate var isNull: Bool { node.kind == .null && special == nil }

  private var special: Double? {
    guard let path, node.kind == .null else { return nil }
    return switch nonfinite[path.text] {
    case "nan": .nan
    case "inf": .infinity
    case "-inf": -.infinity
    default: nil
    }
  }

  fileprivate func bool() throws -> Bool {
    switch node.kind {
    case .true: true
    case .false: false
    default: throw mismatch(Bool.self, "true or false")
    }
  }

  fileprivate func string() throws -> String {
    guard node.kind == .string || node.kind == .escaped, let text = document.string(node) else {
      throw mismatch(String.self, "a text")
    }
    return text
  }

  fileprivate func double() throws -> Double {
    if let special { return special }
    guard node.kind == .number, let value = document.double(node), value.isFinite
    else {
      throw mismatch(Double.self, "a number")
    }
    return value
  }

  fileprivate func float() throws -> Float {
    if let special { return Float(special) }
    guard node.kind == .number, let value = document.float(node), value.isFinite else {
      throw mismatch(Float.self, "a number")
    }
    return value
  }

  fileprivate func integer<Integer: FixedWidthInteger>() throws -> Integer {
    guard node.kind == .number, let value: Integer = document.integer(node) else {
      throw mismatch(Integer.self, "a whole number of this size")
    }
    return value
  }

  fileprivate func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
    // An array of numbers asks for each of them in this way.
    if type == Double.self { return try double() as! Value }
    if type == Float.self { return try float() as! Value }
    if type == Int.self { return try integer() as Int as! Value }
    if type == String.self { return try string() as! Value }
    return try Value(from: self)
  }

  // MARK: what is inside

  fileprivate func below(_ key: String) throws -> JSONDecoding {
    guard let place = document.value(of: key, in: place) else {
      throw DecodingError.valueNotFound(
        String.self,
        .init(codingPath: [], debugDescription: "\(path?.text ?? "it") has no \(key)"))
    }
    return JSONDecoding(self, place, key)
  }

  fileprivate func optional(_ key: String) -> JSONDecoding? {
    document.value(of: key, in: place).map { JSONDecoding(self, $0, key) }
  }

  fileprivate func element(_ number: Int, at place: Int) -> JSONDecoding {
    JSONDecoding(self, place, String(number))
  }

  fileprivate func next(after place: Int) -> Int { document.nodes[place].next }
  fileprivate var count: Int { document.elements(of: place).count }
  fileprivate var keys: [String] {
    var places = document.elements(of: place)[...]
    var keys: [String] = []
    while let key = places.popFirst(), places.popFirst() != nil {
      if let text = document.string(document.nodes[key]) { keys.append(text) }
    }
    return keys
  }

  func container<Key>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard node.kind == .object else { throw mismatch([String: Any].self, "an object") }
    return KeyedDecodingContainer(KeyedJSONReader(decoding: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard node.kind == .array else { throw mismatch([Any].self, "an array") }
    return UnkeyedJSONReader(self)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    SingleJSONReader(decoding: self)
  }
}

extension JSONDocument {
  /// Places of what is inside an array or object.
  func elements(of place: Int) -> [Int] {
    var elements: [Int] = []
    var next = place + 1
    while next < nodes[place].next {
      elements.append(next)
      next = nodes[next].next
    }
    return elements
  }

  /// - Returns: nil where there is no such key, or no object.
  func value(of key: String, in place: Int) -> Int? {
    guard nodes[place].kind == .object else { return nil }
    var key = key
    var next = place + 1
    while next < nodes[place].next {
      if isString(nodes[next], &key) { return next + 1 }
      next = nodes[next + 1].next
    }
    return nil
  }
}

private struct KeyedJSONReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoding: JSONDecoding
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { decoding.keys.compactMap { Key(stringValue: $0) } }

  private func below(_ key: Key) throws -> JSONDecoding { try decoding.below(key.stringValue) }

  func contains(_ key: Key) -> Bool { decoding.optional(key.stringValue) != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try below(key).isNull }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try below(key).bool() }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try below(key).string() }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try below(key).double() }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try below(key).float() }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try below(key).integer() }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try below(key).integer() }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try below(key).integer() }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try below(key).integer() }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try below(key).integer() }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try below(key).integer() }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try below(key).integer() }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try below(key).integer() }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try below(key).integer() }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try below(key).integer() }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try below(key).value(type)
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    guard let value = decoding.optional(key.stringValue), !value.isNull else { return nil }
    return try value.value(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try below(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try below(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { try decoding.below("super") }
  func superDecoder(forKey key: Key) throws -> any Decoder { try below(key) }
}

private struct UnkeyedJSONReader: UnkeyedDecodingContainer {
  private let decoding: JSONDecoding
  private var place: Int
  let count: Int?
  private(set) var currentIndex = 0
  var codingPath: [any CodingKey] { [] }
  var isAtEnd: Bool { currentIndex == count }

  init(_ decoding: JSONDecoding) {
    self.decoding = decoding
    (place, count) = (decoding.place + 1, decoding.count)
  }

  private func element() throws -> JSONDecoding {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        Any.self, .init(codingPath: [], debugDescription: "the array is shorter"))
    }
    return decoding.element(currentIndex, at: place)
  }

  private mutating func take<Value>(_ body: (JSONDecoding) throws -> Value) throws -> Value {
    let value = try body(try element())
    place = decoding.next(after: place)
    currentIndex += 1
    return value
  }

  mutating func decodeNil() throws -> Bool {
    guard try element().isNull else { return false }
    return try take { _ in true }
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try take { try $0.value(type) }
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try take { try $0.container(keyedBy: type) }
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try take { try $0.unkeyedContainer() }
  }

  mutating func superDecoder() throws -> any Decoder { try take { $0 } }
}

private struct SingleJSONReader: SingleValueDecodingContainer {
  let decoding: JSONDecoding
  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool { decoding.isNull }
  func decode(_ type: Bool.Type) throws -> Bool { try decoding.bool() }
  func decode(_ type: String.Type) throws -> String { try decoding.string() }
  func decode(_ type: Double.Type) throws -> Double { try decoding.double() }
  func decode(_ type: Float.Type) throws -> Float { try decoding.float() }
  func decode(_ type: Int.Type) throws -> Int { try decoding.integer() }
  func decode(_ type: Int8.Type) throws -> Int8 { try decoding.integer() }
  func decode(_ type: Int16.Type) throws -> Int16 { try decoding.integer() }
  func decode(_ type: Int32.Type) throws -> Int32 { try decoding.integer() }
  func decode(_ type: Int64.Type) throws -> Int64 { try decoding.integer() }
  func decode(_ type: UInt.Type) throws -> UInt { try decoding.integer() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try decoding.integer() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try decoding.integer() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try decoding.integer() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try decoding.integer() }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    // Not `value(type)`: what asks for itself would ask again.
    try Value(from: decoding)
  }
}
