import ArgumentParser
import CTerminal
import Dashboard
import Datasets
import Foundation
import Telemetry
import Training

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Look at runs, while they train or afterwards.",
    discussion: """
      The dashboard, drawn from the run's record. A run that trains is followed, and the keys change \
      it as if it trained here; quitting does not end it. , goes back into the record; there, and on \
      a run that has ended: , . one record back and forth, ( ) to the intervention before and after, \
      Home and End, Space plays, { } slower and faster, ? all others.
      Of another machine: mount its folder, as by sshfs -o dir_cache=no HOST:runs runs-there, and \
      watch a run in it.
      Several runs: their lanes side by side, to look at.
      Example: rnn-tui watch runs/2026-11-26-2130-charlm
      """)

  @Argument(
    help: ArgumentHelp(
      "The run's folder, or something in it (default: latest, the newest run); or several.",
      valueName: "run"))
  var folders = [RecordedRun.latest]
  @Flag(help: "Keys that change the training are not sent: for a projector.") var readOnly = false
  @OptionGroup var look: LookOptions

  func run() throws {
    var runs: [RecordedRun] = []
    do {
      for folder in folders {
        let run = try RecordedRun(named: folder)
        try run.requirePicture()
        runs.append(run)
      }
    } catch {
      throw Failure.badData("\(error)")
    }
    try refuseDoubles(runs)
    if case .headless(let reason) = TerminalAbilities.check() {
      throw Failure.other(
        "no dashboard: \(reason); its screen as text: "
          + shellLine([Arguments.program, "export", folders[0], "--to", "screen.txt"]))
    }
    let terminal = try TerminalSession(look.terminal)
    let reason = runs.count == 1 ? watch(runs[0], terminal) : watch(runs, terminal)
    terminal.close()
    throw ExitCode(reason.exitStatus)
  }

  private func watch(_ run: RecordedRun, _ terminal: TerminalSession) -> LoopEnd {
    let watch = RunWatch(run, isReadOnly: readOnly)
    watch.start { _ = terminal_prepare_thread_stack() }
    defer { watch.stop() }
    return EventLoop(terminal, watch, state(terminal, watch.source)).run()
  }

  private func watch(_ runs: [RecordedRun], _ terminal: TerminalSession) -> LoopEnd {
    let watch = RunsWatch(runs)
    watch.start { _ = terminal_prepare_thread_stack() }
    defer { watch.stop() }
    return EventLoop(terminal, watch, state(terminal, watch.source)).run()
  }

  private func state(_ terminal: TerminalSession, _ source: SessionSource) -> State {
    State(
      size: terminal.size, capabilities: terminal.capabilities, presets: [], source: source)
  }

  /// Lanes of the same run beside each other would be named alike and say nothing.
  private func refuseDoubles(_ runs: [RecordedRun]) throws {
    let paths = runs.map {
      realpath($0.path, nil).map { path in
        defer { free(path) }
        return String(cString: path)
      } ?? $0.path
    }
    guard let twice = paths.indices.first(where: { paths[..<$0].contains(paths[$0]) }) else {
      return
    }
    throw Failure.badData(
      "\(escaped(folders[twice], limit: 400)) is named twice; name each run once")
  }
}
