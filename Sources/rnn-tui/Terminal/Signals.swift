import CTerminal
import Glibc

/// The signals of the process as plain values: the handlers only note them.
enum Signals {
  /// The first thing that `main` does, before any file is opened and any thread is started.
  static func install() {
    terminal_open_standard_descriptors()
    terminal_install_handlers()
  }

  /// Readable when `take` has signals to return; for `poll`.
  static var descriptor: Int32 { terminal_signal_descriptor() }

  /// The signals since the last call; each is reported once.
  static func take() -> Received { Received(bits: terminal_take_signals()) }

  /// The user asked to end in another way: the next signal counts as the second request.
  static func expectEnd() { terminal_expect_end() }

  /// From now on one Ctrl-C or SIGTERM ends the process at once, with the terminal restored.
  static func endAtOnce() { terminal_end_at_once() }

  /// True after the second request to end: nothing but saving is done, for five seconds at most.
  static var isInsisting: Bool { terminal_end_requests() >= 2 }

  struct Received: Equatable {
    var bits: UInt64

    /// Ctrl-C on the keyboard, as opposed to a SIGINT from another process.
    var interruptKey: Bool { bits & 1 != 0 }
    var stop: Bool { has(SIGTSTP) }
    var continued: Bool { has(SIGCONT) }
    var resized: Bool { has(SIGWINCH) }

    /// The signal that asks for an end, if one does; the usual ones first.
    var end: Int32? {
      let events = [SIGTSTP, SIGCONT, SIGWINCH].reduce(1 as UInt64) { $0 | 1 << UInt64($1) }
      let asked = bits & ~events
      guard asked != 0 else { return nil }
      return [SIGTERM, SIGHUP, SIGINT, SIGQUIT].first(where: has)
        ?? Int32(asked.trailingZeroBitCount)
    }

    private func has(_ signal: Int32) -> Bool { bits & 1 << UInt64(signal) != 0 }
  }
}
