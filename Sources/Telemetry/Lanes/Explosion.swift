/// A gradient so large that an update ruined the weights, or would have without clipping.
package struct Explosion: Sendable, Equatable, Codable {
  /// The first step, and the largest norm of the whole parameter gradient since, before clipping.
  package var step: Int
  package var norm: Float
  /// The norm after clipping; nil if nothing was clipped.
  package var clipped: Float?
  /// Seconds of training at the step.
  package var seconds: Double
  /// False after validations with norms of normal size.
  package var isRecent: Bool

  package init(
    step: Int, norm: Float, clipped: Float? = nil, seconds: Double, isRecent: Bool = true
  ) {
    self.step = step
    self.norm = norm
    self.clipped = clipped
    self.seconds = seconds
    self.isRecent = isRecent
  }
}
