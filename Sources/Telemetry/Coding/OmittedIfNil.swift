/// A stored value that JSON omits when it is nil, rather than writing null: lines without it stay
/// as they were before the field existed.
@propertyWrapper
package struct OmittedIfNil<Value: Codable & Equatable & Sendable>: Sendable, Equatable {
  package var wrappedValue: Value?

  package init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }
}

extension OmittedIfNil: Codable {
  package func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
  package init(from decoder: any Decoder) throws { wrappedValue = try Value?(from: decoder) }
}

extension KeyedEncodingContainer {
  package mutating func encode<Value>(_ value: OmittedIfNil<Value>, forKey key: Key) throws {
    if let value = value.wrappedValue { try encode(value, forKey: key) }
  }
}

extension KeyedDecodingContainer {
  package func decode<Value>(
    _ type: OmittedIfNil<Value>.Type, forKey key: Key
  ) throws -> OmittedIfNil<Value> {
    OmittedIfNil(wrappedValue: try decodeIfPresent(Value.self, forKey: key))
  }
}
