/// The changes of a lane that can be undone, and the memory used by its kept states.
package struct UndoSnapshot: Sendable, Equatable, Codable {
  package struct Place: Sendable, Equatable, Codable {
    /// The intervention, as labelled on the curves.
    package var label: String
    /// The step that the lane is put back to.
    package var step: Int

    package init(label: String, step: Int) { (self.label, self.step) = (label, step) }
  }

  /// The newest intervention that can be undone.
  package var undo: Place?
  /// The last undone intervention, while it can be redone.
  package var redo: Place?
  /// The step of the previous validation.
  package var rewind: Int?
  package var states = 0
  /// Counted by the rule of `record.undo`, not measured in the process.
  package var bytes = 0

  package init() {}
}
