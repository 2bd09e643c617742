import CNcurses
import CTerminal
import Dashboard
import Glibc

/// The terminal while the dashboard has it. One at a time, on the main thread, after
/// `Signals.install()`; `close` restores it, and so does every other exit.
///
///     guard case .dashboard = TerminalAbilities.check() else { /* headless */ }
///     let terminal = try TerminalSession(.init(noColor: noColor, ascii: ascii))
///     let end = EventLoop(terminal, port, state).run()
///     terminal.close()
final class TerminalSession {
  struct Options {
    var noColor = false
    var ascii = false
    /// Nil: as the terminal reports, or COLORFGBG.
    var theme: Theme?
  }

  let capabilities: Capabilities
  private(set) var size: Size
  private var canvas: ScreenDifference
  private var decoder: KeyDecoder
  private var theme: ThemeChoice
  /// Keys that were pressed while the terminal was asked for its background.
  private var typed: [TerminalInput]
  private var output: PendingBytes
  private let restoreBytes: [CChar]
  private let returnBytes: [CChar]
  private var isOpen = true
  /// True while the shell has the terminal.
  private var isAway = false

  init(_ options: Options = Options()) throws(TerminalError) {
    let facts = TerminalFacts.gather()
    guard case .dashboard = facts.abilities else { throw .unusable(facts.abilities) }
    output = PendingBytes(terminal_open(STDOUT_FILENO))
    guard output.descriptor >= 0 else { throw .system(errno) }
    terminal_note_stops(1)
    restoreBytes = facts.restoreBytes
    returnBytes = facts.returnBytes
    terminal_arm(restoreBytes, restoreBytes.count)
    size = WindowSize.usable(WindowSize.ofKernel())
    guard Self.open(output.descriptor, at: size) else {
      terminal_disarm()
      terminal_note_stops(0)
      terminal_close()
      throw .unusable(.headless(reason: "the terminal cannot be opened"))
    }
    capabilities = facts.capabilities(noColor: options.noColor, ascii: options.ascii)
    decoder = KeyDecoder(unicode: capabilities.unicode)
    terminal_capture_errors()
    Self.setModes()
    let answer = Self.askForBackground(options, capabilities, &decoder)
    typed = answer?.typed ?? []
    theme = ThemeChoice(
      requested: options.theme, background: answer?.background,
      environment: environment("COLORFGBG"))
    canvas = ScreenDifference(capabilities, theme.theme)
    try output.divert()
    Self.setOptions()
  }

  deinit { close() }

  /// Gives ncurses the size in the one way that works for every terminal: otherwise it would overflow
  /// with a huge window, and use a stale LINES or COLUMNS from the environment.
  private static func open(_ output: Int32, at size: Size) -> Bool {
    use_env(true)
    setenv("LINES", String(size.rows), 1)
    setenv("COLUMNS", String(size.columns), 1)
    defer {
      unsetenv("LINES")
      unsetenv("COLUMNS")
    }
    return curses_open(output) != nil
  }

  private static func setModes() {
    cbreak()
    noecho()
    nonl()
    // Keys still send signals: so Ctrl-C, Ctrl-Z and Ctrl-\ work while this thread is busy.
    terminal_set_drawing_modes()
  }

  private static func setOptions() {
    curs_set(0)
    // Asks the terminal for its keypad's sequences; the decoder reads them.
    keypad(curses_screen(), true)
    leaveok(curses_screen(), true)
    // A waiting key must not cut a frame short.
    typeahead(-1)
  }

  // MARK: theme

  /// Asks only if the theme makes a difference and was not requested.
  private static func askForBackground(
    _ options: Options, _ capabilities: Capabilities, _ decoder: inout KeyDecoder
  ) -> BackgroundQuery? {
    guard options.theme == nil, capabilities.colors == .full, terminal_accepts_output() != 0 else {
      return nil
    }
    return BackgroundQuery(&decoder) { terminal_send($0, $1) }
  }

  /// Uses an answer that came late.
  /// - Returns: true when frames look different from now on.
  func adopt(_ background: TerminalColor) -> Bool {
    guard theme.reason != .requested else { return false }
    let before = theme.theme
    theme = ThemeChoice(requested: nil, background: background, environment: nil)
    guard theme.theme != before else { return false }
    canvas.use(theme.theme)
    return true
  }

  // MARK: drawing

  /// True when the terminal has taken the last frame. Drawing before that is pointless.
  var isReady: Bool { output.isEmpty }

  /// Becomes writable when `send` can go on; -1 when there is nothing to send.
  var outputDescriptor: Int32 { isReady || isAway ? -1 : terminal_output_descriptor() }

  /// Sends more of a frame that the terminal did not take at once.
  func send() { if !isAway { output.send() } }

  /// Skips the frame if the terminal is too slow to take it now. Never blocks.
  /// - Returns: false if it was skipped.
  func draw(_ screen: Screen) -> Bool {
    guard isOpen, !isAway, isReady, terminal_accepts_output() != 0 else { return false }
    canvas.draw(screen) { output.collect() }
    output.send()
    return true
  }

  /// The next frame is drawn in full.
  func repaint() { canvas.invalidate() }

  /// Adopts the window's current size. What the terminal then shows is unknown.
  func adoptWindowSize() {
    size = WindowSize.usable(WindowSize.ofKernel())
    resizeterm(Int32(size.rows), Int32(size.columns))
    canvas.invalidate()
  }

  // MARK: keys

  /// The keys typed before the first `readInput`; given once.
  func takeTyped() -> [TerminalInput] {
    defer { typed = [] }
    return typed
  }

  var inputDescriptor: Int32 { STDIN_FILENO }

  /// When `readPause` will return a key, if none arrives before.
  var inputDeadline: Double? { decoder.deadline }

  /// An Escape with nothing after it.
  func readPause(at seconds: Double) -> TerminalInput? { decoder.pause(at: seconds) }

  /// Reads some of the waiting keyboard input: a paste is read in parts, so that the screen can be
  /// drawn in between.
  /// - Parameter body: takes a key; false ends the reading.
  /// - Returns: the bytes read; -1 when the terminal is gone.
  func readInput(at seconds: Double, _ body: (TerminalInput) -> Bool) -> Int {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = read(STDIN_FILENO, &bytes, bytes.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN ? 0 : -1 }
    for byte in bytes.prefix(count) {
      if let input = decoder.feed(byte, at: seconds), !body(input) { break }
    }
    return count
  }

  // MARK: leaving and coming back

  /// Gives the terminal to the shell and stops the process like any other. Returns with the terminal
  /// taken again when the process continues in the foreground; or without it, if the process was
  /// asked to end before that (`kill %1` in a shell).
  func suspend() {
    leave()
    terminal_stop_process()
    resume()
  }

  /// Takes the terminal again after the process was stopped, by `suspend` or by an unannounced
  /// SIGSTOP: another program may have changed everything.
  func resume() {
    guard isOpen else { return }
    let hasLeft = isAway
    isAway = terminal_come_back() == 0
    guard !isAway else { return }
    terminal_arm(restoreBytes, restoreBytes.count)
    // Modes first, then bytes: in the background that would stop the process before it writes.
    terminal_set_drawing_modes()
    output.append((hasLeft ? [] : restoreBytes) + returnBytes)
    curses_attributes_off()
    terminal_capture_errors()
    adoptWindowSize()
  }

  func close() {
    guard isOpen else { return }
    if !isAway { leave() }
    terminal_release_errors()
    terminal_note_stops(0)
    terminal_close()
    isOpen = false
  }

  private func leave() {
    isAway = true
    output.finish()
    // Without `endwin`, which would write to a terminal that may take nothing. ncurses does not know
    // that the terminal was away, so the whole screen is drawn afterwards.
    terminal_restore()
    terminal_release_errors()
  }
}

enum TerminalError: Error, CustomStringConvertible {
  case unusable(TerminalAbilities)
  case system(Int32)

  var description: String {
    switch self {
    case .unusable(.headless(let reason)): "cannot draw: \(reason)"
    case .unusable(.dashboard): "cannot draw"
    case .system(let number): "cannot draw: \(String(cString: strerror(number)))"
    }
  }
}
