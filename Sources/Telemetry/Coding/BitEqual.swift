/// A stored number, or numbers, that equal their copy although they are NaN: compared bit by bit.
@propertyWrapper package struct BitEqual<Value: Bits & Sendable>: Sendable, Equatable {
  package var wrappedValue: Value

  package init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  package static func == (a: Self, b: Self) -> Bool {
    a.wrappedValue.hasSameBits(as: b.wrappedValue)
  }
}

package protocol Bits {
  func hasSameBits(as other: Self) -> Bool
}

extension Float: Bits {
  package func hasSameBits(as other: Float) -> Bool { bitPattern == other.bitPattern }
}

extension Array: Bits where Element: Bits {
  package func hasSameBits(as other: [Element]) -> Bool {
    count == other.count && zip(self, other).allSatisfy { $0.hasSameBits(as: $1) }
  }
}

extension Optional: Bits where Wrapped: Bits {
  package func hasSameBits(as other: Wrapped?) -> Bool {
    guard let self, let other else { return self == nil && other == nil }
    return self.hasSameBits(as: other)
  }
}

extension BitEqual: Encodable where Value: Encodable {
  package func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

extension BitEqual: Decodable where Value: Decodable {
  package init(from decoder: any Decoder) throws { wrappedValue = try Value(from: decoder) }
}

extension KeyedDecodingContainer {
  /// A missing number is nil, as without the wrapper.
  func decode<Wrapped: Decodable>(
    _ type: BitEqual<Wrapped?>.Type, forKey key: Key
  ) throws -> BitEqual<Wrapped?> {
    BitEqual(wrappedValue: try decodeIfPresent(Wrapped.self, forKey: key))
  }
}
