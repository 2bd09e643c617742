import Glibc
import Training

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
  package var exitStatus: ExitStatus {
    switch self {
    case .quit, .openPreset: .done
    case .signal(let number): .signal(number)
    case .terminalGone: .signal(SIGHUP)
    }
  }
}
