import Telemetry

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
