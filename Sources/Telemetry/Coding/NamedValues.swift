/// Ordered values with names; a JSON object. Two are equal when the same names have the same
/// values: a decoded object has no order.
package struct NamedValues<Value: Sendable>: Sendable {
  package typealias Entry = (name: String, value: Value)
  package var entries: [Entry]

  package init(_ entries: [Entry]) { self.entries = entries }

  package subscript(name: String) -> Value? { entries.first { $0.name == name }?.value }
}

extension NamedValues: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { entries.count }
  package subscript(place: Int) -> Entry { entries[place] }
}

extension NamedValues: Equatable where Value: Equatable {
  package static func == (a: NamedValues, b: NamedValues) -> Bool {
    guard a.entries.count == b.entries.count else { return false }
    return zip(a.inOrderOfNames, b.inOrderOfNames).allSatisfy {
      $0.name == $1.name && $0.value == $1.value
    }
  }

  private var inOrderOfNames: [Entry] { entries.sorted { $0.name < $1.name } }
}

private struct Name: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension NamedValues: Encodable where Value: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for entry in entries {
      try container.encode(entry.value, forKey: Name(stringValue: entry.name))
    }
  }
}

extension NamedValues: Decodable where Value: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    entries = try container.allKeys.sorted { $0.stringValue < $1.stringValue }.map {
      ($0.stringValue, try container.decode(Value.self, forKey: $0))
    }
  }
}
