import Telemetry

/// Cuts what happens in a session into the lines of its record. What is due follows from the steps
/// done and from what was written before, never from the clock.
struct SessionRecorder {
  /// The state that the lines so far add up to.
  private(set) var reducer: SessionReducer
  /// Those that nobody has taken yet.
  private var lines: [RecordLine] = []

  /// Validations that are not written yet, by lane.
  var pending: [String: RecordedValidations] = [:]

  /// Pictures, and validations as events, written while the run doubles its length.
  private static let framesPerDoubling = 4
  private static let validationsPerDoubling = 128

  init() { reducer = SessionReducer() }

  /// Behind what was written already.
  mutating func goOn(from reducer: SessionReducer) { self.reducer = reducer }

  mutating func put(_ line: RecordLine) {
    reducer.take(line)
    lines.append(line)
  }

  mutating func put(_ timed: TimedEvent) {
    switch timed.event {
    case .validation(let e):
      guard isBetween(e.lane) else { break }
      if pending[e.lane] == nil {
        pending[e.lane] = RecordedValidations(e, seconds: timed.seconds)
      } else {
        pending[e.lane]?.add(e, seconds: timed.seconds)
      }
      return
    // They say nothing that is not known from the validation.
    case .noImprovement(let e) where pending[e.lane] != nil: return
    case .improved(let e) where pending[e.lane] != nil: return
    case .earlyStop(let e): putPending(of: e.lane)
    case .diverged(let e): putPending(of: e.lane)
    case .end(let e): putPending(of: e.lane)
    case .command(let e) where e.applied == .restart: if let lane = e.lane { putPending(of: lane) }
    default: break
    }
    if case .validation(let e) = timed.event { putPending(of: e.lane) }
    put(.event(timed))
  }

  /// Where validations are very many, only some are lines of their own.
  private func isBetween(_ lane: String) -> Bool {
    let count = (reducer.validations[lane] ?? 0) + (pending[lane]?.steps.count ?? 0) + 1
    return !count.isMultiple(of: Self.interval(count, perDoubling: Self.validationsPerDoubling))
  }

  private mutating func putPending(of lane: String) {
    if let line = pending.removeValue(forKey: lane) { put(.validations(line)) }
  }

  /// A power of two that grows with the count.
  private static func interval(_ count: Int, perDoubling: Int) -> Int {
    1 << (Int.bitWidth - 1 - max(1, count / perDoubling).leadingZeroBitCount)
  }

  mutating func takeLines() -> [RecordLine] {
    defer { lines.removeAll(keepingCapacity: true) }
    return lines
  }

  // MARK: after a step

  /// Writes what a step has completed: pieces of curves, rows of maps, and the picture where it is
  /// due.
  mutating func stepDone(_ trainer: Trainer) {
    putNewLanes(trainer)
    for lane in trainer.lanes {
      guard let place = place(of: lane) else { continue }
      if let bucket = lane.progress.trainCurve.lastFull {
        put(bucket, of: lane, at: place, trainer.sessionStep)
      }
      putRows(of: lane, at: place, seconds: trainer.seconds)
    }
    if isFrameDue(trainer.sessionStep) { putFrame(trainer) }
  }

  private mutating func putNewLanes(_ trainer: Trainer) {
    guard let info = reducer.snapshot.info else { return }
    let new = trainer.lanes.filter { place(of: $0) == nil }
    guard !new.isEmpty else { return }
    put(.session(RecordedSession(seconds: trainer.seconds, session: info, lanes: new.map(\.info))))
  }

  private func isFrameDue(_ step: Int) -> Bool {
    guard step != reducer.frame else { return false }
    return step.isMultiple(of: Self.interval(step, perDoubling: Self.framesPerDoubling))
  }

  /// Places, not snapshots: this is asked after every step.
  private func place(of lane: Lane) -> Int? {
    reducer.snapshot.lanes.firstIndex { $0.info.id == lane.info.id }
  }

  private mutating func put(
    _ bucket: Series.Bucket, of lane: Lane, at place: Int, _ step: Int
  ) {
    guard reducer.snapshot.lanes[place].trainCurve.buckets.last != bucket else { return }
    put(.curve(RecordedCurve(bucket, lane: lane.info.name, at: step)))
  }

  private mutating func putRows(of lane: Lane, at place: Int, seconds: Double) {
    let newest = reducer.snapshot.lanes[place].gradients.first?.map.rows.last?.lastStep ?? 0
    guard lane.diagnostics.lastRow > newest else { return }
    for (place, gradient) in lane.diagnostics.snapshots.enumerated() {
      let map = gradient.map
      // One, but of a lane that was put back.
      let first = map.rows.lastIndex { $0.lastStep <= newest } ?? -1
      for number in first + 1..<map.count {
        let row = map.rows[number]
        put(
          .map(
            RecordedMapRow(
              seconds: seconds, lane: lane.info.name, recurrence: place, first: row.firstStep,
              last: row.lastStep, end: row.end.isFinite ? row.end : nil,
              levels: (0..<map.columns).map { map.level(row: number, column: $0) })))
      }
    }
  }

  /// Writes what of a lane's curves and maps is another one now that it was put back.
  mutating func putReturn(of lane: Lane, _ trainer: Trainer) {
    putNewLanes(trainer)
    putPending(of: lane.info.name)
    guard let place = place(of: lane) else { return }
    let (old, new) = (reducer.snapshot.lanes[place], lane.progress)
    put(
      .putBack(
        RecordedReturn(
          seconds: trainer.seconds, lane: lane.info.name, at: trainer.sessionStep, step: new.step,
          trainCurve: old.trainCurve.change(to: new.trainCurve),
          validationCurve: old.validationCurve.change(to: new.validationCurve),
          plainCurve: old.plainCurve.change(to: new.plainCurve),
          validations: new.validationCurve.buckets.reduce(0) { $0 + $1.count + $1.nonfinite },
          mapRows: zip(old.gradients, lane.diagnostics.snapshots).map {
            $0.map.commonRows(with: $1.map)
          })))
    putRows(of: lane, at: place, seconds: trainer.seconds)
  }

  // MARK: the whole picture

  /// Writes what has changed of every lane.
  mutating func putFrame(_ trainer: Trainer) {
    putNewLanes(trainer)
    let seconds = trainer.seconds
    for (lane, snapshot) in zip(trainer.lanes, trainer.laneSnapshots()) {
      if let bucket = snapshot.trainCurve.buckets.last, let place = place(of: lane) {
        put(bucket, of: lane, at: place, trainer.sessionStep)
      }
      putPending(of: lane.info.name)
      let line = changes(snapshot, seconds: seconds)
      if !line.isEmpty { put(.lane(line)) }
    }
    put(.frame(RecordedFrame(seconds: seconds, at: trainer.sessionStep)))
  }

  private func changes(_ new: LaneSnapshot, seconds: Double) -> RecordedLane {
    var line = RecordedLane(seconds: seconds, lane: new.info.name, step: new.step)
    guard let old = reducer.lane(new.info.id) else { return line }
    if new.facts != old.facts { line.facts = new.facts }
    if new.settings != old.settings { line.settings = new.settings }
    if new.interventions != old.interventions { line.interventions = new.interventions }
    let gradients = new.gradients.withoutMaps
    if gradients != old.gradients.withoutMaps { line.gradients = gradients }
    if new.tensors != old.tensors { line.tensors = new.tensors }
    if new.layers != old.layers { line.layers = new.layers }
    if new.output != old.output { line.output = new.output }
    if let attention = new.attention, attention != old.attention { line.attention = attention }
    if let new = new.lossByPosition, new != old.lossByPosition { line.lossByPosition = new }
    return line
  }
}
