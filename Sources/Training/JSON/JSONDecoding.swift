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
  let place: Int
  /// Kept only if a number in the document is not finite.
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

  var node: JSONDocument.Node { document.nodes[place] }

  private func mismatch(_ expected: Any.Type, _ what: String) -> DecodingError {
    .typeMismatch(
      expected, .init(codingPath: [], debugDescription: "\(path?.text ?? "it") is not \(what)"))
  }

  // MARK: values

  /// A number that is not finite is one.
  var isNull: Bool { node.kind == .null && special == nil }

  private var special: Double? {
    guard let path, node.kind == .null else { return nil }
    return switch nonfinite[path.text] {
    case "nan": .nan
    case "inf": .infinity
    case "-inf": -.infinity
    default: nil
    }
  }

  func bool() throws -> Bool {
    switch node.kind {
    case .true: true
    case .false: false
    default: throw mismatch(Bool.self, "true or false")
    }
  }

  func string() throws -> String {
    guard node.kind == .string || node.kind == .escaped, let text = document.string(node) else {
      throw mismatch(String.self, "a text")
    }
    return text
  }

  func double() throws -> Double {
    if let special { return special }
    guard node.kind == .number, let value = document.double(node), value.isFinite
    else {
      throw mismatch(Double.self, "a number")
    }
    return value
  }

  func float() throws -> Float {
    if let special { return Float(special) }
    guard node.kind == .number, let value = document.float(node), value.isFinite else {
      throw mismatch(Float.self, "a number")
    }
    return value
  }

  func integer<Integer: FixedWidthInteger>() throws -> Integer {
    guard node.kind == .number, let value: Integer = document.integer(node) else {
      throw mismatch(Integer.self, "a whole number of this size")
    }
    return value
  }

  func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
    // Arrays ask for their elements in this way.
    let known: Any? =
      switch type {
      case is Double.Type: try double()
      case is Float.Type: try float()
      case is Int.Type: try integer() as Int
      case is String.Type: try string()
      default: nil
      }
    // Without the first condition nil would be cast to any optional type.
    if let known, let value = known as? Value { return value }
    return try Value(from: self)
  }

  // MARK: what is inside

  func below(_ key: String) throws -> JSONDecoding {
    guard let place = document.value(of: key, in: place) else {
      throw DecodingError.valueNotFound(
        String.self,
        .init(codingPath: [], debugDescription: "\(path?.text ?? "it") has no \(key)"))
    }
    return JSONDecoding(self, place, key)
  }

  func optional(_ key: String) -> JSONDecoding? {
    document.value(of: key, in: place).map { JSONDecoding(self, $0, key) }
  }

  func element(_ number: Int, at place: Int) -> JSONDecoding {
    JSONDecoding(self, place, String(number))
  }

  func next(after place: Int) -> Int { document.nodes[place].next }
  var count: Int { document.elements(of: place).count }
  var keys: [String] {
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
