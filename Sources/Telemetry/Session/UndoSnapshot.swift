/// The changes of a lane that can be taken back, and the memory that its kept states take.
package struct UndoSnapshot: Sendable, Equatable, Codable {
  package struct Place: Sendable, Equatable, Codable {
    /// The intervention, as it stands on the curves.
    package var label: String
    /// Of the lane, that it is put back to.
    package var step: Int

    package init(label: String, step: Int) { (self.label, self.step) = (label, step) }
  }

  /// The newest intervention that can be taken back.
  package var undo: Place?
  /// The one taken back last, as long as that can be put back.
  package var redo: Place?
  /// The step of the validation before.
  package var rewind: Int?
  package var states = 0
  /// By the rule of `record.undo`, not as a process measures it.
  package var bytes = 0

  package init() {}
}
