import Datasets
import Foundation
import Telemetry

/// A run's record as the source of a screen: a thread reads what is new, moves along the time line
/// and plays it, and puts the commands of keys into the run's inbox.
package final class RunWatch: TimelinePort, @unchecked Sendable {
  package let source = SessionSource.recorded

  /// Seconds between two looks at the record.
  static let interval = 0.3
  /// Seconds between two signs that somebody watches.
  static let signInterval = 3.0

  private let mailbox = Mailbox(.recorded)
  private let condition = NSCondition()
  /// Guarded by the condition.
  private var moves: [TimelineMove] = []
  private var commands: [Command] = []
  private var isStopping = false
  private let ended = DispatchSemaphore(value: 0)
  /// Used on the thread alone.
  private var follower: RunFollower
  private var sender: RequestSender
  /// Commands that the run has not taken, by the numbers they were sent with.
  private var waiting: [(id: Int, command: Int)] = []
  private var answered = 0
  /// Why the last command could not be sent.
  private var problem: String?

  /// - Parameter isReadOnly: nothing is ever sent to the run.
  package init(_ run: RecordedRun, isReadOnly: Bool = false) {
    follower = RunFollower(run, isReadOnly: isReadOnly)
    sender = RequestSender(run.path)
  }

  // MARK: the screen's side

  package var wakeDescriptor: Int32 { mailbox.wakeDescriptor }
  package func takeSnapshot() -> SessionSnapshot? { mailbox.takeSnapshot() }

  /// Keys send none where the run takes none (`State.whyNoCommands`).
  package func send(_ command: Command) {
    condition.lock()
    commands.append(command)
    condition.signal()
    condition.unlock()
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
    var nextSign = 0.0
    var nextRecord = 0.0
    var shown: RunFollower.News?
    while true {
      let now = SavingThread.now
      var isNew = false
      if now >= nextLook {
        follower.look(at: now) { [self] in isAskedToStop }
        nextLook = SavingThread.now + Self.interval
      }
      if now >= nextSign, follower.isAlive {
        sender.sayWatching()
        nextSign = now + Self.signInterval
      }
      if follower.player.isPlaying, now >= nextRecord {
        follower.playOne()
        nextRecord = max(now, nextRecord) + 1 / Double(follower.player.speed)
        isNew = true
      }
      let news = follower.news(at: now)
      if isNew || news != shown || hasMoved {
        (shown, hasMoved) = (news, false)
        mailbox.publish(snapshot(at: now))
      }
      let due = follower.player.isPlaying ? min(nextLook, nextRecord) : nextLook
      guard wait(until: due, &nextRecord) else { return }
    }
  }

  private var hasMoved = false

  private func snapshot(at now: Double) -> SessionSnapshot {
    var snapshot = follower.snapshot(at: now)
    let taken = follower.player.timeline.taken
    for entry in waiting where taken.contains(entry.id) { answered = max(answered, entry.command) }
    waiting.removeAll { taken.contains($0.id) }
    snapshot.answeredCommand = answered
    snapshot.alert = problem ?? snapshot.alert
    return snapshot
  }

  private func pass(on commands: [Command]) {
    let timeline = follower.player.timeline
    for command in commands {
      // The run ended while the key was pressed: the screen will say so.
      guard follower.control == .open, let start = timeline.start else { continue }
      var request = SessionRequest(command.action)
      if case .lane(let id) = command.lanes {
        guard let lane = timeline.newest.lane(id) else { continue }
        request.lane = lane.info.name
      }
      do {
        let id = try sender.send(request, to: start, seen: timeline.newest.lines)
        waiting.append((id, command.id))
        problem = nil
      } catch {
        problem = error.description
      }
      hasMoved = true
    }
  }

  private var isAskedToStop: Bool {
    condition.lock()
    defer { condition.unlock() }
    return isStopping
  }

  /// Waits for a key, and does what it asks.
  /// - Returns: false to end.
  private func wait(until due: Double, _ nextRecord: inout Double) -> Bool {
    condition.lock()
    while moves.isEmpty, commands.isEmpty, !isStopping {
      let left = due - SavingThread.now
      guard left > 0, condition.wait(until: Date(timeIntervalSinceNow: left)) else { break }
    }
    let taken = moves
    let asked = commands
    (moves, commands) = ([], [])
    let goesOn = !isStopping
    condition.unlock()
    pass(on: asked)
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
