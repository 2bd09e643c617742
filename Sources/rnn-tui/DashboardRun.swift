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
  /// Hear what happens in every session.
  var listeners: [RunEventListener] = []
  /// The plan of another preset, by name.
  let plan: (String) throws -> Worker.Plan

  struct End {
    let reason: LoopEnd
    let preset: String
    let outcome: Worker.Outcome
  }

  /// Returns with the terminal given back and everything saved.
  func run(_ first: Worker.Plan) -> End {
    var next = first
    var isFirst = true
    while true {
      let mailbox = Mailbox()
      let worker = Worker(next, mailbox: mailbox, listeners: listeners) {
        _ = terminal_prepare_thread_stack()
      }
      let state = State(
        size: terminal.size, capabilities: terminal.capabilities, presets: presets)
      let ending = EventLoop.Ending(
        descriptor: worker.doneDescriptor, isOver: { worker.isOver },
        isPreparing: { worker.isPreparing }, stop: { worker.stop($0) })
      let loop =
        isFirst
        ? EventLoop(terminal, mailbox, state, ending: ending, update: Self.leavingOnFailure)
        : EventLoop(terminal, mailbox, state, ending: ending)
      worker.start()
      let reason = loop.run()
      guard case .openPreset(let name) = reason else {
        terminal.close()
        // The user insisted while data were loaded: nobody waits for that, and nothing was learned.
        if worker.isPreparing, Signals.isInsisting { _exit(reason.exitStatus) }
        return End(reason: reason, preset: next.preset.name, outcome: worker.finish())
      }
      _ = worker.finish()
      isFirst = false
      do {
        next = try plan(name)
      } catch {
        terminal.close()
        return End(reason: .quit, preset: name, outcome: .failed("\(error)"))
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
