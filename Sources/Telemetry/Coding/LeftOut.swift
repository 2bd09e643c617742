/// A stored value that JSON leaves out where there is none, rather than saying null: lines that have
/// nothing to say about it stay what they were before there was such a thing.
@propertyWrapper package struct LeftOut<Value: Codable & Equatable & Sendable>: Sendable, Equatable
{
  package var wrappedValue: Value?

  package init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }
}

extension LeftOut: Codable {
  package func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
  package init(from decoder: any Decoder) throws { wrappedValue = try Value?(from: decoder) }
}

extension KeyedEncodingContainer {
  package mutating func encode<Value>(_ value: LeftOut<Value>, forKey key: Key) throws {
    if let value = value.wrappedValue { try encode(value, forKey: key) }
  }
}

extension KeyedDecodingContainer {
  package func decode<Value>(
    _ type: LeftOut<Value>.Type, forKey key: Key
  ) throws -> LeftOut<Value> {
    LeftOut(wrappedValue: try decodeIfPresent(Value.self, forKey: key))
  }
}
