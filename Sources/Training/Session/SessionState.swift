import Telemetry

/// The complete state of a session: it can be copied, written and restored, and then continues as
/// if nothing had happened in between.
package struct SessionState: Sendable, Codable {
  package var lanes: [LaneState]
  /// The number of the next lane to join.
  package var nextLane: Int
  /// Names of removed lanes; nil: there are none.
  package var removed: [String]?
  /// Steps of the session, whichever lanes took part.
  package var step: Int
  /// Seconds of training, excluding pauses.
  package var seconds: Double
  package var isPaused: Bool
  /// Maximum steps per second.
  package var pace: Int?
  /// Scheduled commands that are still to come.
  package var scheduled: [ScheduledRequest]
  /// Where lanes end, which may differ from the plan.
  package var ends: RunLimits
  /// The result of all lanes, if every one has ended.
  package var verdict: RunVerdict?
  /// Validations that the record does not have yet, by lane.
  package var unrecorded: [String: RecordedValidations] = [:]
  /// Seconds of training at the last `progress` events.
  package var lastProgress: Double
}
