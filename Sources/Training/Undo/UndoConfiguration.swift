/// How many states of lanes are kept, so that they can be put back. The rule does not depend on the
/// machine: a repeated run keeps the same states.
package struct UndoConfiguration: Sendable, Equatable {
  /// For each lane.
  package var states = 32
  /// For the states of all lanes, in millions of bytes.
  package var megabytes = 256

  package init() {}
}
