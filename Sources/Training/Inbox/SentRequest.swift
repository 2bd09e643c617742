import Foundation
import Telemetry

/// A request to a run from another process, as a file in its `inbox` holds it: one JSON object.
package struct SentRequest: Sendable, Equatable, Codable {
  /// Unique, and repeated in the answers; the ids of one sender increase.
  package var id: Int
  /// The start of the run that it is meant for (`RecordedAlive.start`).
  package var start: String
  /// Lines of the record that the sender had seen (`SessionReducer.lines`).
  package var seen: Int
  /// USER@HOST.
  package var from: String
  package var request: SessionRequest

  /// Maximum size of a file in the inbox.
  static let mostBytes = 1 << 16

  /// Relative: its effect depends on what was done before.
  var isRelative: Bool {
    switch request.action {
    case .undo, .redo, .rewind, .strengthen, .weaken: true
    default: false
    }
  }
}
