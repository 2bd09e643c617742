import Telemetry

/// The places of a record at which the whole picture of the run is known, and how to reach each:
/// some pictures are kept, and the lines after the nearest one are read again.
@dynamicMemberLookup
package struct RecordTimeline: Sendable {
  /// The end of a `frame` line; of several at the same step, the last one.
  package struct Place: Sendable, Equatable {
    /// Bytes of the record up to here.
    package var offset: Int
    /// Steps of the session.
    package var step: Int
    /// Seconds of training, since the start of the run.
    package var seconds: Double
    /// Something was changed by a key or by `--at` since the previous place.
    package var hasIntervention: Bool
  }

  /// The picture at a place.
  private struct Kept: Sendable {
    var place: Int
    var reducer: SessionReducer
  }

  /// Pictures kept at most: about 0.2 MB each for a lane with the longest curves.
  package static let mostKept = 40
  /// Minimum bytes of the record between two of them: about 10 ms of reading.
  private var spacing = 1 << 17

  /// Everything known besides places and pictures.
  package struct Facts: Sendable, Equatable, Codable {
    /// Bytes of the record that were read.
    package fileprivate(set) var end = 0
    /// Steps of the session at the newest line that contains them.
    package fileprivate(set) var lastStep = 0
    /// How the session ended; nil: it did not, or was resumed.
    package fileprivate(set) var close: RecordedClose.State?
    /// Times the run was resumed from a checkpoint: what followed it was cut off.
    package fileprivate(set) var resumptions = 0
    /// The machine that it was resumed on; nil: the one where it began.
    package fileprivate(set) var host: String?
    /// The process that trains the run, or last trained it; nil: none that takes requests.
    package fileprivate(set) var start: String?
    /// Of the sent requests, those that the run has taken.
    package fileprivate(set) var taken: [Int] = []
    /// Lines that cannot be read.
    package fileprivate(set) var damagedLines = 0
    /// Something was changed since the last place.
    fileprivate var hasIntervention = false
  }

  package private(set) var places: [Place] = []
  /// State after the latest line.
  package private(set) var newest = SessionReducer()
  package private(set) var facts = Facts()
  /// The last line has made an entry of the record's index due.
  private(set) var isIndexDue = false

  private var kept: [Kept] = []
  /// False if nobody moves along the line.
  var keepsPictures = true { didSet { if !keepsPictures { kept = [] } } }

  package init() {}

  package subscript<Value>(dynamicMember path: KeyPath<Facts, Value>) -> Value {
    facts[keyPath: path]
  }

  /// - Parameters:
  ///   - line: nil: it cannot be read.
  ///   - end: where the next line begins.
  package mutating func take(_ line: RecordLine?, endingAt end: Int) {
    isIndexDue = RecordIndex.isDue(after: facts.end, upTo: end)
    facts.end = end
    guard let line else {
      facts.damagedLines += 1
      return
    }
    newest.take(line)
    switch line {
    case .frame(let frame):
      facts.close = nil
      facts.lastStep = max(facts.lastStep, frame.at)
      add(
        Place(
          offset: end, step: frame.at, seconds: frame.seconds,
          hasIntervention: facts.hasIntervention))
      facts.hasIntervention = false
    case .curve(let curve):
      facts.close = nil
      facts.lastStep = max(facts.lastStep, curve.at)
    case .event(let timed):
      // The program's own changes are not interventions.
      if case .command(let e) = timed.event, e.reason == nil, e.by == nil {
        facts.hasIntervention = true
      }
    case .resumed(let line):
      facts.close = nil
      facts.host = line.host
      facts.resumptions += 1
    case .alive(let line): facts.start = line.start
    case .taken(let line): if let id = line.id { facts.taken.append(id) }
    case .closed(let line): facts.close = line.state
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
    guard keepsPictures, place.offset - before >= spacing else { return }
    kept.append(Kept(place: places.count - 1, reducer: newest))
    guard kept.count > Self.mostKept else { return }
    kept = kept.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    spacing *= 2
  }

  /// The picture at a place.
  /// - Parameters:
  ///   - near: a known picture, which may save some reading.
  /// - Throws: when the record cannot be read.
  package func picture(
    at place: Int, of record: RecordFile, _ index: RecordIndex,
    near: (place: Int, reducer: SessionReducer)? = nil
  ) throws(ModelFileError) -> SessionReducer {
    let end = places[place].offset
    var (start, reducer) = (0, SessionReducer())
    if let known = kept.last(where: { $0.place <= place }) {
      (start, reducer) = (places[known.place].offset, known.reducer)
    }
    if let near, near.place <= place, places[near.place].offset > start {
      (start, reducer) = (places[near.place].offset, near.reducer)
    }
    if end - start > RecordIndex.spacing, let known = index.last(upTo: end, after: start) {
      (start, reducer) = (known.facts.end, known.newest)
    }
    guard start < end else { return reducer }
    try record.forEachPlace(in: start..<end) { line, _ in
      if let line { reducer.take(line) }
      return true
    }
    return reducer
  }

  package var keptCount: Int { kept.count }

  /// Bytes of the record between the nearest kept picture and a place.
  package func bytesToRead(to place: Int) -> Int {
    let start = kept.last { $0.place <= place }.map { places[$0.place].offset } ?? 0
    return places[place].offset - start
  }

  // MARK: moving

  /// The last place before a step that an intervention leads to; nil: there is none.
  package func intervention(before place: Int) -> Int? {
    places.prefix(max(0, place)).lastIndex { $0.hasIntervention }
  }

  package func intervention(after place: Int) -> Int? {
    places.dropFirst(place + 1).firstIndex { $0.hasIntervention }
  }
}

// Without the kept pictures, and with the places as columns: there may be thousands.
extension RecordTimeline: Codable {
  private enum Key: CodingKey { case offsets, steps, seconds, interventions, newest, facts }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    func encode(_ key: Key, _ column: (Place) -> Double) throws {
      try container.encode(Packed(wrappedValue: places.map(column)), forKey: key)
    }
    // Whole numbers below 2^53.
    try encode(.offsets) { Double($0.offset) }
    try encode(.steps) { Double($0.step) }
    try encode(.seconds, \.seconds)
    let interventions = places.indices.filter { places[$0].hasIntervention }
    try container.encode(interventions, forKey: .interventions)
    try container.encode(newest, forKey: .newest)
    try container.encode(facts, forKey: .facts)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func column(_ key: Key) throws -> [Double] {
      try container.decode(Packed<Double>.self, forKey: key).wrappedValue
    }
    let (offsets, steps, seconds) = (try column(.offsets), try column(.steps), try column(.seconds))
    guard offsets.count == steps.count, offsets.count == seconds.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .offsets, in: container, debugDescription: "the columns are not equally long")
    }
    let interventions = Set(try container.decode([Int].self, forKey: .interventions))
    places = offsets.indices.map {
      Place(
        offset: Int(offsets[$0]), step: Int(steps[$0]), seconds: seconds[$0],
        hasIntervention: interventions.contains($0))
    }
    newest = try container.decode(SessionReducer.self, forKey: .newest)
    facts = try container.decode(Facts.self, forKey: .facts)
  }
}
