import Telemetry

/// One line of a run's record: an event as `--json` prints it, or a piece of the picture. Everything
/// in it follows from the run, but `seconds` and `steps_per_second`, which are readings of the clock,
/// and `progress` events, which come by it.
package enum RecordLine: Sendable {
  /// Its fields: `TimedEvent`, `RunEvent`.
  case event(TimedEvent)
  /// The fixed facts of the session, and new lanes.
  case session(RecordedSession)
  case request(RecordedRequest)
  /// Another process's request was done or refused.
  case taken(RecordedTaken)
  /// The run lives: it is written where nothing else was for a while, by a clock.
  case alive(RecordedAlive)
  case curve(RecordedCurve)
  /// Those between two that are written as events.
  case validations(RecordedValidations)
  case map(RecordedMapRow)
  /// A lane was put back to another state: its curves and maps from there.
  case putBack(RecordedReturn)
  /// The changes of a lane since it was last written.
  case lane(RecordedLane)
  /// The lines up to here are the whole picture at that step.
  case frame(RecordedFrame)
  /// The run goes on from a checkpoint.
  case resumed(RecordedResume)
  /// The session ended by itself or was ended, with everything saved.
  case closed(RecordedClose)
}

extension RecordLine {
  /// The lane whose picture it is a part of.
  var lane: String? {
    switch self {
    case .curve(let line): line.lane
    case .validations(let line): line.lane
    case .map(let line): line.lane
    case .putBack(let line): line.lane
    case .lane(let line): line.lane
    case .event, .session, .request, .taken, .alive, .frame, .resumed, .closed: nil
    }
  }

  /// True for lines that are not needed if only curves are wanted.
  var isPicture: Bool {
    switch self {
    case .map, .lane: true
    case .event, .session, .request, .taken, .alive, .curve, .validations, .putBack, .frame,
      .resumed, .closed:
      false
    }
  }
}

package struct RecordedSession: Sendable, Codable {
  /// Of these lines; a reader refuses what is newer.
  package static let format = 2

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
    /// Another process, through the run's inbox.
    case sent
  }
  package var seconds: Double
  package var at: Int
  package var request: SessionRequest
  package var by: Sender
  /// USER@HOST, where it was sent.
  @OmittedIfNil package var from: String? = nil
}

/// The run's answer to a request of another process.
package struct RecordedTaken: Sendable, Codable {
  package var seconds: Double
  /// Nil where the file was no request.
  package var id: Int?
  package var from: String?
  /// Why it was refused unread; nil: it was done, or rejected by a `command` event.
  package var refused: String?
}

/// A sign of life, where nothing else is recorded.
package struct RecordedAlive: Sendable, Codable {
  /// Of the process that trains: another one after every resume.
  package var start: String

  /// Nothing but the record is read to know that a run is alive: it grows at least so often, in
  /// seconds.
  package static let interval = 2.0
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
  package var ends: RunLimits
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
    case session, request, taken, alive, curve, validations, map, lane, frame, closed
    case resumed = "resume"
    case putBack = "put_back"
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
    case .taken(let line): try put(.taken, line)
    case .alive(let line): try put(.alive, line)
    case .curve(let line): try put(.curve, line)
    case .validations(let line): try put(.validations, line)
    case .map(let line): try put(.map, line)
    case .putBack(let line): try put(.putBack, line)
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
      case .taken: .taken(try RecordedTaken(from: decoder))
      case .alive: .alive(try RecordedAlive(from: decoder))
      case .curve: .curve(try RecordedCurve(from: decoder))
      case .validations: .validations(try RecordedValidations(from: decoder))
      case .map: .map(try RecordedMapRow(from: decoder))
      case .putBack: .putBack(try RecordedReturn(from: decoder))
      case .lane: .lane(try Self.lane(from: decoder))
      case .frame: .frame(try RecordedFrame(from: decoder))
      case .resumed: .resumed(try RecordedResume(from: decoder))
      case .closed: .closed(try RecordedClose(from: decoder))
      }
  }

  private static func lane(from decoder: any Decoder) throws -> RecordedLane {
    let line = try RecordedLane(from: decoder)
    guard line.isSound else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "its numbers do not fit each other")
      )
    }
    return line
  }
}
