import Datasets
import Foundation
import Telemetry

/// A run's record as it grows, read piece by piece. It only reads.
package struct RunFollower: Sendable {
  /// On another machine a run that has recorded nothing for so many seconds may have ended.
  static let silence = 60.0

  private let run: RecordedRun
  private let host: String
  private let isReadOnly: Bool
  package private(set) var player: RecordPlayer

  /// What is right before the next line: another text there is another record.
  private var mark = Data()
  private var inode: UInt64?
  /// When the record last grew, in seconds on the clock of the looks.
  private var grownAt: Double?
  private var state = RecordedRunState.running
  /// Nil: everything is where it was.
  package private(set) var problem: String?

  /// Of `live.json`: when it was written, and what it says.
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
      run.record, run.index, goOn: shellLine([Arguments.program, "resume", run.path]))
  }

  /// Reads what is new.
  /// - Parameters:
  ///   - now: seconds on a monotonic clock.
  ///   - goesOn: asked after every line, with the bytes of the record read so far; false: the rest is
  ///     left.
  package mutating func look(at now: Double, goesOn: (Int) -> Bool = { _ in true }) {
    var facts = stat()
    guard stat("\(run.path)/\(RunArchive.record)", &facts) == 0 else { return lose(now) }
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
    // A run that goes on has cut off what followed its checkpoint.
    if !isWhole, player.timeline.resumptions > resumptions {
      startAgain()
      read(goesOn)
    }
    readLive()
    resumptions = player.timeline.resumptions
    player.isRead()
    if grownAt == nil || lastSize != size {
      // At first the file itself says when.
      let age = isFirst ? max(0, Self.wallClock - Double(facts.st_mtim.tv_sec)) : 0
      grownAt = now - age
      lastSize = size
      state = .running
    }
    decide(now)
  }

  /// The trainer's own picture of now, where it writes one.
  private mutating func readLive() {
    let path = "\(run.path)/\(LiveSnapshot.file)"
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

  /// Bytes of `live.json` that are read.
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
      ? "\(path)/\(RunArchive.record) is gone; what was read of it stays"
      : "\(path) is gone; what was read of it stays"
    if state == .running { state = .silent }
  }

  /// Whether the run is alive: by what it records, and on the same machine by its lock. That of a run
  /// that has ended is taken for a moment, once.
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

  /// Whole seconds since the record grew, while the run may still train.
  private func age(_ now: Double) -> Int? {
    guard state == .running || state == .silent, let grownAt else { return nil }
    return Int(max(0, min(1e9, now - grownAt)))
  }

  /// Differs where a screen may have to be drawn again though nothing was read.
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

  /// What the trainer says of now, while it is the one that trains.
  private var current: LiveSnapshot? {
    guard isAlive, let live, live.start == player.timeline.start,
      live.step >= player.timeline.newest.frame
    else { return nil }
    return live
  }

  /// It trains for certain, and takes signs from others.
  var takesSigns: Bool { state == .running && problem == nil && player.timeline.start != nil }

  /// It trains, as far as can be told.
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
    // What a run could not do is in its log; it matters below the panes while it can be helped.
    if state != .running { snapshot.alert = nil }
    snapshot.alert = problem ?? snapshot.alert
    if snapshot.timeline == nil {
      snapshot.phase = .preparing("waiting for the first record")
    }
    return snapshot
  }
}
