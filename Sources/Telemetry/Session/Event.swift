/// A line of the log: something that happened, or an intervention.
package struct LogEntry: Sendable, Equatable, Codable {
  /// Seconds of training since the start.
  package var seconds: Double
  /// The lane's name, or nil for all lanes or the session.
  package var lane: String?
  package var kind: Kind
  package var text: String

  package enum Kind: Sendable, Equatable, Codable {
    /// Routine: the end of an epoch, facts about the data.
    case note
    case improved
    case intervention
    case rejected
    case earlyStop
    case diverged
    case ended
    case warning
  }

  package init(seconds: Double, lane: String?, kind: Kind, text: String) {
    self.seconds = seconds
    self.lane = lane
    self.kind = kind
    self.text = text
  }
}

/// An applied command, drawn on the curves at its step with its name.
package struct Intervention: Sendable, Equatable, Codable {
  package var step: Int
  package var seconds: Double
  /// Short, as written on the line: "5 clip 0.5", "3 dropout off", "lr 0.0008".
  package var label: String

  package init(step: Int, seconds: Double, label: String) {
    self.step = step
    self.seconds = seconds
    self.label = label
  }
}
