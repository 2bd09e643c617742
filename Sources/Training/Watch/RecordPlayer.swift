import Datasets
import Telemetry

/// A moving position in a record: moved by keys, by playing, or with the newest line while that one
/// is shown.
package struct RecordPlayer: Sendable {
  private let record: RecordFile
  private let index: RecordIndex
  private let goOn: String
  package private(set) var timeline = RecordTimeline()
  /// Nil: always the newest line.
  package private(set) var place: Int?
  package private(set) var isPlaying = false
  /// Records per second.
  package private(set) var speed = 4
  /// The picture that was last shown.
  private var near: (place: Int, reducer: SessionReducer)?

  /// - Parameter goOn: the complete command that resumes the run.
  package init(_ record: RecordFile, _ index: RecordIndex, goOn: String) {
    (self.record, self.index, self.goOn) = (record, index, goOn)
  }

  package mutating func take(_ line: RecordLine?, endingAt end: Int) {
    timeline.take(line, endingAt: end)
    if timeline.isIndexDue { index.write(timeline) }
  }

  /// The record was replaced or cut: what its index knows is taken over, the rest has to be read,
  /// and the step shown before is shown again.
  package mutating func startAgain() {
    if let place { sought = timeline.places[place].step }
    timeline = record.size.flatMap { index.last(upTo: $0) } ?? RecordTimeline()
    (near, isPlaying, place) = (nil, false, nil)
  }

  /// The step to find again after rereading.
  private var sought: Int?

  /// Everything that is there now has been read.
  package mutating func isRead() {
    guard let step = sought else { return }
    sought = nil
    place = timeline.places.lastIndex { $0.step <= step }.flatMap(inside)
  }

  private var last: Int { timeline.places.count - 1 }
  private var now: Int { place ?? last }

  /// Nil if the place is the last one: from there on, the newest line is followed.
  private func inside(_ place: Int) -> Int? { place < last ? max(0, place) : nil }

  package mutating func move(_ move: TimelineMove) {
    guard last >= 0 else { return }
    switch move {
    case .back: go(to: now - 1)
    case .forward: go(to: now + 1)
    case .interventionBefore: if let found = timeline.intervention(before: now) { go(to: found) }
    case .interventionAfter: if let found = timeline.intervention(after: now) { go(to: found) }
    case .seconds(let seconds):
      go(to: timeline.places.firstIndex { $0.seconds >= seconds } ?? last)
    case .first: go(to: 0)
    case .last: go(to: last)
    case .playOrStop:
      isPlaying.toggle()
      if isPlaying, place == nil {
        place = inside(0)
        if place == nil { isPlaying = false }
      }
    case .slower: speed = max(TimelineSnapshot.speeds.lowerBound, speed / 2)
    case .faster: speed = min(TimelineSnapshot.speeds.upperBound, speed * 2)
    }
  }

  /// The last place up to a step of the session; the first one if there is none before it.
  package mutating func show(step: Int) {
    guard last >= 0 else { return }
    go(to: timeline.places.lastIndex { $0.step <= step } ?? 0)
  }

  private mutating func go(to place: Int) {
    isPlaying = false
    self.place = inside(place)
  }

  /// The next record, while it plays.
  package mutating func playOne() {
    guard isPlaying else { return }
    place = inside(now + 1)
    if place == nil { isPlaying = false }
  }

  // MARK: what is shown

  /// - Parameters:
  ///   - control: whether keys that change the training are sent.
  ///   - live: the trainer's latest picture.
  /// - Throws: when the record can no longer be read.
  package mutating func snapshot(
    _ run: RecordedRunState, control: TimelineSnapshot.Control, age: Int?,
    live: LiveSnapshot? = nil
  ) throws(ModelFileError) -> SessionSnapshot {
    guard last >= 0 else { return timeline.newest.snapshot }
    var snapshot: SessionSnapshot
    if let place {
      let reducer = try timeline.picture(at: place, of: record, index, near: near)
      near = (place, reducer)
      snapshot = reducer.snapshot
      snapshot.newestLanes = timeline.newest.snapshot.lanes
    } else {
      snapshot = live?.drawn(on: timeline.newest) ?? timeline.newest.snapshot
      if timeline.damagedLines > 0 { snapshot.log.append(damage(snapshot.seconds)) }
    }
    let lastStep = max(timeline.lastStep, timeline.places[last].step, live?.step ?? 0)
    let isLive = place == nil && live != nil
    snapshot.timeline = TimelineSnapshot(
      step: isLive ? lastStep : timeline.places[now].step, lastStep: lastStep,
      isAtEnd: place == nil, isAtStart: now == 0,
      hasInterventionBefore: timeline.intervention(before: now) != nil,
      hasInterventionAfter: timeline.intervention(after: now) != nil, isPlaying: isPlaying,
      speed: speed, run: run, control: control, age: age, goOn: goOn)
    return snapshot
  }

  private func damage(_ seconds: Double) -> LogEntry {
    let count = timeline.damagedLines
    return LogEntry(
      seconds: seconds, lane: nil, kind: .warning,
      text: "\(count) line\(count == 1 ? "" : "s") of the record cannot be read and "
        + "\(count == 1 ? "is" : "are") left out")
  }
}
