import CNcurses
import CTerminal
import Dashboard
import Glibc

/// The terminal while the dashboard has it. One at a time, on the main thread, after
/// `Signals.install()`; `close` gives it back as it was, and so does every other way out.
///
///     guard case .dashboard = TerminalAbilities.check() else { /* headless */ }
///     let terminal = try TerminalSession(.init(noColor: noColor, ascii: ascii))
///     let end = EventLoop(terminal, mailbox, state).run()
///     terminal.close()
final class TerminalSession {
  struct Options {
    var noColor = false
    var ascii = false
  }

  let capabilities: Capabilities
  private(set) var size: Size
  private var canvas: TerminalCanvas
  private var decoder: KeyDecoder
  /// Reads keys; a pad, since reading from the screen's window would draw it first.
  private let keyboard: UnsafeMutablePointer<WINDOW>
  private let restoreBytes: [CChar]
  private let hasAlternateScreen: Bool
  private var isOpen = true

  init(_ options: Options = Options()) throws(TerminalError) {
    let facts = TerminalFacts.gather()
    guard case .dashboard = facts.abilities else { throw .unusable(facts.abilities) }
    let output = terminal_open(STDOUT_FILENO)
    guard output >= 0 else { throw .system(errno) }
    // The window's size is ours to tell: a huge one would overflow in ncurses, and LINES and
    // COLUMNS are often stale.
    use_env(false)
    guard curses_open(output) != nil else { throw .unusable(.headless(reason: "ncurses fails")) }
    capabilities = facts.capabilities(noColor: options.noColor, ascii: options.ascii)
    hasAlternateScreen = curses_capability("smcup") != nil
    restoreBytes = Self.makeRestoreBytes()
    guard let pad = newpad(1, 1) else {
      endwin()
      throw .system(ENOMEM)
    }
    keyboard = pad
    decoder = KeyDecoder(unicode: capabilities.unicode)
    size = WindowSize.usable(WindowSize.ofKernel())
    terminal_arm(restoreBytes, restoreBytes.count)
    terminal_capture_errors()
    Self.setModes(keyboard)
    canvas = TerminalCanvas(capabilities)
    resizeterm(Int32(size.rows), Int32(size.columns))
  }

  deinit { close() }

  private static func setModes(_ keyboard: UnsafeMutablePointer<WINDOW>) {
    cbreak()
    noecho()
    nonl()
    curs_set(0)
    set_escdelay(25)
    keypad(keyboard, true)
    nodelay(keyboard, true)
    meta(keyboard, true)
    leaveok(curses_screen(), true)
    // The keys of signals stay: Ctrl-C, Ctrl-Z and Ctrl-\ then work while this thread is busy.
    terminal_set_drawing_modes()
    def_prog_mode()
  }

  /// What a handler writes: attributes off, colours and keypad as before, the cursor shown, the
  /// first screen back - or, on a terminal with one screen, a clear one.
  private static func makeRestoreBytes() -> [CChar] {
    var names = ["sgr0", "op", "rmkx", "cnorm", "rmcup"]
    if curses_capability("rmcup") == nil { names.append("clear") }
    return names.flatMap { name -> [CChar] in
      guard let text = curses_capability(name) else { return [] }
      return withoutPadding(Array(UnsafeBufferPointer(start: text, count: strlen(text))))
    }
  }

  /// Descriptions hold pauses for slow terminals between `$<` and `>`; they are not to be sent.
  static func withoutPadding(_ text: [CChar]) -> [CChar] {
    var kept: [CChar] = []
    var rest = text[...]
    while let first = rest.first {
      let isPadding = first == 36 && rest.dropFirst().first == 60
      if isPadding, let end = rest.firstIndex(of: 62) {
        rest = rest[(end + 1)...]
      } else {
        kept.append(first)
        rest = rest.dropFirst()
      }
    }
    return kept
  }

  // MARK: drawing

  /// Leaves the frame out where the terminal is too slow to take it now.
  /// - Returns: false when it was left out.
  func draw(_ screen: Screen) -> Bool {
    guard isOpen, terminal_accepts_output() != 0 else { return false }
    terminal_draw_begins()
    _ = canvas.draw(screen)
    terminal_draw_ends()
    return true
  }

  /// The next frame is drawn whole.
  func repaint() { canvas.invalidate() }

  /// Takes over the window's size as it is now. What is on the terminal then is unknown.
  func adoptWindowSize() {
    size = WindowSize.usable(WindowSize.ofKernel())
    resizeterm(Int32(size.rows), Int32(size.columns))
    canvas.invalidate()
  }

  // MARK: keys

  var inputDescriptor: Int32 { STDIN_FILENO }

  /// Reads what waits on the keyboard, for at most `seconds`.
  /// - Returns: how much there was, in key codes and bytes.
  func readInput(now: () -> Double, seconds: Double, _ body: (TerminalInput) -> Bool) -> Int {
    var count = 0
    let began = now()
    while true {
      let code = wgetch(keyboard)
      let time = now()
      if code == ERR {
        if let input = decoder.pause() { _ = body(input) }
        return count
      }
      if code != Int32(curses_key_resize) { count += 1 }
      if let input = decoder.feed(code, at: time), !body(input) { return count }
      if time - began > seconds { return count }
    }
  }

  // MARK: leaving and coming back

  /// Gives the terminal to the shell, stops the process like any other, and returns with the
  /// terminal taken again when the process goes on in the foreground.
  func suspend() {
    leave()
    terminal_stop_process()
    resume()
  }

  /// Takes the terminal again after the process was stopped, by us or by a SIGSTOP that told
  /// nobody: whoever had it in between may have changed everything.
  func resume() {
    guard isOpen else { return }
    // In the background this stops the process (SIGTTOU) until it is in front; before any output.
    reset_prog_mode()
    if !isendwin() { endwin() }
    reset_prog_mode()
    terminal_arm(restoreBytes, restoreBytes.count)
    terminal_capture_errors()
    adoptWindowSize()
  }

  func close() {
    guard isOpen else { return }
    leave()
    isOpen = false
  }

  private func leave() {
    guard isOpen else { return }
    terminal_draw_begins()
    if !hasAlternateScreen {
      werase(curses_screen())
      wrefresh(curses_screen())
      wmove(curses_screen(), 0, 0)
    }
    endwin()
    terminal_draw_ends()
    terminal_restore_modes()
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
