import Datasets
import Telemetry

/// A run's record as the source of a screen: a thread reads what is new, moves along the timeline
/// and plays it, and puts the commands from keys into the run's inbox.
package final class RunWatch: TimelinePort, @unchecked Sendable {
  package let source = SessionSource.recorded

  /// Seconds between two looks at the record.
  static let interval = 0.3
  /// Seconds between two signs that somebody is watching.
  static let signInterval = 3.0

  private let mailbox = Mailbox(.recorded)
  private let thread = WatchThread()
  /// Shared with the thread.
  private var moves: [TimelineMove] = []
  private var commands: [Command] = []
  /// Used only on the thread.
  private var follower: RunFollower
  private var sender: RequestSender
  private let record: RecordFile
  /// Commands that the run has not taken, by their ids.
  private var waiting: [(id: Int, command: Int)] = []
  private var answered = 0
  /// Why the last command could not be sent.
  private var problem: String?

  /// - Parameter isReadOnly: no command is ever sent to the run.
  package init(_ run: RecordedRun, isReadOnly: Bool = false) {
    follower = RunFollower(run, isReadOnly: isReadOnly)
    sender = RequestSender(run.path)
    record = run.record
  }

  // MARK: the screen's side

  package var wakeDescriptor: Int32 { mailbox.wakeDescriptor }
  package func takeSnapshot() -> SessionSnapshot? { mailbox.takeSnapshot() }

  /// Keys send no commands if the run takes none (`State.whyNoCommands`).
  package func send(_ command: Command) {
    thread.wake { commands.append(command) }
  }

  package func move(_ move: TimelineMove) {
    thread.wake { moves.append(move) }
  }

  // MARK: the thread

  /// - Parameter onThreadStart: runs first on the new thread.
  package func start(onThreadStart: @escaping @Sendable () -> Void) {
    thread.start(onThreadStart: onThreadStart) { [self] in follow() }
  }

  /// Ends the thread; call it once, after `start`.
  package func stop() {
    thread.stop()
    sender.stopWatching()
  }

  private func follow() {
    mailbox.publish(SessionSnapshot(phase: .preparing("reading the record")))
    let size = record.size ?? 0
    var nextLook = 0.0
    var nextSign = 0.0
    var nextRecord = 0.0
    var shown: RunFollower.News?
    while true {
      let now = SavingThread.now
      var isNew = false
      if now >= nextLook {
        let isFirst = shown == nil
        var said = now
        follower.look(at: now) { [mailbox, thread, size] read in
          if isFirst, SavingThread.now > said + Self.interval {
            said = SavingThread.now
            mailbox.publish(Self.reading(read, of: size))
          }
          return !thread.isAskedToStop
        }
        nextLook = SavingThread.now + Self.interval
      }
      if now >= nextSign, follower.takesSigns {
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

  /// Reading a long record without an index takes a while.
  private static func reading(_ bytes: Int, of size: Int) -> SessionSnapshot {
    SessionSnapshot(
      phase: .preparing("reading the record: \(bytes >> 20) of \(max(size, bytes) >> 20) MB"))
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
      // The run ended while the key was pressed: the screen will show it.
      guard follower.control == .open, let start = timeline.start else {
        answered = max(answered, command.id)
        hasMoved = true
        continue
      }
      var request = SessionRequest(command.action)
      if case .lane(let id) = command.lanes {
        guard let lane = timeline.newest.lane(id) else {
          (problem, hasMoved) = ("the lane no longer exists", true)
          answered = max(answered, command.id)
          continue
        }
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

  /// Waits for a key, and does what it asks.
  /// - Returns: false to end.
  private func wait(until due: Double, _ nextRecord: inout Double) -> Bool {
    var taken: [TimelineMove] = []
    var asked: [Command] = []
    let goesOn = thread.sleep(
      until: due, while: { moves.isEmpty && commands.isEmpty },
      take: {
        swap(&taken, &moves)
        swap(&asked, &commands)
      })
    pass(on: asked)
    for move in taken {
      follower.move(move)
      hasMoved = true
      // The record where playing begins is shown first.
      if move == .playOrStop {
        nextRecord = SavingThread.now + 1 / Double(follower.player.speed)
      }
    }
    return goesOn
  }
}
