/// Any Codable value as one line of JSON and back: the lines of `--json`.
///
/// Foundation's encoder keeps no order of keys and knows no way to write a number that is not finite
/// which other readers understand. Here keys keep the order in which a value encodes them, nil is
/// null, and what is not finite is null too, with its key in `nonfinite` and its value ("nan", "inf",
/// "-inf") at the same place of `nonfinite_as`.
package enum JSONLine {
  package enum Precision: Sendable {
    /// As `--json` prints: enough to tell every Float apart.
    case nineDigits
    /// Every Double comes back as it was.
    case exact
  }

  package static func text(
    _ value: some Encodable, _ precision: Precision = .nineDigits
  ) -> String {
    let notes = JSONEncoding.Notes(precision)
    let root = JSONEncoding.Node()
    do {
      try value.encode(to: JSONEncoding(root, path: [], notes))
    } catch {
      // The encoder itself never throws, and no value of ours does.
      preconditionFailure("\(type(of: value)) cannot be encoded: \(error)")
    }
    guard !notes.nonfinite.isEmpty else { return root.text }
    var ending = JSONEncoding.Node()
    ending.take(notes.nonfinite.map { JSONLiteral.string($0.key) })
    root.add("nonfinite", ending)
    ending = JSONEncoding.Node()
    ending.take(notes.nonfinite.map { JSONLiteral.string($0.value) })
    root.add("nonfinite_as", ending)
    return root.text
  }

  /// - Throws: when the line is no JSON, or not of this type.
  package static func value<Value: Decodable>(_ type: Value.Type, _ line: String) throws -> Value {
    try value(type, line.utf8)
  }

  /// - Parameter line: UTF-8.
  /// - Throws: when the line is no JSON, or not of this type.
  package static func value<Value: Decodable>(
    _ type: Value.Type, _ line: some Sequence<UInt8>
  ) throws -> Value {
    try Value(from: JSONDecoding(JSONDocument(line)))
  }
}
