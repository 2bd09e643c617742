import Foundation
import Telemetry

/// The parts of a run that its record does not contain at every step, as they are now:
/// written about once a second while another process watches, to a file next to the record.
package struct LiveSnapshot: Sendable, Codable {
  /// Seconds between two writes.
  static let interval = 0.7
  /// It is written for this many seconds after a watcher's last sign.
  static let patience = 10.0

  /// Identifies the process (`RecordedAlive.start`).
  package var start: String
  /// Steps of the session.
  package var step: Int
  /// Without curves, maps and log, which are in the record.
  package var snapshot: SessionSnapshot

  init(start: String, step: Int, _ snapshot: SessionSnapshot) {
    (self.start, self.step) = (start, step)
    self.snapshot = snapshot
    (self.snapshot.info, self.snapshot.log) = (nil, [])
    // The question appears where the run has its screen.
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

  /// The picture of a session, given the one made from its record.
  func drawn(on record: SessionReducer) -> SessionSnapshot {
    var whole = snapshot
    whole.lanes = record.drawn(snapshot.lanes)
    (whole.info, whole.log) = (record.snapshot.info, record.snapshot.log)
    whole.alert = record.snapshot.alert
    return whole
  }
}
