import Foundation

/// Any Codable value as one line of JSON and back: the lines of `--json`.
///
/// Foundation's encoder keeps no order of keys and knows no way to write a number that is not finite
/// which other readers understand. Here keys keep the order in which a value encodes them, nil is
/// null, and what is not finite is null too, with its key in `nonfinite` and its value ("nan", "inf",
/// "-inf") at the same place of `nonfinite_as`.
package enum JSONLine {
  package enum Precision: Sendable {
    /// What `--json` prints: it tells every Float apart.
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
    ending.take(notes.nonfinite.map { JSONText.string($0.key) })
    root.add("nonfinite", ending)
    ending = JSONEncoding.Node()
    ending.take(notes.nonfinite.map { JSONText.string($0.value) })
    root.add("nonfinite_as", ending)
    return root.text
  }

  /// - Throws: when the line is no JSON, or not of this type.
  package static func value<Value: Decodable>(_ type: Value.Type, _ line: String) throws -> Value {
    var bytes = Data(line.utf8)
    if line.contains("\"nonfinite\""),
      var object = try JSONSerialization.jsonObject(with: bytes) as? [String: Any],
      let keys = object["nonfinite"] as? [String]
    {
      let values = object["nonfinite_as"] as? [String] ?? []
      for (place, key) in keys.enumerated() {
        let value = place < values.count ? values[place] : "nan"
        object = putBack(value, at: key[...], in: object) as? [String: Any] ?? object
      }
      bytes = try JSONSerialization.data(withJSONObject: object)
    }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: bytes)
  }

  /// Puts a value in the place of the null that a path of keys and places leads to. A key may have
  /// points of its own.
  private static func putBack(_ value: String, at path: Substring, in tree: Any) -> Any? {
    if path.isEmpty { return tree is NSNull ? value : nil }
    func rest(after key: String) -> Substring? {
      guard path.hasPrefix(key) else { return nil }
      let rest = path.dropFirst(key.count)
      return rest.isEmpty ? rest : rest.first == "." ? rest.dropFirst() : nil
    }
    if var object = tree as? [String: Any] {
      for (key, below) in object {
        guard let rest = rest(after: key), let new = putBack(value, at: rest, in: below) else {
          continue
        }
        object[key] = new
        return object
      }
    } else if var array = tree as? [Any], let place = Int(path.prefix { $0 != "." }),
      array.indices.contains(place), let rest = rest(after: String(place)),
      let new = putBack(value, at: rest, in: array[place])
    {
      array[place] = new
      return array
    }
    return nil
  }
}
