import Telemetry

extension PresetNode {
  /// The node as YAML in one line, which reads back as the same value: a number or a switch stays
  /// without quotes.
  var yaml: String {
    switch content {
    case .scalar(let text, let isPlain):
      isPlain && !text.contains(where: { ",[]{}\n".contains($0) }) ? text : yamlQuoted(text)
    case .list(let nodes): "[\(nodes.map(\.yaml).joined(separator: ", "))]"
    case .mapping(let entries):
      "{\(entries.map { "\(yamlText($0.key)): \($0.value.yaml)" }.joined(separator: ", "))}"
    }
  }
}

/// As JSON: decimal numbers and null as themselves, other words as strings.
extension PresetNode: Encodable {
  package func encode(to encoder: any Encoder) throws {
    switch content {
    case .scalar(let text, _):
      var container = encoder.singleValueContainer()
      if isNull {
        try container.encodeNil()
      } else if isDecimal, let number = Double(text), number.isFinite {
        try container.encode(number)
      } else {
        try container.encode(text)
      }
    case .list(let nodes): try nodes.encode(to: encoder)
    case .mapping(let entries):
      try NamedValues(entries.map { ($0.key, $0.value) }).encode(to: encoder)
    }
  }
}
