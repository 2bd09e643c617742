import Dashboard
import Datasets
import Foundation
import Telemetry
import Testing
import Training

/// What a long record makes is kept beside it. It says the same as the record, can be deleted, and is
/// believed only where it is of this record.
@Suite struct RecordIndexTests {
  let recorded: RecordedFolder
  let index: RecordIndex

  /// A record of about 8 MB: a session's, then notes and whole pictures by the thousand.
  init() throws {
    recorded = try RecordedFolder(requests: ["5:regularizers.dropout=0.3"], steps: 12)
    let padding = String(repeating: "x", count: 3000)
    var text = recorded.text
    for step in 13...2700 {
      text +=
        "{\"event\":\"note\",\"seconds\":1,\"topic\":\"data\",\"text\":\"\(step) \(padding)\"}\n"
      text += "{\"event\":\"frame\",\"seconds\":\(step),\"at\":\(step)}\n"
    }
    try recorded.write(text)
    index = RecordIndex(ofRun: recorded.run)
  }

  private func text(_ snapshot: SessionSnapshot) -> String { JSONLine.text(snapshot, .exact) }

  private func read() throws -> RunFollower {
    var follower = try recorded.follower()
    follower.look(at: 0)
    return follower
  }

  /// - Returns: how many pictures were read on the way: none of those in an index.
  private func expectTheSame(
    _ whole: RunFollower, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Int {
    var (whole, other) = (whole, try read())
    let (a, b) = (whole.player.timeline, other.player.timeline)
    #expect(a.places == b.places && a.facts == b.facts, sourceLocation: sourceLocation)
    #expect(
      text(whole.snapshot(at: 0)) == text(other.snapshot(at: 0)), sourceLocation: sourceLocation)
    for step in [1, 12, 13, 700, 1400, 1401, 2000, 2699] {
      whole.show(step: step)
      other.show(step: step)
      let shown = text(other.snapshot(at: 0))
      #expect(shown.contains("\"step\": \(step)"), sourceLocation: sourceLocation)
      #expect(text(whole.snapshot(at: 0)) == shown, sourceLocation: sourceLocation)
    }
    return other.player.timeline.keptCount
  }

  @Test func itSaysWhatTheRecordSaysAndCanBeDeleted() throws {
    let whole = try read()
    let offsets = index.offsets
    let size = try #require(RecordFile(recorded.record).size)
    #expect(
      offsets.count == size / RecordIndex.spacing - RecordIndex.least / RecordIndex.spacing + 1)
    #expect(offsets.allSatisfy { $0 >= RecordIndex.least && $0 <= size })
    // What is before the last entry is not read again.
    #expect(try expectTheSame(whole) <= RecordIndex.spacing / (1 << 17) + 1)
    func bytes() throws -> [Data] {
      try offsets.map {
        try Data(contentsOf: URL(fileURLWithPath: "\(recorded.run)/index/\($0).json"))
      }
    }
    let written = try bytes()
    try FileManager.default.removeItem(atPath: recorded.run + "/index")
    #expect(try expectTheSame(whole) > RecordIndex.spacing / (1 << 17) + 1)
    #expect(index.offsets == offsets)
    #expect(try bytes() == written)
  }

  @Test func damagedEntriesAreNotBelieved() throws {
    let whole = try read()
    let offset = try #require(index.offsets.last)
    let file = "\(recorded.run)/index/\(offset).json"
    let good = try Data(contentsOf: URL(fileURLWithPath: file))
    var random = SeededRandom(seed: 3)
    for round in 0..<60 {
      var bytes = good
      let place = Int(random.next() % UInt64(bytes.count))
      switch round % 3 {
      case 0: bytes = bytes.prefix(place)
      case 1: bytes[place] ^= UInt8(truncatingIfNeeded: 1 << (round % 7))
      default: bytes.insert(UInt8(ascii: "7"), at: place)
      }
      try bytes.write(to: URL(fileURLWithPath: file))
      #expect(index.last(upTo: offset)?.end != offset, "round \(round)")
    }
    #expect(try expectTheSame(whole) > 0)
    // Who has read past it has put it right.
    #expect(index.last(upTo: offset)?.end == offset)
  }

  @Test func anotherRecordHasAnotherIndex() throws {
    _ = try read()
    let size = try #require(RecordFile(recorded.record).size)
    #expect(index.last(upTo: size)?.end == index.offsets.last)
    let text = try String(contentsOfFile: recorded.record, encoding: .utf8)
    // As long as the first.
    try recorded.write(text.replacing("xxx", with: "yyy"))
    let isBelieved = index.last(upTo: size) != nil
    #expect(!isBelieved)
    let follower = try read()
    #expect(follower.player.timeline.newest.snapshot.log.last?.text.hasSuffix("yyy") == true)
    #expect(index.last(upTo: size)?.end == index.offsets.last)
  }

  /// In a folder where nothing can be written the record is read all the same.
  @Test func itIsDoneWithout() throws {
    try recorded.folder.write("x", to: "run/index")
    let whole = try read()
    #expect(index.offsets.isEmpty)
    #expect(try expectTheSame(whole) > 0)
    #expect(try String(contentsOfFile: recorded.run + "/index", encoding: .utf8) == "x")
  }
}
