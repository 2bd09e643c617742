import Foundation
import Telemetry

/// What the record of a run does not say at every step, as the process that trains has it now: written
/// about once a second while another process watches, in a file beside the record.
package struct LiveSnapshot: Sendable, Codable {
  package static let file = "live.json"
  /// Seconds between two writings.
  static let interval = 0.7
  /// Seconds after the last sign of a watcher for which it is written.
  static let patience = 10.0

  /// Of the process (`RecordedAlive.start`).
  package var start: String
  /// Steps of the session.
  package var step: Int
  /// Without curves, maps and log, which the record has.
  package var snapshot: SessionSnapshot

  init(start: String, step: Int, _ snapshot: SessionSnapshot) {
    (self.start, self.step) = (start, step)
    self.snapshot = snapshot
    (self.snapshot.info, self.snapshot.log) = (nil, [])
    // It is asked where the run has its screen.
    self.snapshot.unsaved = nil
    for place in snapshot.lanes.indices {
      let gradients = snapshot.lanes[place].gradients
      self.snapshot.lanes[place].trainCurve = Series()
      self.snapshot.lanes[place].validationCurve = Series()
      self.snapshot.lanes[place].plainCurve = Series()
      self.snapshot.lanes[place].earlier = nil
      self.snapshot.lanes[place].gradients = gradients.withoutMaps
    }
  }

  /// The picture of a session of which the record has made this.
  func drawn(on record: SessionReducer) -> SessionSnapshot {
    var whole = snapshot
    whole.lanes = record.drawn(snapshot.lanes)
    (whole.info, whole.log) = (record.snapshot.info, record.snapshot.log)
    whole.alert = record.snapshot.alert
    return whole
  }
}
