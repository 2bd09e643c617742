import CTerminal
import Dashboard
import Engine
import Foundation
import Telemetry
import Training

/// Trains behind the dashboard: session after session, as the user opens presets, until the end.
struct DashboardRun {
  let terminal: TerminalSession
  let presets: [PresetChoice]
  /// The plan of another preset, by name.
  let plan: (String) throws -> Worker.Plan

  struct End {
    let reason: LoopEnd
    /// Of the session at the end.
    let preset: String
    let outcome: Worker.Outcome
    /// Sessions before it, which ended when another preset was opened.
    let earlier: [(preset: String, results: [LaneResult])]
    /// Where the sessions are saved, where that is not as asked.
    let notes: [String]
  }

  /// Hears where sessions are saved; read when they are over.
  private final class SavingNotes: @unchecked Sendable {
    private(set) var texts: [String] = []

    func take(_ timed: TimedEvent) {
      if case .note(let note) = timed.event, note.topic == .saving { texts.append(note.text) }
    }
  }

  /// Returns with the terminal given back and everything saved.
  func run(_ first: Worker.Plan) -> End {
    var next = first
    var isFirst = true
    let notes = SavingNotes()
    var earlier: [(preset: String, results: [LaneResult])] = []
    while true {
      let mailbox = Mailbox()
      let worker = Worker(next, mailbox: mailbox, listeners: [notes.take]) {
        _ = terminal_prepare_thread_stack()
      }
      let state = State(
        size: terminal.size, capabilities: terminal.capabilities, presets: presets)
      let ending = EventLoop.Ending(
        descriptor: worker.doneDescriptor, isOver: { worker.isOver },
        isPreparing: { worker.isPreparing }, stop: { worker.stop($0, mayAsk: $1) })
      let loop =
        isFirst
        ? EventLoop(terminal, mailbox, state, ending: ending, update: Self.leavingOnFailure)
        : EventLoop(terminal, mailbox, state, ending: ending)
      worker.start()
      let reason = loop.run()
      guard case .openPreset(let name) = reason else {
        terminal.close()
        // The user insisted while data were loaded: loading need not finish, and nothing was learned.
        if worker.isPreparing, Signals.isInsisting { _exit(reason.exitStatus) }
        let outcome = worker.finish()
        return End(
          reason: reason, preset: next.preset.name, outcome: outcome, earlier: earlier,
          notes: notes.texts)
      }
      if case .ended(let results) = worker.finish() {
        earlier.append((next.preset.name, results))
      }
      isFirst = false
      do {
        next = try plan(name)
      } catch {
        terminal.close()
        return End(
          reason: .quit, preset: name, outcome: .failed("\(error)"), earlier: earlier,
          notes: notes.texts)
      }
    }
  }

  /// A first session that cannot start ends the dashboard: its reason belongs on the main screen,
  /// with an exit code. Later ones show theirs.
  private static func leavingOnFailure(_ state: inout State, _ message: Message) -> [Effect] {
    let effects = Dashboard.update(&state, message)
    if case .snapshot(let snapshot) = message, case .failed = snapshot.phase { return [.quit] }
    return effects
  }
}
