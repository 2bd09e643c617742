/// The encoder behind `JSONLine`: builds a tree whose objects keep their keys in order.
struct JSONEncoding: Encoder {
  /// Facts common to the whole tree.
  final class Notes {
    let precision: JSONLine.Precision
    /// With the keys that lead there.
    var nonfinite: [(key: String, value: String)] = []

    init(_ precision: JSONLine.Precision) { self.precision = precision }
  }

  /// A place in the tree, filled in by whoever encodes there.
  final class Node {
    private enum Content {
      case scalar(String)
      case array([Node])
      case object([(key: String, value: Node)])
    }
    private var content = Content.scalar("null")

    func take(_ scalar: String) { content = .scalar(scalar) }
    func take(_ scalars: [String]) {
      content = .array(
        scalars.map { scalar in
          let node = Node()
          node.take(scalar)
          return node
        })
    }

    /// Several containers of one value add to the same object.
    func becomeObject() { if case .object = content {} else { content = .object([]) } }
    func becomeArray() { if case .array = content {} else { content = .array([]) } }
    var count: Int { if case .array(let nodes) = content { nodes.count } else { 0 } }

    func add(_ key: String, _ node: Node) {
      guard case .object(var entries) = content else { return }
      content = .scalar("")
      entries.append((key, node))
      content = .object(entries)
    }

    func append(_ node: Node) {
      guard case .array(var nodes) = content else { return }
      content = .scalar("")
      nodes.append(node)
      content = .array(nodes)
    }

    var text: String {
      switch content {
      case .scalar(let text): text
      case .array(let nodes): "[\(nodes.map(\.text).joined(separator: ", "))]"
      case .object(let entries):
        "{"
          + entries.map { "\(JSONLiteral.string($0.key)): \($0.value.text)" }
          .joined(separator: ", ") + "}"
      }
    }
  }

  let node: Node
  let path: [String]
  let notes: Notes
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ node: Node, path: [String], _ notes: Notes) {
    self.node = node
    self.path = path
    self.notes = notes
  }

  func container<Key>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.becomeObject()
    return KeyedEncodingContainer(KeyedJSON(encoding: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.becomeArray()
    return UnkeyedJSON(encoding: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    SingleJSON(encoding: self)
  }

  // MARK: values

  fileprivate func below(_ key: String) -> JSONEncoding {
    let child = Node()
    node.add(key, child)
    return JSONEncoding(child, path: path + [key], notes)
  }

  fileprivate func next() -> JSONEncoding {
    let child = Node()
    let place = String(node.count)
    node.append(child)
    return JSONEncoding(child, path: path + [place], notes)
  }

  fileprivate func put(_ value: some Encodable) throws {
    switch value {
    case let value as Bool: node.take(value ? "true" : "false")
    case let value as String: node.take(JSONLiteral.string(value))
    case let value as Double: put(number: value)
    case let value as Float: put(number: value)
    case let value as any BinaryInteger & Encodable: node.take("\(value)")
    default: try value.encode(to: self)
    }
  }

  private func put<Number: BinaryFloatingPoint & LosslessStringConvertible>(number: Number) {
    guard !number.isFinite else {
      return node.take(JSONLiteral.number(number, notes.precision))
    }
    node.take("null")
    let value = number.isNaN ? "nan" : number > 0 ? "inf" : "-inf"
    notes.nonfinite.append((path.joined(separator: "."), value))
  }
}

private struct KeyedJSON<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoding: JSONEncoding
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) { encoding.below(key.stringValue).node.take("null") }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    try encoding.below(key.stringValue).put(value)
  }

  func nestedContainer<Nested>(
    keyedBy keyType: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoding.below(key.stringValue).container(keyedBy: keyType)
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoding.below(key.stringValue).unkeyedContainer()
  }
  func superEncoder() -> any Encoder { encoding.below("super") }
  func superEncoder(forKey key: Key) -> any Encoder { encoding.below(key.stringValue) }

  // Left to itself Swift leaves nil out; a line has every key.
  private func put(_ value: (some Encodable)?, _ key: Key) throws {
    if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
  }
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try put(value, key) }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws { try put(value, key) }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try put(value, key) }
  func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try put(value, key) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try put(value, key) }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try put(value, key) }
  func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws { try put(value, key) }
}

private struct UnkeyedJSON: UnkeyedEncodingContainer {
  let encoding: JSONEncoding
  var codingPath: [any CodingKey] { [] }
  var count: Int { encoding.node.count }

  func encodeNil() { encoding.next().node.take("null") }
  func encode(_ value: some Encodable) throws { try encoding.next().put(value) }
  func nestedContainer<Nested>(keyedBy keyType: Nested.Type) -> KeyedEncodingContainer<Nested> {
    encoding.next().container(keyedBy: keyType)
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    encoding.next().unkeyedContainer()
  }
  func superEncoder() -> any Encoder { encoding.next() }
}

private struct SingleJSON: SingleValueEncodingContainer {
  let encoding: JSONEncoding
  var codingPath: [any CodingKey] { [] }

  func encodeNil() { encoding.node.take("null") }
  func encode(_ value: some Encodable) throws { try encoding.put(value) }
}
