import Dashboard
import Glibc

/// Asks the terminal for its background colour (OSC 11) and then for its identity (DA1), which every
/// terminal answers: so a terminal that does not know the first question causes no wait. Any other
/// input that arrives meanwhile is kept, in order.
struct BackgroundQuery {
  /// The first question ends with BEL: some terminals garble the answer to any other ending.
  private static let question = Array("\u{1B}]11;?\u{7}\u{1B}[c".utf8CString.dropLast())
  /// Seconds that an answer may take. A later one is still recognised.
  static let patience = 0.1
  /// Seconds in which a late answer is still expected, without holding anything up.
  private static let lateness = 5.0

  private(set) var background: TerminalColor?
  /// Both questions are answered, or nothing more will come.
  private(set) var isAnswered = false
  /// Keys that were pressed meanwhile.
  private(set) var typed: [TerminalInput] = []

  /// - Parameters:
  ///   - decoder: continues where this stops, perhaps in the middle of an answer.
  ///   - patience: seconds.
  ///   - send: writes to the terminal; returns the bytes taken.
  init(
    _ decoder: inout KeyDecoder, patience: Double = Self.patience,
    send: (UnsafePointer<CChar>, Int) -> Int
  ) {
    guard send(Self.question, Self.question.count) == Self.question.count else { return }
    let start = Self.now()
    decoder.expectAnswer(until: start + Self.lateness)
    while !isAnswered {
      let left = start + patience - Self.now()
      var source = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard left > 0 else { return }
      guard poll(&source, 1, Int32((left * 1000).rounded(.up))) >= 0 || errno == EINTR else {
        return
      }
      guard source.revents != 0 else { continue }
      guard read(&decoder) else { return }
    }
  }

  /// - Returns: false when the keyboard is gone.
  private mutating func read(_ decoder: inout KeyDecoder) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = Glibc.read(STDIN_FILENO, &bytes, bytes.count)
    guard count > 0 else { return count < 0 && (errno == EINTR || errno == EAGAIN) }
    let time = Self.now()
    for byte in bytes.prefix(count) {
      switch decoder.feed(byte, at: time) {
      case .background(let color): background = color
      case .identity: isAnswered = true
      case let input?: typed.append(input)
      case nil: break
      }
    }
    return true
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

extension BackgroundQuery {
  /// For a command that draws nothing: takes the terminal for as long as the answer needs. An answer
  /// that comes after that would be typed into the shell, so it is waited for longer.
  /// - Returns: nil if there is no terminal to ask.
  static func once() -> BackgroundQuery? {
    var original = termios()
    guard tcgetpgrp(STDIN_FILENO) == getpgrp(), tcgetattr(STDIN_FILENO, &original) == 0 else {
      return nil
    }
    var modes = original
    // Without signals from keys: one would leave the terminal without its echo.
    modes.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    tcsetattr(STDIN_FILENO, TCSANOW, &modes)
    defer { tcsetattr(STDIN_FILENO, TCSANOW, &original) }
    var decoder = KeyDecoder(unicode: true)
    return BackgroundQuery(&decoder, patience: 1) { Glibc.write(STDOUT_FILENO, $0, $1) }
  }
}
