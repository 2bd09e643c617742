/// Values of keys that the format does not know: parsed as JSON and skipped.
extension TensorHeader {
  private static let end = UInt8(ascii: "}")

  /// Skips any value. Open containers are kept in a list, so no depth exhausts the stack.
  mutating func skipValue() throws(Fault) {
    var open: [UInt8] = []
    while true {
      if try beginsContainer(&open) { continue }
      while let last = open.last {
        let byte = next()
        if byte == UInt8(ascii: ",") {
          pass()
          if last == Self.end { try skipKey() }
          break
        }
        guard byte == last else { throw wrong("',' or an end") }
        pass()
        open.removeLast()
      }
      if open.isEmpty { return }
    }
  }

  /// Skips a value, or the beginning of one that contains values: true then.
  private mutating func beginsContainer(_ open: inout [UInt8]) throws(Fault) -> Bool {
    switch next() {
    case UInt8(ascii: "{"):
      pass()
      if next() == Self.end {
        pass()
        return false
      }
      try skipKey()
      open.append(Self.end)
      return true
    case UInt8(ascii: "["):
      pass()
      if next() == UInt8(ascii: "]") {
        pass()
        return false
      }
      open.append(UInt8(ascii: "]"))
      return true
    case UInt8(ascii: "\""):
      _ = try readText()
      return false
    default:
      let word = word()
      guard ["true", "false", "null"].contains(word) || Self.isNumber(word) else {
        throw wrong("a value")
      }
      pass(word.utf8.count)
      return false
    }
  }

  private mutating func skipKey() throws(Fault) {
    _ = try readText()
    try expect(":")
  }

  /// As in JSON: no plus sign, no bare point, no leading zero.
  private static func isNumber(_ word: String) -> Bool {
    word.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil
  }
}
