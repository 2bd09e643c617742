import Datasets
import Foundation

/// Output text from a file or a model: characters that would control a terminal are escaped there,
/// and pass unchanged into a pipe or a file.
struct TerminalText {
  private let isTerminal: Bool

  init(_ descriptor: Int32) { isTerminal = isatty(descriptor) == 1 }

  init(isTerminal: Bool) { self.isTerminal = isTerminal }

  /// Line ends and tabs are kept.
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
