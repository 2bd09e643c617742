/// The position of a screen in the record of a run.
package struct TimelineSnapshot: Sendable, Equatable, Codable {
  /// Steps of the session at the shown record, and at the newest one.
  package var step: Int
  package var lastStep: Int
  /// The newest record is shown, and new ones as they come.
  package var isAtEnd: Bool
  package var isAtStart: Bool
  /// There is an intervention before, after the shown record.
  package var hasInterventionBefore: Bool
  package var hasInterventionAfter: Bool
  package var isPlaying: Bool
  /// Records per second while it plays.
  package var speed: Int
  package var run: RecordedRunState
  /// Whether keys that change the training are sent to the run.
  package var control: Control
  /// Whole seconds since the record last grew; nil: the run no longer trains.
  package var age: Int?
  /// The complete command that continues the run.
  package var goOn: String

  package init(
    step: Int, lastStep: Int, isAtEnd: Bool, isAtStart: Bool, hasInterventionBefore: Bool,
    hasInterventionAfter: Bool, isPlaying: Bool, speed: Int, run: RecordedRunState,
    control: Control = .closed, age: Int?, goOn: String
  ) {
    (self.step, self.lastStep) = (step, lastStep)
    (self.isAtEnd, self.isAtStart) = (isAtEnd, isAtStart)
    self.hasInterventionBefore = hasInterventionBefore
    self.hasInterventionAfter = hasInterventionAfter
    (self.isPlaying, self.speed) = (isPlaying, speed)
    (self.run, self.control, self.age, self.goOn) = (run, control, age, goOn)
  }

  package enum Control: String, Sendable, Equatable, Codable {
    case open
    /// Requested by the user.
    case readOnly
    /// The run does not train, or takes no commands.
    case closed
  }

  /// Records per second: the slowest and the fastest.
  package static let speeds = 1...64
}

/// The state of a run, according to its folder.
package enum RecordedRunState: String, Sendable, Equatable, Codable {
  case running
  /// Every lane has ended.
  case ended
  /// By the user or a signal, with everything saved.
  case interrupted
  /// It crashed or was killed.
  case crashed
  /// It runs on another machine, or crashed there: nothing has been recorded for a while.
  case silent
}

/// A move along the record of a run.
package enum TimelineMove: Sendable, Equatable {
  /// One record.
  case back
  case forward
  case interventionBefore
  case interventionAfter
  /// The first record at or after this many seconds of training.
  case seconds(Double)
  case first
  /// The newest record, and the following ones as they come.
  case last
  case playOrStop
  case slower
  case faster
}
