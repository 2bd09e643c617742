import Telemetry

/// Cuts what happens in a session into the lines of its record. What is due follows from the steps
/// done and from what was written before, never from the clock.
struct SessionRecorder {
  /// What the lines so far make.
  private(set) var reducer: SessionReducer
  /// Those that nobody has taken yet.
  private var lines: [RecordLine] = []

  /// Pictures written while the run doubles its length.
  private static let framesPerDoubling = 8

  init() { reducer = SessionReducer() }

  /// Behind what was written already.
  mutating func goOn(from reducer: SessionReducer) { self.reducer = reducer }

  mutating func put(_ line: RecordLine) {
    reducer.take(line)
    lines.append(line)
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
      if let bucket = lane.progress.trainCurve.lastFull { put(bucket, of: lane, at: place) }
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
    let interval =
      1 << (Int.bitWidth - 1 - max(1, step / Self.framesPerDoubling).leadingZeroBitCount)
    return step.isMultiple(of: interval)
  }

  /// Places, not snapshots: this is asked after every step.
  private func place(of lane: Lane) -> Int? {
    reducer.snapshot.lanes.firstIndex { $0.info.id == lane.info.id }
  }

  private mutating func put(_ bucket: Series.Bucket, of lane: Lane, at place: Int) {
    guard reducer.snapshot.lanes[place].trainCurve.buckets.last != bucket else { return }
    put(.curve(RecordedCurve(bucket, lane: lane.info.name)))
  }

  private mutating func putRows(of lane: Lane, at place: Int, seconds: Double) {
    let newest = reducer.snapshot.lanes[place].gradients.first?.map.rows.last?.lastStep ?? 0
    guard lane.diagnostics.lastRow > newest else { return }
    for (place, gradient) in lane.diagnostics.snapshots.enumerated() {
      guard let row = gradient.map.rows.last else { continue }
      let levels = (0..<gradient.map.columns).map {
        gradient.map.level(row: gradient.map.count - 1, column: $0)
      }
      put(
        .map(
          RecordedMapRow(
            seconds: seconds, lane: lane.info.name, recurrence: place, first: row.firstStep,
            last: row.lastStep, end: row.end.isFinite ? row.end : nil, levels: levels)))
    }
  }

  // MARK: the whole picture

  /// Writes what has changed of every lane.
  mutating func putFrame(_ trainer: Trainer) {
    putNewLanes(trainer)
    let seconds = trainer.seconds
    for (lane, snapshot) in zip(trainer.lanes, trainer.laneSnapshots()) {
      if let bucket = snapshot.trainCurve.buckets.last, let place = place(of: lane) {
        put(bucket, of: lane, at: place)
      }
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
    return line
  }

  /// What a screen draws of lanes as they are now: curves and maps as the record has them.
  func drawn(_ lanes: [LaneSnapshot]) -> [LaneSnapshot] {
    lanes.map { lane in
      guard let recorded = reducer.lane(lane.info.id) else { return lane }
      var lane = lane
      lane.trainCurve = recorded.trainCurve
      lane.validationCurve = recorded.validationCurve
      lane.plainCurve = recorded.plainCurve
      lane.earlier = recorded.earlier
      lane.gradients = lane.gradients.withMaps(of: recorded.gradients)
      return lane
    }
  }
}
