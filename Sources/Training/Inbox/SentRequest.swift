import Foundation
import Telemetry

/// A request to a run from another process, as a file of its `inbox` holds it: one JSON object.
package struct SentRequest: Sendable, Equatable, Codable {
  /// Tells it from every other one, and the answers carry it; those of one sender rise.
  package var id: Int
  /// Which start of the run it is meant for (`RecordedAlive.start`).
  package var start: String
  /// Lines of the record that the sender had seen (`SessionReducer.lines`).
  package var seen: Int
  /// USER@HOST.
  package var from: String
  package var request: SessionRequest

  /// In the folder of the run.
  package static let folder = "inbox"

  /// What a file of the inbox may hold at most.
  static let mostBytes = 1 << 16

  /// Says nothing by itself: what it does depends on what was done before.
  var isRelative: Bool {
    switch request.action {
    case .undo, .redo, .rewind, .strengthen, .weaken: true
    default: false
    }
  }
}
