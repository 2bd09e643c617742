import CNcurses
import Glibc

/// The bytes that a signal handler writes to restore the terminal.
package enum TerminalSequences {
  /// Attributes off, colours and keypad as before, the cursor shown, the first screen back - or, on
  /// a terminal with one screen, a clear one. For the terminal that was looked up last.
  static func ofTerminal() -> [CChar] {
    var names = ["sgr0", "op", "rmkx", "cnorm", "rmcup"]
    if curses_capability("rmcup") == nil { names.append("clear") }
    return bytes(of: names)
  }

  /// The opposite, for coming back: the second screen, the keypad's sequences, no cursor.
  static func comingBack() -> [CChar] { bytes(of: ["smcup", "smkx", "civis"]) }

  private static func bytes(of names: [String]) -> [CChar] {
    names.flatMap { name -> [CChar] in
      guard let text = curses_capability(name) else { return [] }
      return withoutPadding(Array(UnsafeBufferPointer(start: text, count: strlen(text))))
    }
  }

  /// Descriptions hold pauses for slow terminals between `$<` and `>`; these must not be sent.
  package static func withoutPadding(_ text: [CChar]) -> [CChar] {
    var kept: [CChar] = []
    var rest = text[...]
    while let first = rest.first {
      let isPadding = first == 36 && rest.dropFirst().first == 60
      if isPadding, let end = rest.firstIndex(of: 62) {
        rest = rest[(end + 1)...]
      } else {
        kept.append(first)
        rest = rest.dropFirst()
      }
    }
    return kept
  }
}
