import ArgumentParser
import CTerminal
import Dashboard
import Datasets
import Telemetry
import Training

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Look at a run, while it trains or afterwards.",
    discussion: """
      The dashboard, drawn from the run's record. A run that trains is followed; nothing is ever \
      changed in it, and quitting does not end it. Keys: , . one record back and forth, ( ) to the \
      intervention before and after, Home and End, Space plays, { } slower and faster, ? all others.
      Example: rnn-tui watch runs/2026-11-26-2130-charlm
      """)

  @Argument(
    help: ArgumentHelp(
      "The run's folder, or something in it (default: latest, the newest run).", valueName: "run"))
  var folder = RecordedRun.latest
  @OptionGroup var look: LookOptions

  func run() throws {
    let recorded: RecordedRun
    do {
      recorded = try RecordedRun(named: folder)
      try recorded.requirePicture()
    } catch {
      throw Failure.badData("\(error)")
    }
    if case .headless(let reason) = TerminalAbilities.check() {
      throw Failure.other(
        "no dashboard: \(reason); its screen as text: "
          + shellLine([Arguments.program, "export", folder, "--to", "screen.txt"]))
    }
    let terminal = try TerminalSession(look.terminal)
    let watch = RunWatch(recorded)
    let state = State(
      size: terminal.size, capabilities: terminal.capabilities, presets: [], source: watch.source)
    watch.start { _ = terminal_prepare_thread_stack() }
    let reason = EventLoop(terminal, watch, state).run()
    terminal.close()
    watch.stop()
    throw ExitCode(reason.exitStatus)
  }
}
