import Synchronization

/// How urgently a session is asked to end; the level only rises. Training, scoring and loading
/// check it between batches.
package final class StopRequest: Sendable {
  package enum Level: Int, Sendable, Comparable {
    case none
    /// Save, score the best weights on the test part, end.
    case finish
    /// Save and end, nothing else: after a second signal (counted in CTerminal/signals.c), by
    /// `HeadlessRun.wait` or `EventLoop`.
    case hurry

    package static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
  }

  private let state = Atomic<Int>(0)
  private let answers = Atomic<Bool>(false)

  package init() {}

  package func raise(to level: Level) {
    _ = state.max(level.rawValue, ordering: .acquiringAndReleasing)
  }

  /// True while somebody can be asked what to do if saving fails.
  package var mayAsk: Bool {
    get { answers.load(ordering: .acquiring) && level < .hurry }
    set { answers.store(newValue, ordering: .releasing) }
  }

  /// One atomic load.
  package var level: Level { Level(rawValue: state.load(ordering: .acquiring)) ?? .hurry }
  package var isRaised: Bool { level > .none }
}
