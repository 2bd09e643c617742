import Telemetry

/// One line of a run's record: an event as `--json` prints it, or a piece of the picture. Everything
/// in it follows from the run, but `seconds` and `steps_per_second`, which are readings of the clock,
/// and `progress` events, which come by it.
package enum RecordLine: Sendable {
  case event(TimedEvent)
  /// What is fixed, and lanes that are new.
  case session(RecordedSession)
  case request(RecordedRequest)
  case curve(RecordedCurve)
  /// Those between two that are written as events.
  case validations(RecordedValidations)
  case map(RecordedMapRow)
  /// What changed about a lane since it was written last.
  case lane(RecordedLane)
  /// What was written up to here is the whole picture at that step.
  case frame(RecordedFrame)
  /// The run goes on from a checkpoint.
  case resumed(RecordedResume)
  /// The session ended by itself or was ended, with everything saved.
  case closed(RecordedClose)
}

extension RecordLine {
  /// What can be left out where only curves are wanted.
  var isPicture: Bool {
    switch self {
    case .map, .lane: true
    case .event, .session, .request, .curve, .validations, .frame, .resumed, .closed: false
    }
  }
}

package struct RecordedSession: Sendable, Codable {
  /// Of these lines; a reader refuses what is newer.
  package static let format = 1

  package var seconds: Double
  package var format = Self.format
  package var session: SessionInfo
  package var lanes: [LaneInfo]
}

/// Something that was asked of the session when so many steps of it were done.
package struct RecordedRequest: Sendable, Codable {
  package enum Sender: String, Sendable, Codable {
    case keys
    /// In advance, by `--at`.
    case at
    case signal
  }
  package var seconds: Double
  package var at: Int
  package var request: SessionRequest
  package var by: Sender
}

/// The training loss of some steps of a lane.
package struct RecordedCurve: Sendable, Codable {
  package var seconds: Double
  package var lane: String
  /// Steps of the session.
  package var at: Int
  package var first: Int
  package var last: Int
  /// Over the finite losses; nil where there are none.
  package var mean: Double?
  /// Nil where they are the mean.
  package var minimum: Float?
  package var maximum: Float?
  /// Losses that were not finite.
  package var nonfinite: Int

  package init(_ bucket: Series.Bucket, lane: String, at: Int) {
    seconds = bucket.seconds
    (self.lane, self.at) = (lane, at)
    (first, last, nonfinite) = (bucket.firstStep, bucket.lastStep, bucket.nonfinite)
    guard bucket.count > 0 else { return }
    mean = bucket.exactMean
    guard bucket.count > 1 else { return }
    (minimum, maximum) = (bucket.minimum, bucket.maximum)
  }

  /// Nil where the steps are in no order.
  package var bucket: Series.Bucket? {
    guard first <= last, nonfinite >= 0 else { return nil }
    let only = mean.map { Float($0) } ?? .nan
    return Series.Bucket(
      steps: first...last, seconds: seconds, minimum: minimum ?? only, maximum: maximum ?? only,
      mean: mean ?? .nan, count: max(0, last - first + 1 - nonfinite), nonfinite: nonfinite)
  }

  private enum CodingKeys: String, CodingKey {
    case seconds, lane, at, first, last, mean
    case minimum = "min"
    case maximum = "max"
    case nonfinite = "nonfinite_losses"
  }

  // What says nothing is left out: there are very many of these lines.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(lane, forKey: .lane)
    try container.encode(at, forKey: .at)
    try container.encode(first, forKey: .first)
    try container.encode(last, forKey: .last)
    try container.encode(mean, forKey: .mean)
    if let minimum { try container.encode(minimum, forKey: .minimum) }
    if let maximum { try container.encode(maximum, forKey: .maximum) }
    if nonfinite > 0 { try container.encode(nonfinite, forKey: .nonfinite) }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    seconds = try container.decode(Double.self, forKey: .seconds)
    lane = try container.decode(String.self, forKey: .lane)
    at = try container.decode(Int.self, forKey: .at)
    first = try container.decode(Int.self, forKey: .first)
    last = try container.decode(Int.self, forKey: .last)
    mean = try container.decodeIfPresent(Double.self, forKey: .mean)
    minimum = try container.decodeIfPresent(Float.self, forKey: .minimum)
    maximum = try container.decodeIfPresent(Float.self, forKey: .maximum)
    nonfinite = try container.decodeIfPresent(Int.self, forKey: .nonfinite) ?? 0
  }
}

/// Validations of a lane, one after the other, where there are very many.
package struct RecordedValidations: Sendable, Equatable, Codable {
  /// At the last one.
  package var seconds: Double
  package var lane: String
  package var steps: [Int]
  @Packed package var validationLosses: [Float]
  @Packed package var plainLosses: [Float]
  /// Of each metric, as `val_metrics` has it.
  package var metrics: Named<Packed<Double>>

  package init(_ first: LaneValidated, seconds: Double) {
    self.seconds = seconds
    lane = first.lane
    steps = [first.step]
    validationLosses = [first.validationLoss]
    plainLosses = [first.trainLossPlain]
    metrics = Named(first.metrics.entries.map { ($0.name, Packed(wrappedValue: [$0.value])) })
  }

  mutating func add(_ next: LaneValidated, seconds: Double) {
    self.seconds = seconds
    steps.append(next.step)
    validationLosses.append(next.validationLoss)
    plainLosses.append(next.trainLossPlain)
    metrics = Named(
      metrics.entries.map { entry in
        var values = entry.value
        values.wrappedValue.append(next.metrics[entry.name] ?? .nan)
        return (entry.name, values)
      })
  }

  private enum CodingKeys: String, CodingKey {
    case seconds, lane, steps
    case validationLosses = "val_loss"
    case plainLosses = "train_loss_plain"
    case metrics = "val_metrics"
  }
}

/// A row of a recurrence's gradient map.
package struct RecordedMapRow: Sendable, Codable {
  package var seconds: Double
  package var lane: String
  /// Its place among the recurrences of the lane that have a map.
  package var recurrence: Int
  package var first: Int
  package var last: Int
  /// log10 of the norm near the end of the sequences; nil for one that is zero or not finite.
  package var end: Float?
  /// One byte a time step, the far past first (`NormLevel`).
  @Packed package var levels: [UInt8]
}

/// Parts of a lane's picture; nil: as before.
package struct RecordedLane: Sendable, Codable {
  package var seconds: Double
  package var lane: String
  package var step: Int
  package var facts: LaneFacts?
  package var settings: [SettingSnapshot]?
  package var interventions: [Intervention]?
  /// Without the maps' rows.
  package var gradients: [GradientSnapshot]?
  package var tensors: [TensorSnapshot]?
  package var layers: [LayerSnapshot]?
  package var output: OutputSnapshot?
  package var attention: AttentionSnapshot?

  package init(seconds: Double, lane: String, step: Int) {
    (self.seconds, self.lane, self.step) = (seconds, lane, step)
  }

  package var isEmpty: Bool {
    facts == nil && settings == nil && interventions == nil && gradients == nil && tensors == nil
      && layers == nil && output == nil && attention == nil
  }

  private enum CodingKeys: String, CodingKey {
    case seconds, lane, step, facts, settings, interventions, gradients, tensors, layers, output
    case attention
  }

  // What is as before is left out.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(lane, forKey: .lane)
    try container.encode(step, forKey: .step)
    if let facts { try container.encode(facts, forKey: .facts) }
    if let settings { try container.encode(settings, forKey: .settings) }
    if let interventions { try container.encode(interventions, forKey: .interventions) }
    if let gradients { try container.encode(gradients, forKey: .gradients) }
    if let tensors { try container.encode(tensors, forKey: .tensors) }
    if let layers { try container.encode(layers, forKey: .layers) }
    if let output { try container.encode(output, forKey: .output) }
    if let attention { try container.encode(attention, forKey: .attention) }
  }
}

package struct RecordedFrame: Sendable, Codable {
  package var seconds: Double
  /// Steps of the session.
  package var at: Int
}

package struct RecordedResume: Sendable, Codable {
  package var seconds: Double
  package var at: Int
  package var checkpoint: String
  /// When, and by which version, on which machine.
  package var date: String
  package var version: String
  package var host: String
  package var threads: Int
  /// Where its lanes end from now on.
  package var ends: RunEnds
}

package struct RecordedClose: Sendable, Codable {
  package enum State: String, Sendable, Codable {
    /// Every lane came to its end.
    case ended
    case interrupted
  }
  package var seconds: Double
  package var at: Int
  package var state: State
}

extension RecordLine: Codable {
  private enum Name: String, Codable {
    case session, request, curve, validations, map, lane, frame, closed
    case resumed = "resume"
  }
  private enum Key: CodingKey { case event }

  package func encode(to encoder: any Encoder) throws {
    func put(_ name: Name, _ value: some Encodable) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(name, forKey: .event)
      try value.encode(to: encoder)
    }
    switch self {
    case .event(let timed): try timed.encode(to: encoder)
    case .session(let line): try put(.session, line)
    case .request(let line): try put(.request, line)
    case .curve(let line): try put(.curve, line)
    case .validations(let line): try put(.validations, line)
    case .map(let line): try put(.map, line)
    case .lane(let line): try put(.lane, line)
    case .frame(let line): try put(.frame, line)
    case .resumed(let line): try put(.resumed, line)
    case .closed(let line): try put(.closed, line)
    }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard let name = Name(rawValue: try container.decode(String.self, forKey: .event)) else {
      self = .event(try TimedEvent(from: decoder))
      return
    }
    self =
      switch name {
      case .session: .session(try RecordedSession(from: decoder))
      case .request: .request(try RecordedRequest(from: decoder))
      case .curve: .curve(try RecordedCurve(from: decoder))
      case .validations: .validations(try RecordedValidations(from: decoder))
      case .map: .map(try RecordedMapRow(from: decoder))
      case .lane: .lane(try RecordedLane(from: decoder))
      case .frame: .frame(try RecordedFrame(from: decoder))
      case .resumed: .resumed(try RecordedResume(from: decoder))
      case .closed: .closed(try RecordedClose(from: decoder))
      }
  }
}
