import Glibc

/// Why the dashboard ended.
package enum LoopEnd: Equatable {
  /// The user left by `q` or Ctrl-C.
  case quit
  /// The user chose another preset; the terminal stays open for it.
  case openPreset(String)
  /// Someone asked the process to end.
  case signal(Int32)
  /// The window was closed or the line hung up: nobody sees what is printed now.
  case terminalGone

  /// False where another preset's session follows.
  var endsProcess: Bool { if case .openPreset = self { false } else { true } }

  /// What the process exits with once everything is saved; for `openPreset` there is no end.
  package var exitStatus: Int32 {
    switch self {
    case .quit, .openPreset: 0
    case .signal(let number): 128 + number
    case .terminalGone: 128 + SIGHUP
    }
  }
}
