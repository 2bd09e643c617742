import Telemetry

/// A lane was put back to another state, by undo, redo or rewind, or begins as a fork. What it leaves
/// stays in the lines before.
package struct RecordedReturn: Sendable, Codable {
  package var seconds: Double
  package var lane: String
  /// Steps of the session, which go on.
  package var at: Int
  /// Of the lane, as it is now.
  package var step: Int
  package var trainCurve: SeriesChange
  package var validationCurve: SeriesChange
  package var plainCurve: SeriesChange
  /// Since the lane began.
  package var validations: Int
  /// Of every recurrence that has a map, the rows that stay, the oldest first.
  package var mapRows: [Int]
}
