/// A place where a number is not finite, found by `Model.firstNonfinite`. `Lane.prepareUpdate` then
/// drops the update.
package struct Nonfinite: Sendable, Equatable {
  package var layer: String
  /// From 1.
  package var timeStep: Int?
  package var what: String
}
