/// The source of the snapshots on a screen.
package enum SessionSource: Sendable, Equatable, CaseIterable {
  /// A session that trains in this process.
  case live
  /// Trials of a sweep, each in its own process.
  case sweep
  /// The record of a run, which trains elsewhere or has ended.
  case recorded
  /// The records of several runs, side by side.
  case runs

  /// Why commands that change training are not accepted; nil if they are.
  package var whyNoCommands: String? {
    switch self {
    case .live: nil
    case .sweep: "the trials of a sweep run by themselves"
    case .recorded: "the record is being read"
    case .runs: "several runs are read-only; to send keys to one: rnn-tui watch RUN"
    }
  }
}
