import ArgumentParser
import Dashboard
import Training

/// How whatever runs is shown.
struct DisplayOptions: ParsableArguments {
  @Flag(help: "No dashboard: what happens is printed line by line.") var headless = false
  @Flag(help: "With --headless: one JSON object a line.") var json = false
  @OptionGroup var look: LookOptions

  var terminal: TerminalSession.Options { look.terminal }
}

/// What the dashboard is drawn with.
struct LookOptions: ParsableArguments {
  @Flag(help: "No colours.") var noColor = false
  @Flag(help: "Draw with ASCII only.") var ascii = false
  @Option(
    help: """
      Colours for a dark or a light background (default: as the terminal says, else COLORFGBG, else \
      dark).
      """)
  var theme: Theme?

  var terminal: TerminalSession.Options {
    .init(noColor: noColor, ascii: ascii, theme: theme)
  }
}

/// How a session is run and shown, whatever it trains.
struct SessionOptions: ParsableArguments {
  @Option(help: "Threads that train.") var threads = Processors.usualThreads
  @OptionGroup var display: DisplayOptions

  func validate() throws { try requireThreads(threads) }
}
