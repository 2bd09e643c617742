import Datasets
import Foundation
import Telemetry

/// A run's record as it grows, read piece by piece. It only reads.
package struct RunFollower: Sendable {
  /// On another machine, a run that has recorded nothing for this many seconds may have ended.
  static let silence = 60.0

  private let run: RecordedRun
  private let host: String
  private let isReadOnly: Bool
  package private(set) var player: RecordPlayer

  /// The bytes right before the next line: if they change, it is another record.
  private var mark = Data()
  private var inode: UInt64?
  /// When the record last grew, in seconds on the clock passed to each look.
  private var grownAt: Double?
  private var state = RecordedRunState.running
  /// Nil: there is none.
  package private(set) var problem: String?

  /// From `live.json`: when it was written, and its content.
  private var liveTime = timespec()
  private var live: LiveSnapshot?

  private var resumptions = 0
  private var lastSize = -1

  private static let markSize = 64

  /// - Parameters:
  ///   - isReadOnly: keys that change the training are not sent.
  ///   - host: the name of this machine.
  package init(
    _ run: RecordedRun, isReadOnly: Bool = false,
    host: String = ProcessInfo.processInfo.hostName
  ) {
    (self.run, self.isReadOnly, self.host) = (run, isReadOnly, host)
    player = RecordPlayer(
      run.record, run.index, goOn: shellLine([ProgramArguments.program, "resume", run.path]))
  }

  /// Reads what is new.
  /// - Parameters:
  ///   - now: seconds on a monotonic clock.
  ///   - goesOn: asked after every line, with the bytes of the record read so far; false: stop
  ///     reading.
  package mutating func look(at now: Double, goesOn: (Int) -> Bool = { _ in true }) {
    var facts = stat()
    guard stat("\(run.path)/\(RunFiles.record)", &facts) == 0 else { return lose(now) }
    problem = nil
    let (size, number) = (Int(facts.st_size), UInt64(facts.st_ino))
    let isFirst = inode == nil
    var isWhole = isFirst
    if isFirst || inode != number || size < offset || size != lastSize && !isMarkThere {
      startAgain()
      isWhole = true
    }
    inode = number
    if size > offset { read(goesOn) }
    // A resumed run has cut off what followed its checkpoint.
    if !isWhole, player.timeline.resumptions > resumptions {
      startAgain()
      read(goesOn)
    }
    readLive()
    resumptions = player.timeline.resumptions
    player.isRead()
    if grownAt == nil || lastSize != size {
      // At first, the file's own modification time.
      let age = isFirst ? max(0, Self.wallClock - Double(facts.st_mtim.tv_sec)) : 0
      grownAt = now - age
      lastSize = size
      state = .running
    }
    decide(now)
  }

  /// The trainer's own current picture, if it writes one.
  private mutating func readLive() {
    let path = "\(run.path)/\(RunFiles.live)"
    var facts = stat()
    guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
      facts.st_size < Self.mostLive
    else {
      live = nil
      return
    }
    let time = facts.st_mtim
    guard time.tv_sec != liveTime.tv_sec || time.tv_nsec != liveTime.tv_nsec else { return }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let new = try? JSONLine.value(LiveSnapshot.self, text)
    else { return }
    (live, liveTime) = (new, time)
  }

  /// Maximum bytes of `live.json` that are read.
  private static let mostLive = 64 << 20

  /// Where the next line begins.
  private var offset: Int { player.timeline.end }

  private mutating func startAgain() {
    player.startAgain()
    mark = markThere
  }

  private mutating func read(_ goesOn: (Int) -> Bool) {
    let start = offset
    do {
      try run.record.forEachPlace(in: offset..<Int.max) { line, end in
        player.take(line, endingAt: end)
        return goesOn(end)
      }
    } catch {
      problem = error.description
    }
    if offset != start { mark = markThere }
  }

  private var markThere: Data { run.record.bytes(before: offset, count: Self.markSize) }
  private var isMarkThere: Bool { markThere == mark }

  private mutating func lose(_ now: Double) {
    let path = escaped(run.path, limit: 400)
    problem =
      access(run.path, F_OK) == 0
      ? "\(path)/\(RunFiles.record) is gone; what was read is still shown"
      : "\(path) is gone; what was read is still shown"
    if state == .running { state = .silent }
  }

  /// Whether the run is alive: judged by what it records, and on the same machine by its lock. The
  /// lock of an ended run is taken briefly, once.
  private mutating func decide(_ now: Double) {
    if let close = player.timeline.close {
      state = close == .ended ? .ended : .interrupted
      return
    }
    guard state == .running else { return }
    if (player.timeline.host ?? run.manifest.host) == host {
      if !RunFolder.isInUse(run.path) { state = .crashed }
    } else if let grownAt, now - grownAt > Self.silence {
      state = .silent
    }
  }

  private static var wallClock: Double { Date().timeIntervalSince1970 }

  // MARK: what is shown

  /// Whole seconds since the record grew, while the run may still be training.
  private func age(_ now: Double) -> Int? {
    guard state == .running || state == .silent, let grownAt else { return nil }
    return Int(max(0, min(1e9, now - grownAt)))
  }

  /// Changes if a screen may have to be redrawn although nothing was read.
  package func news(at now: Double) -> News {
    News(
      offset: offset,
      live: live == nil ? nil : Double(liveTime.tv_sec) + Double(liveTime.tv_nsec) * 1e-9,
      state: state, age: age(now).flatMap { $0 < 5 ? nil : $0 }, problem: problem)
  }

  package struct News: Equatable {
    var offset: Int
    var live: Double?
    var state: RecordedRunState
    var age: Int?
    var problem: String?
  }

  package mutating func move(_ move: TimelineMove) { player.move(move) }

  package mutating func show(step: Int) { player.show(step: step) }

  package mutating func playOne() { player.playOne() }

  /// Whether the run takes requests, and the start that they are meant for.
  package var control: TimelineSnapshot.Control {
    isReadOnly ? .readOnly : isAlive && player.timeline.start != nil ? .open : .closed
  }

  /// The trainer's latest picture, while it is the one that trains.
  private var current: LiveSnapshot? {
    guard isAlive, let live, live.start == player.timeline.start,
      live.step >= player.timeline.newest.frame
    else { return nil }
    return live
  }

  /// It is certainly training, and takes signs from others.
  var takesSigns: Bool { state == .running && problem == nil && player.timeline.start != nil }

  /// It is training, as far as can be told.
  package var isAlive: Bool { state == .running || state == .silent }

  package mutating func snapshot(at now: Double) -> SessionSnapshot {
    var snapshot: SessionSnapshot
    do {
      snapshot = try player.snapshot(state, control: control, age: age(now), live: current)
    } catch {
      problem = problem ?? error.description
      player.move(.last)
      snapshot =
        (try? player.snapshot(state, control: control, age: age(now), live: current))
        ?? SessionSnapshot(phase: .paused)
    }
    // A run's failures are in its log; they are shown below the panes while they can still be
    // fixed.
    if state != .running { snapshot.alert = nil }
    snapshot.alert = problem ?? snapshot.alert
    if snapshot.timeline == nil {
      snapshot.phase = .preparing("waiting for the first frame")
    }
    return snapshot
  }
}
