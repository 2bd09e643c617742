/// A request to change a lane or the session. It is later applied at a step, or rejected with a
/// reason.
package struct Command: Sendable, Equatable, Codable {
  /// Counts up from 1, chosen by the sender; the answers carry it.
  package var id: Int
  package var lanes: LaneSelection
  package var action: Action

  package init(id: Int, lanes: LaneSelection, action: Action) {
    self.id = id
    self.lanes = lanes
    self.action = action
  }

  package enum Action: Sendable, Equatable, Codable {
    /// `value` is written as in a preset or `--set`: "on", "off", "0.5". A number also switches on.
    case set(key: String, value: String)
    /// One rung of the setting's ladder (1-2-5; probabilities by 0.05; the rate by 1.25).
    case strengthen(key: String)
    case weaken(key: String)
    case pause
    case resume
    /// One training step while paused.
    case singleStep
    /// The pace (most steps per second) one rung down, up.
    case slower
    case faster
    /// Restarts the lanes; the earlier curves stay.
    case restart
    /// Puts the lanes back to just before their newest intervention.
    case undo
    /// Puts them back to the state before an `undo` or `rewind`.
    case redo
    /// Puts them back by this many validations; 1 or more.
    case rewind(Int)
    /// Adds a lane that continues as a copy of this one, with one setting changed or none.
    case fork(Change?)
    /// Puts diverged lanes back to their last validation, or to their start if there was none,
    /// halves the rate and clips the gradient; a single `undo` reverts all of it.
    case recover
    /// Removes the lanes from the session for good; their files stay.
    case remove
    /// The cells that run from now on: others pause, new ones start on the same batches.
    case chooseCells([String])
    /// Ends the session, with everything saved and scored.
    case stop
    /// The user's choice if weights could not be saved at the end.
    case save(SaveChoice)
  }

  /// A setting's key and new value.
  package struct Change: Sendable, Equatable, Codable {
    package var key: String
    package var value: String

    package init(key: String, value: String) { (self.key, self.value) = (key, value) }
  }

  package enum SaveChoice: Sendable, Equatable, Codable {
    case again
    case elsewhere
    case giveUp
  }
}

package enum LaneSelection: Sendable, Equatable, Codable {
  case all
  case lane(LaneID)
}
