/// Output bytes of a text, as they come. On a terminal whole characters are written, control
/// characters are escaped, and a final line end is added; elsewhere all bytes pass unchanged.
package struct TextStreamOutput {
  private let isTerminal: Bool
  private let text: TerminalText
  /// The beginning of an incomplete character.
  private var waiting: [UInt8] = []
  private var endsLine = true

  package init(isTerminal: Bool) {
    self.isTerminal = isTerminal
    text = TerminalText(isTerminal: isTerminal)
  }

  package mutating func shown(_ bytes: [UInt8]) -> [UInt8] {
    guard isTerminal else { return bytes }
    var shown = ""
    for byte in bytes {
      waiting.append(byte)
      while !waiting.isEmpty, !isBeginning(waiting) { shown += takeOne() }
    }
    return put(shown)
  }

  /// The rest, once no more bytes come.
  package mutating func end() -> [UInt8] {
    guard isTerminal else { return [] }
    var shown = ""
    while !waiting.isEmpty { shown += takeOne() }
    var bytes = put(shown)
    if !endsLine { bytes.append(UInt8(ascii: "\n")) }
    return bytes
  }

  private mutating func put(_ shown: String) -> [UInt8] {
    if let last = shown.utf8.last { endsLine = last == UInt8(ascii: "\n") }
    return Array(shown.utf8)
  }

  /// True for a UTF-8 sequence that is valid so far but incomplete.
  private func isBeginning(_ bytes: [UInt8]) -> Bool {
    let length =
      switch bytes[0] {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    return bytes.count < length && bytes.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
  }

  /// All waiting bytes if they form a character; else the first byte, escaped.
  private mutating func takeOne() -> String {
    if let character = String(validating: waiting, as: UTF8.self) {
      waiting.removeAll()
      return text.shown(character)
    }
    let byte = waiting.removeFirst()
    return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
