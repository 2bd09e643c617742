import Dashboard
import Datasets
import Foundation
import Telemetry
import Testing
import Training

/// Records that grow, are cut off, are damaged, or go away.
@Suite struct RunFollowerTests {
  private func text(_ snapshot: SessionSnapshot) -> String {
    var snapshot = snapshot
    snapshot.timeline = nil
    return JSONLine.text(snapshot, .exact)
  }

  /// A record that is cut off anywhere is read as far as it goes, and on when it grows: byte by byte
  /// it comes to the same as at once.
  @Test func everyTruncation() throws {
    let recorded = try RecordedFolder("sines", steps: 4, sets: ["data.count=64"])
    // Without the pictures, which are long: their lines are cut in the other tests.
    let lines = recorded.lines.filter { $0.utf8.count < 1500 || $0.contains("\"session\"") }
    let bytes = Data(lines.map { $0 + "\n" }.joined().utf8)
    try recorded.write(bytes)
    var whole = try recorded.follower()
    whole.look(at: 0)
    try recorded.write(Data())
    var follower = try recorded.follower()
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: recorded.record))
    defer { try? file.close() }
    for place in bytes.indices {
      try file.write(contentsOf: bytes[place...place])
      follower.look(at: 0)
      if bytes[place] == UInt8(ascii: "\n") { _ = follower.snapshot(at: 0) }
    }
    #expect(follower.player.timeline.places == whole.player.timeline.places)
    #expect(follower.player.timeline.damagedLines == 0)
    #expect(text(follower.snapshot(at: 0)) == text(whole.snapshot(at: 0)))
    // Cut off again, it is read from its beginning.
    var random = SeededRandom(seed: 7)
    for _ in 0..<40 {
      let end = Int(random.next() % UInt64(bytes.count))
      try recorded.write(bytes.prefix(end))
      follower.look(at: 0)
      var other = try recorded.follower()
      other.look(at: 0)
      #expect(text(follower.snapshot(at: 0)) == text(other.snapshot(at: 0)), "\(end) bytes")
    }
  }

  /// Bytes that are changed, taken out or doubled: lines are left out and counted, nothing breaks.
  @Test func mutations() throws {
    let recorded = try RecordedFolder(
      requests: ["5:regularizers.dropout=0.3", "8:gru:restart"], steps: 12)
    // Readings of the clock differ from run to run, and with them what is changed.
    let still = recorded.text.replacing(/"(seconds|steps_per_second)": [0-9.e+-]+/) {
      "\"\($0.1)\": 1.5"
    }
    let bytes = Data(still.utf8)
    var random = SeededRandom(seed: 1)
    let size = Size(columns: 120, rows: 36)
    for round in 0..<1000 {
      var changed = bytes
      for _ in 0..<(1 + round % 8) {
        let place = Int(random.next() % UInt64(changed.count))
        switch random.next() % 4 {
        case 0: changed[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: changed[place] = UInt8(ascii: "0") + UInt8(random.next() % 10)
        case 2: changed.removeSubrange(place..<min(changed.count, place + 1 + round % 40))
        default: changed.insert(changed[Int(random.next() % UInt64(changed.count))], at: place)
        }
      }
      try recorded.write(changed)
      var follower = try recorded.follower()
      follower.look(at: 0)
      for move in [nil, TimelineMove.back, .first, .interventionAfter, .forward] {
        if let move { follower.move(move) }
        let snapshot = follower.snapshot(at: 0)
        guard move == nil || round.isMultiple(of: 10) else { continue }
        for keys in ["", "G", "W", "T", "N", "M", "R"] {
          _ = picture(snapshot, size, .recorded, keys: keys)
        }
      }
    }
  }

  @Test func whatIsDamagedIsToldInTheLog() throws {
    let recorded = try RecordedFolder(steps: 4)
    var lines = recorded.lines
    lines.insert("no line", at: 3)
    try recorded.write(lines.map { $0 + "\n" }.joined())
    var follower = try recorded.follower()
    follower.look(at: 0)
    #expect(
      follower.snapshot(at: 0).log.last?.text
        == "1 line of the record cannot be read and is left out")
  }

  /// A run that goes on cuts its record off at the checkpoint and writes another end, which may be
  /// longer by the next look.
  @Test func aRunThatGoesOnIsReadAnew() throws {
    let recorded = try RecordedFolder(steps: 40)
    var follower = try recorded.follower()
    follower.look(at: 0)
    #expect(follower.snapshot(at: 0).timeline?.run == .ended)
    for _ in 0..<6 { follower.move(.back) }
    let step = try #require(follower.snapshot(at: 0).timeline).step
    let cut = try #require(recorded.lines.lastIndex { $0.contains("\"frame\"") }) - 1
    let resumed = """
      {"event":"resume","seconds":2,"at":30,"checkpoint":"c","date":"d","version":"1",\
      "host":"\(ProcessInfo.processInfo.hostName)","threads":1,"ends":{}}
      """
    let words = String(repeating: "x", count: 9000)
    let note = "{\"event\":\"note\",\"seconds\":3,\"topic\":\"data\",\"text\":\"\(words)\"}"
    let frame = "{\"event\":\"frame\",\"seconds\":3,\"at\":77}"
    try recorded.write(
      (recorded.lines.prefix(cut) + [resumed, note, frame]).map { $0 + "\n" }.joined())
    follower.look(at: 1)
    #expect(follower.player.timeline.damagedLines == 0)
    let timeline = try #require(follower.snapshot(at: 1).timeline)
    #expect(timeline.step == step && timeline.lastStep == 77)
    // Nobody holds its lock.
    #expect(timeline.run == .crashed)
  }

  /// Alive by its lock here, by its growth elsewhere; how long ago that was is said.
  @Test func alive() throws {
    let recorded = try RecordedFolder(steps: 20)
    let open = recorded.lines.filter { !$0.contains("\"closed\"") }
    try recorded.write(open.map { $0 + "\n" }.joined())
    do {
      let descriptor = Foundation.open(recorded.run, O_RDONLY | O_DIRECTORY)
      defer { close(descriptor) }
      #expect(flock(descriptor, LOCK_EX) == 0)
      var follower = try recorded.follower()
      for now in [0.0, 100, 1000] {
        follower.look(at: now)
        let timeline = try #require(follower.snapshot(at: now).timeline)
        #expect(timeline.run == .running)
        let age = try #require(timeline.age)
        #expect(now < 1 || age >= Int(now) && age < Int(now) + 100)
      }
    }
    var elsewhere = RunFollower(try RecordedRun(recorded.run), host: "another machine")
    elsewhere.look(at: 0)
    #expect(elsewhere.snapshot(at: 0).timeline?.run == .running)
    elsewhere.look(at: 70)
    #expect(elsewhere.snapshot(at: 70).timeline?.run == .silent)
    try recorded.write((open + [open[0]]).map { $0 + "\n" }.joined())
    elsewhere.look(at: 71)
    #expect(elsewhere.snapshot(at: 71).timeline?.run == .running)
    var here = try recorded.follower()
    here.look(at: 0)
    let timeline = try #require(here.snapshot(at: 0).timeline)
    #expect(timeline.run == .crashed && timeline.age == nil)
    #expect(timeline.goOn.hasSuffix(" resume \(recorded.run)"))
  }

  /// The list of runs judges as a follower does.
  @Test func aliveInTheList() throws {
    let recorded = try RecordedFolder(steps: 20)
    let open = recorded.lines.filter { !$0.contains("\"closed\"") }
    try recorded.write(open.map { $0 + "\n" }.joined())
    let run = try RecordedRun(recorded.run)
    #expect(RunList.entry(run).state == .crashed)
    #expect(RunList.entry(run, host: "another machine").state == .running)
    let old = timeval(tv_sec: time(nil) - 100, tv_usec: 0)
    #expect(utimes("\(recorded.run)/record.jsonl", [old, old]) == 0)
    #expect(RunList.entry(run, host: "another machine").state == .silent)
  }

  @Test func aFolderThatIsGoneIsAMessage() throws {
    let recorded = try RecordedFolder(steps: 6)
    var follower = try recorded.follower()
    follower.look(at: 0)
    follower.move(.first)
    try recorded.folder.takeAway("run")
    follower.look(at: 1)
    for move in [TimelineMove.forward, .back, .last, .interventionBefore] {
      follower.move(move)
      let snapshot = follower.snapshot(at: 1)
      #expect(snapshot.alert?.hasSuffix("run is gone; what was read is still shown") == true)
      #expect(!snapshot.lanes.isEmpty)
    }
  }
}
