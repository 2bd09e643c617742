/// A request to change a lane or the session. It is requested, then applied at a step, or rejected
/// with a reason.
package struct Command: Sendable, Equatable, Codable {
  /// Counts up from 1, given by whoever asks; the answers carry it.
  package var id: Int
  package var lanes: LaneSelection
  package var action: Action

  package init(id: Int, lanes: LaneSelection, action: Action) {
    self.id = id
    self.lanes = lanes
    self.action = action
  }

  package enum Action: Sendable, Equatable, Codable {
    /// `value` is what a preset or `--set` would say: "on", "off", "0.5". A number switches on.
    case set(key: String, value: String)
    /// One rung of the setting's ladder (1-2-5; probabilities by 0.05; the rate by 1.25).
    case strengthen(key: String)
    case weaken(key: String)
    case pause
    case resume
    /// One training step while paused.
    case singleStep
    /// One rung of the pace down, up: steps a second at most.
    case slower
    case faster
    /// Restarts the lanes; the curves from before stay.
    case restart
    /// Puts the lanes back to just before their newest intervention.
    case undo
    /// Puts them back to where `undo` or `rewind` took them from.
    case redo
    /// Puts them back by so many validations; 1 or more.
    case rewind(Int)
    /// Adds a lane that goes on as a copy of this one, with one setting changed or none.
    case fork(Change?)
    /// Puts lanes that diverged back to their last validation, or to their start where there was none,
    /// halves the rate and clips the gradient; one `undo` takes all of it back.
    case recover
    /// Takes the lanes out of the session for good; their files stay.
    case remove
    /// The cells that run from now on: others rest, new ones start on the same batches.
    case chooseCells([String])
    /// Ends the session, with everything saved and scored.
    case stop
    /// The answer where weights could not be saved at the end.
    case save(SaveChoice)
  }

  /// A setting's key and what it is set to.
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
