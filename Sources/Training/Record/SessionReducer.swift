import Telemetry

/// Makes the picture of a session from the lines of its record, one after the other: while it runs as
/// well as later.
package struct SessionReducer: Sendable, Codable {
  package private(set) var snapshot = SessionSnapshot(phase: .preparing("reading the record"))
  private var log = SessionLog()
  private var isPaused = false
  private var alerts: [RunAlert.Subject: String] = [:]
  private var verdict: RunVerdict?
  /// Of each lane since it began, by name.
  private(set) var validations: [String: Int] = [:]
  /// Steps of the session at the last frame.
  package private(set) var frame = 0
  /// Lines taken, signs of life left out: whoever sends a request says how many it has seen.
  package private(set) var lines = 0

  package init() {}

  package mutating func take(_ line: RecordLine) {
    if case .alive = line { return }
    lines += 1
    switch line {
    case .event(let timed): take(timed)
    case .session(let line):
      snapshot.info = line.session
      for info in line.lanes where !snapshot.lanes.contains(where: { $0.info.id == info.id }) {
        snapshot.lanes.append(LaneSnapshot(info: info))
      }
    case .request(let line):
      if let from = line.from { say(.note, "\(from): \(line.request.text)", line.seconds) }
      take(line.request.action)
    case .taken(let line):
      guard let reason = line.refused else { return }
      say(.rejected, (line.from.map { "\($0): " } ?? "") + reason, line.seconds)
    case .curve(let line):
      guard let bucket = line.bucket else { return }
      change(line.lane) { $0.trainCurve.take(bucket) }
    case .validations(let line):
      validations[line.lane, default: 0] += line.steps.count
      change(line.lane) { $0.take(line) }
    case .map(let row): change(row.lane) { $0.take(row) }
    case .putBack(let line):
      validations[line.lane] = min(max(0, line.validations), 1 << 40)
      change(line.lane) { $0.take(line) }
    case .lane(let line): change(line.lane) { $0.take(line) }
    case .frame(let line):
      (frame, snapshot.seconds) = (line.at, line.seconds)
      let hasEnded = !snapshot.lanes.contains { $0.phase == .training }
      snapshot.phase = hasEnded ? .done : isPaused ? .paused : .training
      snapshot.verdict = hasEnded ? verdict : nil
    case .resumed(let line):
      alerts = [:]
      snapshot.alert = nil
      snapshot.info?.threads = line.threads
      snapshot.info?.maxEpochs = line.ends.maxEpochs
      snapshot.info?.maxSteps = line.ends.maxSteps
      let note = RunNote(text: "goes on from step \(line.at)")
      take(TimedEvent(.note(note), seconds: line.seconds))
    case .closed, .alive: break
    }
  }

  private mutating func say(_ kind: LogEntry.Kind, _ text: String, _ seconds: Double) {
    log.add(LogEntry(seconds: seconds, lane: nil, kind: kind, text: text))
    snapshot.log = log.entries
  }

  private mutating func take(_ timed: TimedEvent) {
    log.add(timed)
    snapshot.log = log.entries
    switch timed.event {
    case .validation(let e):
      validations[e.lane, default: 0] += 1
      change(e.lane) {
        $0.validationCurve.append(step: e.step, seconds: timed.seconds, value: e.validationLoss)
        $0.plainCurve.append(step: e.step, seconds: timed.seconds, value: e.trainLossPlain)
      }
    case .command(let e) where e.applied == .restart:
      if let lane = e.lane {
        validations[lane] = 0
        change(lane) { $0.restart() }
      }
    case .command(let e) where e.applied == .remove:
      validations[e.lane ?? ""] = nil
      snapshot.lanes.removeAll { $0.info.name == e.lane }
    case .verdict(let e) where e.lane == nil: verdict = e
    case .alert(let e):
      alerts[e.about] = e.state == .raised ? e.text : nil
      snapshot.alert = alerts[.models] ?? alerts[.record]
    default: break
    }
  }

  private mutating func take(_ action: Command.Action) {
    switch action {
    case .pause:
      isPaused = true
      if snapshot.phase == .training { snapshot.phase = .paused }
    case .resume:
      isPaused = false
      if snapshot.phase == .paused { snapshot.phase = .training }
    default: break
    }
  }

  private mutating func change(_ lane: String, _ body: (inout LaneSnapshot) -> Void) {
    guard let place = snapshot.lanes.firstIndex(where: { $0.info.name == lane }) else { return }
    body(&snapshot.lanes[place])
  }

  package func lane(_ id: LaneID) -> LaneSnapshot? {
    snapshot.lanes.first { $0.info.id == id }
  }

  /// Lanes as they are now, with curves and maps as the record has them, for a screen.
  package func drawn(_ lanes: [LaneSnapshot]) -> [LaneSnapshot] {
    lanes.map { lane in
      guard let recorded = self.lane(lane.info.id) else { return lane }
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

extension LaneSnapshot {
  fileprivate mutating func restart() {
    earlier = EarlierCurves(trainCurve: trainCurve, validationCurve: validationCurve)
    (trainCurve, validationCurve, plainCurve) = (Series(), Series(), Series())
    (output, attention, lossByPosition) = (.none, nil, nil)
    for place in gradients.indices {
      gradients[place].map = Waterfall(columns: gradients[place].map.columns)
    }
  }

  fileprivate mutating func take(_ line: RecordedValidations) {
    let count = min(line.steps.count, line.validationLosses.count, line.plainLosses.count)
    let before = validationCurve.buckets.last?.seconds ?? 0
    for place in 0..<count {
      // Only the last one's reading of the clock is known.
      let seconds = before + (line.seconds - before) * Double(place + 1) / Double(count)
      let step = line.steps[place]
      validationCurve.append(step: step, seconds: seconds, value: line.validationLosses[place])
      plainCurve.append(step: step, seconds: seconds, value: line.plainLosses[place])
    }
  }

  fileprivate mutating func take(_ line: RecordedReturn) {
    let earlier = EarlierCurves(trainCurve: trainCurve, validationCurve: validationCurve)
    guard trainCurve.take(line.trainCurve), validationCurve.take(line.validationCurve),
      plainCurve.take(line.plainCurve)
    else { return }
    // Where nothing was left, or a lane was forked, there is nothing to stay in sight.
    if line.trainCurve.kept < earlier.trainCurve.buckets.count { self.earlier = earlier }
    // What it has of them now follows.
    (attention, lossByPosition) = (nil, nil)
    for (place, count) in zip(gradients.indices, line.mapRows) {
      gradients[place].map.keepFirst(max(0, count))
    }
  }

  fileprivate mutating func take(_ row: RecordedMapRow) {
    guard row.first <= row.last, !row.levels.isEmpty, row.recurrence >= 0 else { return }
    while gradients.count <= row.recurrence, gradients.count < 1000 {
      gradients.append(GradientSnapshot(map: Waterfall(columns: row.levels.count)))
    }
    guard row.recurrence < gradients.count,
      gradients[row.recurrence].map.columns == row.levels.count
    else { return }
    gradients[row.recurrence].map.push(steps: row.first...row.last, end: row.end ?? .nan) {
      row.levels[$0]
    }
  }

  fileprivate mutating func take(_ line: RecordedLane) {
    if let new = line.facts { facts = new }
    if let new = line.settings { settings = new }
    if let new = line.interventions { interventions = new }
    if let new = line.gradients { gradients = new.withMaps(of: gradients) }
    if let new = line.tensors { tensors = new }
    if let new = line.layers { layers = new }
    if let new = line.output { output = new }
    if let new = line.attention { attention = new }
    if let new = line.lossByPosition { lossByPosition = new }
  }
}

extension [GradientSnapshot] {
  /// With the maps of others, where these are of the same recurrence and size.
  func withMaps(of others: [GradientSnapshot]) -> [GradientSnapshot] {
    enumerated().map { place, gradient in
      guard place < others.count, others[place].map.columns == gradient.map.columns else {
        return gradient
      }
      var gradient = gradient
      gradient.map = others[place].map
      return gradient
    }
  }

  /// With empty maps.
  var withoutMaps: [GradientSnapshot] {
    map { gradient in
      var gradient = gradient
      gradient.map = Waterfall(columns: gradient.map.columns)
      return gradient
    }
  }
}
