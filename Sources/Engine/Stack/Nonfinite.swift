/// A place where a number is not finite.
package struct Nonfinite: Sendable, Equatable {
  package var layer: String
  /// From 1.
  package var timeStep: Int?
  package var what: String
}
