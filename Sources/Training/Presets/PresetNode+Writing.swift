import Foundation

extension PresetNode {
  /// The same as YAML in one line, which reads back as the same value: a number or a switch, which
  /// stands without quotes, stays without.
  var yaml: String {
    switch content {
    case .scalar(let text, let isPlain):
      isPlain && !text.contains(where: { ",[]{}\n".contains($0) }) ? text : yamlQuoted(text)
    case .list(let nodes): "[\(nodes.map(\.yaml).joined(separator: ", "))]"
    case .mapping(let entries):
      "{\(entries.map { "\(yamlText($0.key)): \($0.value.yaml)" }.joined(separator: ", "))}"
    }
  }

  /// The same as JSON: decimal numbers and null as themselves, other words as strings.
  var json: String {
    switch content {
    case .scalar(let text, _):
      if isNull { return "null" }
      if isDecimal, let number = Double(text), number.isFinite {
        return number.rounded() == number && abs(number) < 1e15
          ? String(Int(number)) : String(format: "%.9g", locale: nil, number)
      }
      return JSONText.string(text)
    case .list(let nodes): return "[\(nodes.map(\.json).joined(separator: ", "))]"
    case .mapping(let entries):
      let fields = entries.map { "\(JSONText.string($0.key)): \($0.value.json)" }
      return "{\(fields.joined(separator: ", "))}"
    }
  }
}
