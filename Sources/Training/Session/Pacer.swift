import Engine

/// Limits training to a number of steps per second, so that a short run can be watched.
package struct Pacer {
  /// Maximum steps per second; nil: no limit.
  package private(set) var limit: Int?
  /// When the last step should have begun.
  private var began: Duration?

  package static let ladder = Ladder(.oneTwoFive, 1...1000, isWhole: true)

  package init(limit: Int?) { self.limit = limit }

  /// One rung down; without a limit, the first one that makes a difference.
  /// - Parameter rate: recent steps per second.
  package mutating func slow(from rate: Double) {
    // Until a rate is known there is nothing to be slower than.
    guard limit != nil || rate > 0 else { return }
    let now = limit.map(Float.init) ?? min(Float(rate), Self.ladder.range.upperBound * 2)
    limit = Int(Self.ladder.below(now))
  }

  /// One rung up; beyond the top there is no limit.
  package mutating func hasten() {
    guard let limit, Float(limit) < Self.ladder.range.upperBound else {
      self.limit = nil
      return
    }
    self.limit = Int(Self.ladder.above(Float(limit)))
  }

  private var interval: Duration? { limit.map { .seconds(1) / $0 } }

  /// Time until the next step may begin; never below zero.
  /// - Parameter now: on a monotonic clock.
  package func timeLeft(at now: Duration) -> Duration {
    guard let interval, let began else { return .zero }
    return max(.zero, began + interval - now)
  }

  /// A step that is slightly late does not delay those after it; one that is very late is not made
  /// up for.
  package mutating func stepBegins(at now: Duration) {
    guard let interval, let began, now < began + interval * 2 else {
      began = now
      return
    }
    self.began = max(began + interval, now - interval)
  }
}

/// The clock that paces a session, and how it waits for its next step.
package struct PaceClock {
  /// Monotonic.
  package var now: () -> Duration
  /// Returns early if there is something to do.
  package var wait: (Duration) -> Void

  package init(now: @escaping () -> Duration, wait: @escaping (Duration) -> Void) {
    (self.now, self.wait) = (now, wait)
  }

  /// Waits for commands meanwhile.
  package init(_ mailbox: Mailbox) {
    let clock = ContinuousClock()
    let start = clock.now
    self.init(now: { clock.now - start }, wait: { mailbox.waitForCommands(atMost: $0) })
  }
}
