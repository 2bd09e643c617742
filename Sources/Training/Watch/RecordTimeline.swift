import Telemetry

/// The places of a record at which the whole picture of the run is known, and the way to each of
/// them: some pictures are kept, and the lines after the nearest one are read again.
package struct RecordTimeline: Sendable {
  /// The end of a `frame` line; of several at the same step the last one.
  package struct Place: Sendable, Equatable {
    /// Bytes of the record up to here.
    package var offset: Int
    /// Steps of the session.
    package var step: Int
    /// Of training, since the start of the run.
    package var seconds: Double
    /// Something was changed by a key or by `--at` since the place before.
    package var hasIntervention: Bool
  }

  /// The picture at a place.
  private struct Kept: Sendable {
    var place: Int
    var reducer: SessionReducer
  }

  /// Pictures kept at most: about 0.2 MB each for a lane with the longest curves.
  package static let mostKept = 40
  /// Bytes of the record between two of them, at least: about 10 ms of reading.
  private var spacing = 1 << 17

  package private(set) var places: [Place] = []
  /// After every line.
  package private(set) var newest = SessionReducer()
  /// Steps of the session at the newest line that says so.
  package private(set) var lastStep = 0
  /// How the session ended; nil: it did not, or goes on.
  package private(set) var close: RecordedClose.State?
  /// The run goes on from a checkpoint: what followed that was cut off.
  package private(set) var resumptions = 0
  /// Of the machine that it goes on on; nil: of that where it began.
  package private(set) var host: String?
  /// The process that trains the run, or trained it last; nil: none that takes requests.
  package private(set) var start: String?
  /// Of requests that were sent, those that the run has taken.
  package private(set) var taken: Set<Int> = []
  /// Lines that cannot be read.
  package private(set) var damagedLines = 0

  private var kept: [Kept] = []
  private var intervened = false

  package init() {}

  /// - Parameters:
  ///   - line: nil: it cannot be read.
  ///   - end: where the next line begins.
  package mutating func take(_ line: RecordLine?, endingAt end: Int) {
    guard let line else {
      damagedLines += 1
      return
    }
    newest.take(line)
    switch line {
    case .frame(let frame):
      close = nil
      lastStep = max(lastStep, frame.at)
      add(
        Place(
          offset: end, step: frame.at, seconds: frame.seconds, hasIntervention: intervened))
      intervened = false
    case .curve(let curve):
      close = nil
      lastStep = max(lastStep, curve.at)
    case .event(let timed):
      // What the program changes by itself is no intervention.
      if case .command(let e) = timed.event, e.reason == nil, e.by == nil { intervened = true }
    case .resumed(let line):
      close = nil
      host = line.host
      resumptions += 1
    case .alive(let line): start = line.start
    case .taken(let line): if let id = line.id { taken.insert(id) }
    case .closed(let line): close = line.state
    case .session, .request, .validations, .map, .putBack, .lane: break
    }
  }

  private mutating func add(_ place: Place) {
    if let last = places.last, last.step == place.step {
      let intervened = last.hasIntervention || place.hasIntervention
      places[places.count - 1] = place
      places[places.count - 1].hasIntervention = intervened
      if kept.last?.place == places.count - 1 { kept[kept.count - 1].reducer = newest }
      return
    }
    places.append(place)
    let before = kept.last.map { places[$0.place].offset } ?? -spacing
    guard place.offset - before >= spacing else { return }
    kept.append(Kept(place: places.count - 1, reducer: newest))
    guard kept.count > Self.mostKept else { return }
    kept = kept.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    spacing *= 2
  }

  /// The picture at a place.
  /// - Parameters:
  ///   - near: one that is known already, which may save some reading.
  /// - Throws: when the record cannot be read.
  package func picture(
    at place: Int, of record: RecordFile, near: (place: Int, reducer: SessionReducer)? = nil
  ) throws(ModelFileError) -> SessionReducer {
    var start = kept.last { $0.place <= place } ?? Kept(place: -1, reducer: SessionReducer())
    if let near, near.place > start.place, near.place <= place {
      start = Kept(place: near.place, reducer: near.reducer)
    }
    let first = start.place < 0 ? 0 : places[start.place].offset
    guard first < places[place].offset else { return start.reducer }
    var reducer = start.reducer
    try record.forEachPlace(in: first..<places[place].offset) { line, _ in
      if let line { reducer.take(line) }
      return true
    }
    return reducer
  }

  package var keptCount: Int { kept.count }

  /// Bytes of the record between the nearest picture that is kept and a place.
  package func bytesToRead(to place: Int) -> Int {
    let start = kept.last { $0.place <= place }.map { places[$0.place].offset } ?? 0
    return places[place].offset - start
  }

  // MARK: from place to place

  /// The last place before a step that is reached by an intervention; nil: there is none.
  package func intervention(before place: Int) -> Int? {
    places.prefix(max(0, place)).lastIndex { $0.hasIntervention }
  }

  package func intervention(after place: Int) -> Int? {
    places.dropFirst(place + 1).firstIndex { $0.hasIntervention }
  }
}
