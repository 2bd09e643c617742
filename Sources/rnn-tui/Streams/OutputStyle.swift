import Dashboard
import Foundation
import Telemetry

/// How lines look on standard output: as wide as the terminal, plain in a pipe. Only the terminal's
/// own sixteen colours are used, because they suit its background.
struct OutputStyle {
  /// If the width is unknown.
  private static let plainColumns = 100

  let columns: Int
  let capabilities: Capabilities
  private let isTerminal: Bool

  init(noColor: Bool, ascii: Bool) {
    let facts = TerminalFacts.gather()
    isTerminal = facts.outputIsTerminal && facts.isKnown
    let window = facts.window.columns
    columns =
      facts.outputIsTerminal && window > 0
      ? min(max(window, 40), WindowSize.largest.columns) : Self.plainColumns
    var capabilities = facts.capabilities(noColor: noColor, ascii: ascii)
    if capabilities.colors == .full { capabilities.colors = .sixteen }
    if !isTerminal {
      capabilities = Capabilities(colors: .none, unicode: facts.locale.isUTF8 && !ascii)
    }
    self.capabilities = capabilities
  }

  /// Runs of text with their styles as one line; without styles unless on a terminal.
  func line(_ runs: [(text: String, style: Style)]) -> String {
    guard isTerminal else { return runs.map(\.text).joined() }
    return runs.map { text, style in
      let codes = codes(style)
      return codes.isEmpty ? text : "\u{1B}[\(codes)m\(text)\u{1B}[0m"
    }.joined()
  }

  /// The numbers of "select graphic rendition".
  private func codes(_ style: Style) -> String {
    var codes: [String] = []
    if style.bold { codes.append("1") }
    if style.underline { codes.append("4") }
    if style.reverse { codes.append("7") }
    for (ink, base) in [(style.foreground, 30), (style.background, 40)] {
      guard let color = Palette.color(ink, colors: capabilities.colors, theme: .dark) else {
        continue
      }
      codes.append("\(color < 8 ? base + color : base + 60 + color - 8)")
    }
    return codes.joined(separator: ";")
  }
}

/// One line on standard error that is overwritten while a slow task runs; nothing if that is not a
/// terminal.
final class ProgressLine {
  private let isShown: Bool
  private var width = 0
  private var last = ContinuousClock.now - .seconds(1)

  init() {
    isShown = isatty(STDERR_FILENO) == 1 && curses(environment("TERM"))
  }

  func show(_ text: String) {
    guard isShown, ContinuousClock.now - last >= .milliseconds(100) else { return }
    last = ContinuousClock.now
    let text = String(text.prefix(78))
    put("\r" + text.padded(right: width) + "\r")
    width = TextWidth.of(text)
  }

  func clear() {
    guard width > 0 else { return }
    put("\r" + String(repeating: " ", count: width) + "\r")
    width = 0
  }

  private func put(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// True for a terminal that understands a carriage return.
private func curses(_ term: String?) -> Bool { term != nil && term != "dumb" }
