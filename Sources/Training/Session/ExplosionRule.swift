import Telemetry

/// When a gradient counts as one that threw the weights away, and when that is over.
package struct ExplosionRule: Sendable, Equatable {
  /// Of the norm that updates the weights, after clipping.
  static let least: Float = 100
  /// Validations that must pass, each with norms of a usual size since the one before.
  static let quietValidations = 3
  /// Times the clip threshold: a usual size.
  static let usual: Float = 10

  package private(set) var explosion: Explosion?
  private var quiet = 0
  private var largestSinceValidation: Float = 0

  package init() {}

  package mutating func took(norm: Float, step: Int, seconds: Double) {
    largestSinceValidation = max(largestSinceValidation, norm)
    guard norm >= Self.least else { return }
    if let old = explosion, old.isRecent {
      explosion?.norm = max(old.norm, norm)
    } else {
      explosion = Explosion(step: step, norm: norm, seconds: seconds)
    }
    quiet = 0
  }

  package mutating func validated(clipThreshold: Float) {
    defer { largestSinceValidation = 0 }
    guard explosion?.isRecent == true else { return }
    quiet = largestSinceValidation <= Self.usual * clipThreshold ? quiet + 1 : 0
    if quiet >= Self.quietValidations { explosion?.isRecent = false }
  }
}
