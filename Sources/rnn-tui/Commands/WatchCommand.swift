import ArgumentParser
import CTerminal
import Dashboard
import Datasets
import Foundation
import Telemetry
import Training

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Watch runs, during training or afterwards.",
    discussion: """
      The dashboard is drawn from the run's record. A run that is training is followed, and keys \
      change it as if it were training here; quitting does not end it. A comma goes back in the \
      record. There, and on an ended run: comma, full stop: one frame back, forward; ( ): \
      previous, next intervention; Home, End: first, newest frame; Space: play; { }: slower, \
      faster; ?: all keys.
      To watch a run on another machine, mount its folder, for example with \
      sshfs -o dir_cache=no HOST:runs runs-there.
      Several runs: their lanes side by side, view only.
      Example: rnn-tui watch runs/2026-11-26-2130-charlm
      """)

  @Argument(
    help: ArgumentHelp(
      "The run's folder, or a file in it (default: latest, the newest run); or several.",
      valueName: "run"), completion: .runs)
  var folders = [RecordedRun.latest]
  @Flag(help: "Send no keys to the run; use it on a projector.") var readOnly = false
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
        "no dashboard: \(reason); to see its screen as text: "
          + shellLine([ProgramArguments.program, "export", folders[0], "--to", "screen.txt"]))
    }
    let terminal = try TerminalSession(look.terminal)
    let reason = runs.count == 1 ? watch(runs[0], terminal) : watch(runs, terminal)
    terminal.close()
    throw ExitCode(reason.exitStatus.code)
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

  /// Lanes of the same run next to each other would have the same names and show nothing new.
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
      "\(escaped(folders[twice], limit: 400)) is given twice; give each run once")
  }
}
