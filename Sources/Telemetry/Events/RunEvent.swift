/// Something that happened in a run. Subscribers are the log, the lines of `--headless`, JSON and
/// tests.
package enum RunEvent: Sendable, Equatable {
  case start(RunStart)
  case note(RunNote)
  case progress(LaneProgressed)
  case validation(LaneValidated)
  case improved(LaneImproved)
  case noImprovement(LaneNotImproved)
  case earlyStop(LaneStoppedEarly)
  case command(CommandAnswered)
  case effect(LaneEffect)
  case learningRate(LearningRateChanged)
  case diverged(LaneDiverged)
  case suspect(LaneSuspected)
  case alert(RunAlert)
  case notSaved(LaneNotSaved)
  case end(LaneEnded)
  case verdict(RunVerdict)
}

/// With the seconds of training since the start.
package struct TimedEvent: Sendable, Equatable {
  package var seconds: Double
  package var event: RunEvent

  package init(_ event: RunEvent, seconds: Double) {
    self.seconds = seconds
    self.event = event
  }
}

extension RunEvent {
  /// The value of `event` in a JSON line.
  package enum Name: String, Codable, Sendable, CaseIterable {
    case start, note, progress, validation, improved
    case noImprovement = "no_improvement"
    case earlyStop = "early_stop"
    case command
    case effect
    case learningRate = "learning_rate"
    case diverged, suspect, alert
    case notSaved = "not_saved"
    case end, verdict
  }

  package var name: Name {
    switch self {
    case .start: .start
    case .note: .note
    case .progress: .progress
    case .validation: .validation
    case .improved: .improved
    case .noImprovement: .noImprovement
    case .earlyStop: .earlyStop
    case .command: .command
    case .effect: .effect
    case .learningRate: .learningRate
    case .diverged: .diverged
    case .suspect: .suspect
    case .alert: .alert
    case .notSaved: .notSaved
    case .end: .end
    case .verdict: .verdict
    }
  }

  /// The lane it is about; nil: the run or all lanes.
  package var lane: String? {
    switch self {
    case .start, .note, .alert: nil
    case .progress(let e): e.lane
    case .validation(let e): e.lane
    case .improved(let e): e.lane
    case .noImprovement(let e): e.lane
    case .earlyStop(let e): e.lane
    case .command(let e): e.lane
    case .effect(let e): e.lane
    case .learningRate(let e): e.lane
    case .diverged(let e): e.lane
    case .suspect(let e): e.lane
    case .notSaved(let e): e.lane
    case .end(let e): e.lane
    case .verdict(let e): e.lane
    }
  }

  /// False if `--json` omits it: it follows from other lines, or is only for people.
  package var isPrintedAsJSON: Bool {
    switch self {
    case .note, .noImprovement, .notSaved: false
    default: true
    }
  }
}

// One flat object: `event`, `seconds`, then the fields of the event.
extension TimedEvent: Codable {
  private enum Key: CodingKey { case event, seconds }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(event.name, forKey: .event)
    try container.encode(seconds, forKey: .seconds)
    switch event {
    case .start(let e): try e.encode(to: encoder)
    case .note(let e): try e.encode(to: encoder)
    case .progress(let e): try e.encode(to: encoder)
    case .validation(let e): try e.encode(to: encoder)
    case .improved(let e): try e.encode(to: encoder)
    case .noImprovement(let e): try e.encode(to: encoder)
    case .earlyStop(let e): try e.encode(to: encoder)
    case .command(let e): try e.encode(to: encoder)
    case .effect(let e): try e.encode(to: encoder)
    case .learningRate(let e): try e.encode(to: encoder)
    case .diverged(let e): try e.encode(to: encoder)
    case .suspect(let e): try e.encode(to: encoder)
    case .alert(let e): try e.encode(to: encoder)
    case .notSaved(let e): try e.encode(to: encoder)
    case .end(let e): try e.encode(to: encoder)
    case .verdict(let e): try e.encode(to: encoder)
    }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    seconds = try container.decode(Double.self, forKey: .seconds)
    event =
      switch try container.decode(RunEvent.Name.self, forKey: .event) {
      case .start: .start(try RunStart(from: decoder))
      case .note: .note(try RunNote(from: decoder))
      case .progress: .progress(try LaneProgressed(from: decoder))
      case .validation: .validation(try LaneValidated(from: decoder))
      case .improved: .improved(try LaneImproved(from: decoder))
      case .noImprovement: .noImprovement(try LaneNotImproved(from: decoder))
      case .earlyStop: .earlyStop(try LaneStoppedEarly(from: decoder))
      case .command: .command(try CommandAnswered(from: decoder))
      case .effect: .effect(try LaneEffect(from: decoder))
      case .learningRate: .learningRate(try LearningRateChanged(from: decoder))
      case .diverged: .diverged(try LaneDiverged(from: decoder))
      case .suspect: .suspect(try LaneSuspected(from: decoder))
      case .alert: .alert(try RunAlert(from: decoder))
      case .notSaved: .notSaved(try LaneNotSaved(from: decoder))
      case .end: .end(try LaneEnded(from: decoder))
      case .verdict: .verdict(try RunVerdict(from: decoder))
      }
  }
}
