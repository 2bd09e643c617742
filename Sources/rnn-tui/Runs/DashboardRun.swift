import CTerminal
import Dashboard
import Engine
import Foundation
import Telemetry
import Training

/// Trains with the dashboard: one session after another, as the user opens presets, until the end.
struct DashboardRun {
  let terminal: TerminalSession
  let presets: [PresetChoice]
  /// The plan of another preset, by name.
  let plan: (String) throws -> Worker.Plan

  /// A session that trained.
  struct Session {
    let results: SessionResults
    /// True for the session from the command line, false for those opened later.
    let isFirst: Bool
    /// Keys changed settings or lanes.
    let wasChanged: Bool
  }

  struct End {
    let reason: LoopEnd
    /// The outcome of the last session.
    let outcome: Worker.Outcome
    /// In order, including the last one if it trained.
    var sessions: [Session]
    /// Where the sessions are saved, if not as requested.
    var notes: [String]
  }

  /// Notes where a session is saved and whether keys change it; read when it is over.
  private final class SessionNotes: @unchecked Sendable {
    private(set) var texts: [String] = []
    private(set) var wasChanged = false

    func take(_ timed: TimedEvent) {
      switch timed.event {
      case .note(let note) where note.topic == .saving: texts.append(note.text)
      case .command(let e) where e.id != nil && e.reason == nil: wasChanged = true
      default: break
      }
    }
  }

  /// Returns with the terminal restored and everything saved.
  func run(_ first: Worker.Plan) -> End {
    var next = first
    var isFirst = true
    var sessions: [Session] = []
    var texts: [String] = []
    while true {
      let notes = SessionNotes()
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
      let isLast: Bool
      if case .openPreset = reason { isLast = false } else { isLast = true }
      if isLast {
        terminal.close()
        // The user insisted while data were loaded: loading need not finish, and nothing was learned.
        if worker.isPreparing, Signals.isInsisting { _exit(reason.exitStatus.code) }
      }
      let outcome = worker.finish()
      texts += notes.texts
      if case .ended(let results) = outcome {
        sessions.append(
          Session(results: results, isFirst: isFirst, wasChanged: notes.wasChanged))
      }
      guard case .openPreset(let name) = reason else {
        return End(reason: reason, outcome: outcome, sessions: sessions, notes: texts)
      }
      isFirst = false
      do {
        next = try plan(name)
      } catch {
        terminal.close()
        return End(
          reason: .quit, outcome: .failed("\(error)"), sessions: sessions, notes: texts)
      }
    }
  }

  /// A first session that cannot start ends the dashboard: its reason is printed on the main screen,
  /// with an exit code. Later ones show theirs in the dashboard.
  private static func leavingOnFailure(_ state: inout State, _ message: Message) -> [Effect] {
    let effects = Dashboard.update(&state, message)
    if case .snapshot(let snapshot) = message, case .failed = snapshot.phase { return [.quit] }
    return effects
  }
}
