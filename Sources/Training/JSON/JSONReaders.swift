// The containers of `JSONDecoding`.

struct KeyedJSONReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
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

struct UnkeyedJSONReader: UnkeyedDecodingContainer {
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

struct SingleJSONReader: SingleValueDecodingContainer {
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
    // Not `value(type)`: a type that decodes itself as a single value would ask again.
    try Value(from: decoding)
  }
}
