/// The model file's tensor names in readable form: "rnn.weight_hh_l0_reverse" is "weight_hh" of
/// "layer 1, backward".
package enum TensorName {
  package static func parts(_ name: String) -> (group: String, label: String) {
    let dot = name.lastIndex(of: ".")
    let prefix = dot.map { String(name[..<$0]) } ?? ""
    let rest = dot.map { name[name.index(after: $0)...] } ?? name[...]
    let isReverse = rest.hasSuffix("_reverse")
    let stem = isReverse ? rest.dropLast(8) : rest
    guard let mark = stem.lastIndex(of: "_") else { return (prefix, String(rest)) }
    let tail = stem[stem.index(after: mark)...]
    guard tail.first == "l", let layer = Int(tail.dropFirst()), (0..<100_000).contains(layer) else {
      return (prefix, String(rest))
    }
    let place = "layer \(layer + 1)" + (isReverse ? ", backward" : "")
    return (prefix == "rnn" || prefix.isEmpty ? place : prefix + " " + place, String(stem[..<mark]))
  }

  /// The role of the tensor; empty if its name says it.
  package static func role(_ name: String) -> String {
    switch parts(name).label {
    case "weight_ih": return "from the inputs"
    case "weight_hh": return "recurrent"
    default: return ""
    }
  }

  /// "256 x 64".
  package static func shape(_ shape: [Int]) -> String {
    shape.map(String.init).joined(separator: "×")
  }
}
