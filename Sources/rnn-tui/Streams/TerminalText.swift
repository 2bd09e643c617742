import Datasets
import Foundation

/// Text from a file or a model on its way out: what would drive a terminal is shown escaped there,
/// and passes as it is where it goes into a pipe or a file.
struct TerminalText {
  private let isTerminal: Bool

  init(_ descriptor: Int32) { isTerminal = isatty(descriptor) == 1 }

  init(isTerminal: Bool) { self.isTerminal = isTerminal }

  /// Line ends and tabs stay.
  func shown(_ text: String) -> String {
    guard isTerminal, text.unicodeScalars.contains(where: Self.isHidden) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
      if Self.isHidden(scalar) {
        shown += escaped(String(Character(scalar)))
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\n" && scalar != "\t" && escaped(String(Character(scalar))).hasPrefix("\\u{")
  }
}
