/// The source of the snapshots on a screen.
package enum SessionSource: Sendable, Equatable, CaseIterable {
  /// A session that trains in this process.
  case live
  /// Trials of a sweep, each in a process of its own.
  case sweep
  /// The record of a run, which trains elsewhere or has ended.
  case recorded
  /// The records of several runs, side by side.
  case runs

  /// Why commands that change training are not taken; nil where they are.
  package var whyNoCommands: String? {
    switch self {
    case .live: nil
    case .sweep: "the trials of a sweep run by themselves"
    case .recorded: "the record is being read"
    case .runs: "several runs are only looked at; one alone takes keys: rnn-tui watch RUN"
    }
  }
}
