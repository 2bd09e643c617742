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

/// What a run that is asked says to it.
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
