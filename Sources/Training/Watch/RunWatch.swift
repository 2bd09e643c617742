import Datasets
import Foundation
import Telemetry

/// A run's record as the source of a screen: a thread reads what is new, moves along the time line
/// and plays it.
package final class RunWatch: TimelinePort, @unchecked Sendable {
  package let source = SessionSource.recorded

  /// Seconds between two looks at the record.
  private static let interval = 0.3

  private let mailbox = Mailbox(.recorded)
  private let condition = NSCondition()
  /// Guarded by the condition.
  private var moves: [TimelineMove] = []
  private var isStopping = false
  private let ended = DispatchSemaphore(value: 0)
  /// Used on the thread alone.
  private var follower: RunFollower

  package init(_ run: RecordedRun) { follower = RunFollower(run) }

  // MARK: the screen's side

  package var wakeDescriptor: Int32 { mailbox.wakeDescriptor }
  package func takeSnapshot() -> SessionSnapshot? { mailbox.takeSnapshot() }

  /// Nothing that is recorded takes commands; keys send none (`SessionSource.whyNoCommands`).
  package func send(_ command: Command) {
    preconditionFailure("a command was sent to the record of a run")
  }

  package func move(_ move: TimelineMove) {
    condition.lock()
    moves.append(move)
    condition.signal()
    condition.unlock()
  }

  // MARK: the thread

  /// - Parameter onThreadStart: runs first on the new thread.
  package func start(onThreadStart: @escaping @Sendable () -> Void) {
    let thread = Thread { [self] in
      onThreadStart()
      follow()
      ended.signal()
    }
    thread.stackSize = 8 << 20
    thread.name = "rnn-tui watch"
    thread.start()
  }

  /// Ends the thread; call it once, after `start`.
  package func stop() {
    condition.lock()
    isStopping = true
    condition.signal()
    condition.unlock()
    ended.wait()
  }

  private func follow() {
    mailbox.publish(SessionSnapshot(phase: .preparing("reading the record")))
    var nextLook = 0.0
    var nextRecord = 0.0
    var shown: RunFollower.News?
    while true {
      let now = SavingThread.now
      var isNew = false
      if now >= nextLook {
        follower.look(at: now) { [self] in isAskedToStop }
        nextLook = SavingThread.now + Self.interval
      }
      if follower.player.isPlaying, now >= nextRecord {
        follower.playOne()
        nextRecord = max(now, nextRecord) + 1 / Double(follower.player.speed)
        isNew = true
      }
      let news = follower.news(at: now)
      if isNew || news != shown || hasMoved {
        (shown, hasMoved) = (news, false)
        mailbox.publish(follower.snapshot(at: now))
      }
      let due = follower.player.isPlaying ? min(nextLook, nextRecord) : nextLook
      guard wait(until: due, &nextRecord) else { return }
    }
  }

  private var hasMoved = false

  private var isAskedToStop: Bool {
    condition.lock()
    defer { condition.unlock() }
    return isStopping
  }

  /// Waits for a key, and does what it asks.
  /// - Returns: false to end.
  private func wait(until due: Double, _ nextRecord: inout Double) -> Bool {
    condition.lock()
    while moves.isEmpty, !isStopping {
      let left = due - SavingThread.now
      guard left > 0, condition.wait(until: Date(timeIntervalSinceNow: left)) else { break }
    }
    let taken = moves
    moves = []
    let goesOn = !isStopping
    condition.unlock()
    for move in taken {
      follower.move(move)
      hasMoved = true
      // Where playing begins, that record is seen first.
      if move == .playOrStop {
        nextRecord = SavingThread.now + 1 / Double(follower.player.speed)
      }
    }
    return goesOn
  }
}
