import Glibc

/// Why the dashboard ended.
package enum LoopEnd: Equatable {
  /// The user left with `q` or Ctrl-C.
  case quit
  /// The user chose another preset; the terminal stays open for it.
  case openPreset(String)
  /// A signal asked the process to end.
  case signal(Int32)
  /// The window was closed or the line hung up: nobody sees further output.
  case terminalGone

  /// False if another preset's session follows.
  var endsProcess: Bool { if case .openPreset = self { false } else { true } }

  /// The exit status once everything is saved; `openPreset` does not end the process.
  package var exitStatus: Int32 {
    switch self {
    case .quit, .openPreset: 0
    case .signal(let number): 128 + number
    case .terminalGone: 128 + SIGHUP
    }
  }
}
