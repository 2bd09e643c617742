import CNcurses
import Dashboard
import Glibc

/// Whether this process can show a dashboard where it was started.
enum TerminalAbilities: Equatable {
  case dashboard
  /// The reason completes the sentence "no dashboard: ...".
  case headless(reason: String)

  /// Looks without touching the terminal. Call it before any thread starts: it sets the locale.
  static func check() -> TerminalAbilities { TerminalFacts.gather().abilities }
}

/// Facts about the terminal: `doctor` reports them, and the dashboard depends on them.
struct TerminalFacts {
  var locale: TerminalLocale
  /// TERM, if it is set.
  var term: String?
  /// True when the system has a description of that terminal.
  var isKnown: Bool
  /// True when the cursor can be placed and the screen cleared.
  var canPlaceCursor: Bool
  var inputIsTerminal: Bool
  var outputIsTerminal: Bool
  /// From the terminal's description; 0 if it has none.
  var colors: Int
  var colorPairs: Int
  /// NO_COLOR is set and not empty.
  var colorRefused: Bool
  /// The bytes that restore that terminal from a signal handler.
  var restoreBytes: [CChar]
  /// The bytes that take it again after that.
  var returnBytes: [CChar]
  /// The window as the kernel reports it; 0 x 0 if unknown.
  var window: Size

  static func gather() -> TerminalFacts {
    let term = environment("TERM")
    var facts = TerminalFacts(
      locale: .current, term: term, isKnown: false, canPlaceCursor: false,
      inputIsTerminal: isatty(STDIN_FILENO) == 1, outputIsTerminal: isatty(STDOUT_FILENO) == 1,
      colors: 0, colorPairs: 0, colorRefused: environment("NO_COLOR") != nil,
      restoreBytes: [], returnBytes: [], window: WindowSize.ofKernel())
    if let term, curses_look_up(term) == 1 {
      facts.isKnown = true
      facts.canPlaceCursor = curses_capability("cup") != nil && curses_capability("clear") != nil
      facts.colors = max(0, Int(curses_number("colors")))
      facts.colorPairs = max(0, Int(curses_number("pairs")))
      facts.restoreBytes = TerminalSequences.ofTerminal()
      facts.returnBytes = TerminalSequences.comingBack()
      curses_forget_look_up()
    }
    return facts
  }

  var abilities: TerminalAbilities {
    guard outputIsTerminal else { return .headless(reason: "standard output is not a terminal") }
    guard inputIsTerminal else { return .headless(reason: "standard input is not a terminal") }
    guard let term else { return .headless(reason: "TERM is not set") }
    guard isKnown else {
      let name = term.unicodeScalars.prefix(40).map { $0.isASCII && $0.value > 32 ? $0 : "?" }
      return .headless(reason: "the terminal '\(String.UnicodeScalarView(name))' is unknown here")
    }
    guard canPlaceCursor else {
      return .headless(reason: "the terminal '\(term)' cannot place its cursor")
    }
    return .dashboard
  }

  /// The colours and characters that may be drawn, unless the user forbids them.
  func capabilities(noColor: Bool, ascii: Bool) -> Capabilities {
    let shades: Capabilities.Colors =
      if noColor || colorRefused || colors < 8 { .none } else if colors < 16 {
        .eight
      } else if colors < 256 { .sixteen } else { .full }
    // The Linux console's font has 512 glyphs and no braille among them.
    return Capabilities(colors: shades, unicode: locale.isUTF8 && !ascii && term != "linux")
  }
}
