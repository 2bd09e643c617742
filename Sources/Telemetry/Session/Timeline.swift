/// Where a screen is in the record of a run.
package struct TimelineSnapshot: Sendable, Equatable, Codable {
  /// Steps of the session at the record that is shown, and at the newest one.
  package var step: Int
  package var lastStep: Int
  /// Nothing newer is recorded: what comes is shown when it comes.
  package var isAtEnd: Bool
  package var isAtStart: Bool
  /// There is an intervention before, after the record that is shown.
  package var hasInterventionBefore: Bool
  package var hasInterventionAfter: Bool
  package var isPlaying: Bool
  /// Records a second while it plays.
  package var speed: Int
  package var run: RecordedRunState
  /// Whether keys that change the training are sent to the run.
  package var control: Control
  /// Whole seconds since the record last grew; nil: the run does not train any more.
  package var age: Int?
  /// The complete command that trains on with the run.
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
    /// As it was asked for.
    case readOnly
    /// The run does not train, or takes none.
    case closed
  }

  /// Records a second: the slowest and the fastest.
  package static let speeds = 1...64
}

/// The state of a run, as its folder tells.
package enum RecordedRunState: String, Sendable, Equatable, Codable {
  case running
  /// Every lane came to its end.
  case ended
  /// By the user or a signal, with everything saved.
  case interrupted
  /// It broke off.
  case crashed
  /// It runs on another machine, or broke off there: nothing has been recorded for a while.
  case silent
}

/// A move along the record of a run.
package enum TimelineMove: Sendable, Equatable {
  /// One record.
  case back
  case forward
  case interventionBefore
  case interventionAfter
  /// The first record at or after so many seconds of training.
  case seconds(Double)
  case first
  /// The newest record, and those that come.
  case last
  case playOrStop
  case slower
  case faster
}
