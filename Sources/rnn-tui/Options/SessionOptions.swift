import ArgumentParser
import Dashboard
import Training

/// How a session or sweep is shown.
struct DisplayOptions: ParsableArguments {
  @Flag(help: "No dashboard: print events line by line.") var headless = false
  @Flag(help: "With --headless: print one JSON object per line.") var json = false
  @OptionGroup var look: LookOptions

  var terminal: TerminalSession.Options { look.terminal }
}

/// How the dashboard is drawn.
struct LookOptions: ParsableArguments {
  @Flag(help: "No colours.") var noColor = false
  @Flag(help: "Draw with ASCII only.") var ascii = false
  @Option(
    help: """
      Colours for a dark or a light background (default: as the terminal reports, else COLORFGBG, \
      else dark).
      """)
  var theme: Theme?

  var terminal: TerminalSession.Options {
    .init(noColor: noColor, ascii: ascii, theme: theme)
  }
}

/// How a session is run and shown, whatever it trains.
struct SessionOptions: ParsableArguments {
  @Option(help: "Training threads.") var threads = Processors.usualThreads
  @OptionGroup var display: DisplayOptions

  func validate() throws { try requireThreads(threads) }
}
