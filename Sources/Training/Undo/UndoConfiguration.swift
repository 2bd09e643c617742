/// How much is kept of lanes, so that they can be put back. The rule knows nothing of the machine: a
/// run that is repeated keeps the same states.
package struct UndoConfiguration: Sendable, Equatable {
  /// Of each lane.
  package var states = 32
  /// Of the states of all lanes; one is a million bytes.
  package var megabytes = 256

  package init() {}
}
