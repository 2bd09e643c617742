import CTerminal
import Dashboard
import Foundation
import Telemetry
import Training

/// Runs the dashboard: waits for keys, snapshots and signals, feeds them to `update`, carries its
/// effects out and draws. It ends with the reason, once the session is over.
final class EventLoop {
  /// How to end the session: it is asked to end, and drawn while it saves.
  struct Ending {
    /// Becomes readable when the session is over.
    let descriptor: Int32
    let isOver: () -> Bool
    let isPreparing: () -> Bool
    /// The second: whether a user is there to be asked.
    let stop: (StopRequest.Level, Bool) -> Void
  }

  /// Seconds between two ticks.
  private static let tickInterval = 0.25
  /// How often in a row the keyboard may be readable with nothing to read.
  private static let emptyReadings = 20

  private let terminal: TerminalSession
  private let port: any SessionPort
  private(set) var state: State
  private let update: (inout State, Message) -> [Effect]
  private let render: (State) -> Screen
  private let ending: Ending?

  private var pace = FramePace()
  private var keyPending = true
  private var newsPending = false
  private var nextTick = 0.0
  private var emptyReadings = 0
  private var end: LoopEnd?
  private var isLeaving = false
  private var isHurried = false
  /// The terminal is gone: nothing can be drawn or asked.
  private var isGone = false

  /// - Parameter ending: nil: the loop ends at once, and the caller ends the session.
  init(
    _ terminal: TerminalSession, _ port: any SessionPort, _ state: State, ending: Ending? = nil,
    update: @escaping (inout State, Message) -> [Effect] = Dashboard.update,
    render: @escaping (State) -> Screen = { Dashboard.render($0) }
  ) {
    self.terminal = terminal
    self.port = port
    self.state = state
    self.ending = ending
    self.update = update
    self.render = render
  }

  /// Runs until the user or a signal ends it, or the terminal is gone.
  func run() -> LoopEnd {
    terminal.repaint()
    feed(.resize(terminal.size))
    for input in terminal.takeTyped() { _ = take(input) }
    while true {
      wait()
      handleSignals()
      if let end = reachedEnd() { return end }
      takeNews()
      if let end = reachedEnd() { return end }
      drawIfDue()
    }
  }

  /// Asks the session to end when there is a reason to.
  /// - Returns: the reason, once the session is over.
  private func reachedEnd() -> LoopEnd? {
    guard let end else { return nil }
    if end.endsProcess { Signals.expectEnd() }
    guard let ending, !isGone else { return end }
    if !isLeaving {
      isLeaving = true
      // After a signal there is no user to ask.
      if case .signal = end { ending.stop(.finish, false) } else { ending.stop(.finish, true) }
      feed(.leaving)
      keyPending = true
    }
    if Signals.isInsisting, !isHurried {
      isHurried = true
      ending.stop(.hurry, false)
      // Data are being loaded: there is nothing to save.
      if ending.isPreparing() { return end }
    }
    return ending.isOver() ? end : nil
  }

  // MARK: waiting

  /// Sleeps until something happens or is due, then reads the keyboard.
  private func wait() {
    let now = Self.now()
    // While no frame is due a waiting snapshot stays in the port, where a newer one replaces it.
    let newsIsDue = now >= nextForNews
    var sources = [
      pollfd(fd: terminal.inputDescriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: Signals.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: newsIsDue ? port.wakeDescriptor : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: terminal.outputDescriptor, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: isLeaving ? ending?.descriptor ?? -1 : -1, events: Int16(POLLIN), revents: 0),
    ]
    var until = nextTick
    if keyPending, terminal.isReady { until = min(until, pace.nextForKey) }
    if newsPending || !newsIsDue { until = min(until, nextForNews) }
    if let deadline = terminal.inputDeadline { until = min(until, deadline) }
    if port.wakeDescriptor < 0 { until = min(until, now + 0.1) }
    let milliseconds = Int32(max(0, min(1000, ((until - now) * 1000).rounded(.up))))
    let ready = poll(&sources, nfds_t(sources.count), milliseconds)
    let keyboard = ready > 0 ? Int32(sources[0].revents) : 0
    if keyboard & POLLIN != 0 {
      readKeys()
    } else {
      emptyReadings = 0
      if let input = terminal.readPause(at: Self.now()) { _ = take(input) }
    }
    terminal.send()
    if keyboard & (POLLHUP | POLLERR | POLLNVAL) != 0 {
      isGone = true
      leave(.terminalGone)
    }
  }

  private func readKeys() {
    let count = terminal.readInput(at: Self.now(), take)
    // A terminal that is gone can stay readable for ever without sending a byte.
    emptyReadings = count == 0 ? emptyReadings + 1 : 0
    if count < 0 || emptyReadings > Self.emptyReadings {
      isGone = true
      leave(.terminalGone)
    }
  }

  /// - Returns: false when nothing more is to be read.
  private func take(_ input: TerminalInput) -> Bool {
    switch input {
    case .key(let key): press(key)
    case .repaint:
      terminal.repaint()
      keyPending = true
    case .background(let color):
      if terminal.adopt(color) { keyPending = true }
    case .identity: break
    }
    return end == nil || isLeaving
  }

  private func press(_ key: Key) {
    feed(.key(key))
    keyPending = true
    // Ctrl-C leaves, whatever the dashboard does with it.
    if key == .control("c") { leave(.quit) }
  }

  // MARK: signals

  private func handleSignals() {
    var signals = Signals.take()
    if signals.stop {
      terminal.suspend()
      // The terminal is already taken again; SIGCONT adds nothing.
      signals = Signals.take()
      feed(.resize(terminal.size))
      keyPending = true
    } else if signals.continued {
      terminal.resume()
      feed(.resize(terminal.size))
      keyPending = true
    } else if signals.resized {
      terminal.adoptWindowSize()
      feed(.resize(terminal.size))
      keyPending = true
    }
    if let number = signals.end {
      leave(.signal(number))
      if isLeaving { ending?.stop(.finish, false) }
    }
    if signals.interruptKey { press(.control("c")) }
  }

  // MARK: news

  /// While the terminal takes nothing, news is read at the rate of ticks only.
  private var nextForNews: Double {
    terminal.isReady ? pace.nextForNews : max(pace.nextForNews, nextTick)
  }

  private func takeNews() {
    let now = Self.now()
    if now >= nextForNews, let snapshot = port.takeSnapshot() {
      let threads = snapshot.info?.threads ?? 0
      pace.allCoresTrain =
        snapshot.phase == .training && threads >= Processors.count
      feed(.tick(now))
      feed(.snapshot(snapshot))
      newsPending = true
    }
    if now >= nextTick {
      nextTick = now + Self.tickInterval
      terminal_bound_errors()
      feed(.tick(now))
      newsPending = true
    }
  }

  private func feed(_ message: Message) {
    for effect in update(&state, message) {
      switch effect {
      case .send(let command): port.send(command)
      case .openPreset(let name): leave(.openPreset(name))
      case .move(let move): (port as? any TimelinePort)?.move(move)
      case .quit: leave(.quit)
      }
    }
  }

  /// The first reason that ends the process counts, else the newest preset.
  private func leave(_ reason: LoopEnd) {
    if let end, end.endsProcess { return }
    end = reason
  }

  // MARK: drawing

  private func drawIfDue() {
    guard terminal.isReady else { return }
    let start = Self.now()
    guard keyPending && start >= pace.nextForKey || newsPending && start >= pace.nextForNews
    else { return }
    let busy = Self.now(CLOCK_THREAD_CPUTIME_ID)
    let isShown = terminal.draw(render(state))
    pace.drew(at: start, cost: Self.now(CLOCK_THREAD_CPUTIME_ID) - busy)
    // A frame that the terminal could not take is tried again, with what is new by then.
    keyPending = false
    newsPending = !isShown
  }

  private static func now(_ clock: clockid_t = CLOCK_MONOTONIC) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
