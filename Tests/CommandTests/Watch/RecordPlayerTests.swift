import Dashboard
import Foundation
import Telemetry
import Testing
import Training

/// Any place of a record, and the way there.
@Suite struct RecordPlayerTests {
  private static let sizes = [Size(columns: 80, rows: 24), Size(columns: 120, rows: 36)]

  private func recorded() throws -> RecordedFolder {
    try RecordedFolder(
      requests: [
        "9:regularizers.dropout=0.3", "17:gru:restart", "24:training.learning_rate+",
      ], steps: 60)
  }

  /// Every pane is, cell by cell, as it was while the session trained, in whatever order one goes.
  @Test func everyPlaceIsAsItWas() throws {
    let recorded = try recorded()
    var follower = try recorded.follower()
    follower.look(at: 0)
    let places = follower.player.timeline.places
    #expect(places.count > 10)
    // Of several at one step the last one counts.
    var live: [Int: SessionSnapshot] = [:]
    for frame in recorded.live { live[frame.step] = frame.snapshot }
    #expect(places.map(\.step) == live.keys.sorted())
    func compare(_ snapshot: SessionSnapshot) throws {
      let timeline = try #require(snapshot.timeline)
      let before = try #require(live[timeline.step])
      for size in Self.sizes {
        // The settings' list alone is another one: it names keys that only work where it trains.
        for keys in ["", "G", "W", "T", "N", "O", "M"] {
          let now = picture(snapshot, size, .recorded, keys: keys)
          let then = picture(before, size, .live, keys: keys)
          #expect(now == then, "step \(timeline.step), pane \(keys)")
        }
      }
    }
    try compare(follower.snapshot(at: 0))
    var steps: [Int] = []
    for _ in places {
      follower.move(.back)
      let snapshot = follower.snapshot(at: 0)
      steps.append(try #require(snapshot.timeline).step)
      try compare(snapshot)
    }
    #expect(steps == Array(places.map(\.step).reversed().dropFirst()) + [0])
    for move in [TimelineMove.last, .first, .interventionAfter, .forward, .interventionAfter] {
      follower.move(move)
      try compare(follower.snapshot(at: 0))
    }
  }

  @Test func interventionsAreFound() throws {
    let recorded = try recorded()
    var follower = try recorded.follower()
    follower.look(at: 0)
    var steps: [Int] = []
    while follower.snapshot(at: 0).timeline?.hasInterventionBefore == true, steps.count < 9 {
      follower.move(.interventionBefore)
      steps.append(try #require(follower.snapshot(at: 0).timeline).step)
    }
    // At the first whole picture after each.
    #expect(steps.count == 3)
    #expect(zip(steps.reversed(), [9, 17, 24]).allSatisfy { $0 >= $1 && $0 <= $1 + 4 }, "\(steps)")
    let back = steps.reversed().dropFirst()
    for step in back {
      follower.move(.interventionAfter)
      #expect(follower.snapshot(at: 0).timeline?.step == step)
    }
    #expect(follower.snapshot(at: 0).timeline?.hasInterventionAfter == false)
  }

  @Test func playingGoesToTheEndAndBeginsAnew() throws {
    let recorded = try recorded()
    var follower = try recorded.follower()
    follower.look(at: 0)
    let count = follower.player.timeline.places.count
    follower.move(.playOrStop)
    #expect(follower.player.isPlaying && follower.player.place == 0)
    follower.playOne()
    follower.move(.playOrStop)
    follower.playOne()
    #expect(!follower.player.isPlaying && follower.player.place == 1)
    follower.move(.playOrStop)
    #expect(follower.player.place == 1)
    for _ in 2..<count { follower.playOne() }
    #expect(!follower.player.isPlaying && follower.player.place == nil)
    for _ in 0..<20 { follower.move(.faster) }
    #expect(follower.player.speed == TimelineSnapshot.speeds.upperBound)
    for _ in 0..<20 { follower.move(.slower) }
    #expect(follower.player.speed == TimelineSnapshot.speeds.lowerBound)
    // Going by hand stops it.
    follower.move(.first)
    follower.move(.playOrStop)
    follower.move(.forward)
    #expect(!follower.player.isPlaying && follower.player.place == 1)
  }

  /// However long a record is, few pictures are kept, and no place is far from one of them.
  @Test func longRecordsKeepFewPictures() throws {
    let recorded = try RecordedFolder(steps: 3)
    let head = recorded.lines.prefix { !$0.contains("\"frame\"") }
    let padding = String(repeating: "x", count: 3000)
    var text = head.map { $0 + "\n" }.joined()
    for step in 1...3000 {
      text +=
        "{\"event\":\"note\",\"seconds\":1,\"topic\":\"data\",\"text\":\"\(step) \(padding)\"}\n"
      text += "{\"event\":\"frame\",\"seconds\":1,\"at\":\(step)}\n"
    }
    try recorded.write(text)
    var follower = try recorded.follower()
    follower.look(at: 0)
    let timeline = follower.player.timeline
    #expect(timeline.places.count == 3000 && timeline.keptCount <= RecordTimeline.mostKept)
    let file = RecordFile(recorded.record)
    for place in [0, 1, 77, 1499, 1500, 2222, 2998, 2999] {
      #expect(timeline.bytesToRead(to: place) < text.utf8.count / 16)
      let picture = try timeline.picture(
        at: place, of: file, RecordIndex(ofRun: recorded.run))
      #expect(picture.snapshot.log.last?.text.hasPrefix("\(place + 1) ") == true)
    }
  }
}
