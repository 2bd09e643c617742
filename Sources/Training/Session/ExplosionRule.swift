import Telemetry

/// When a gradient counts as one that threw the weights away, and when that is over.
package struct ExplosionRule: Sendable, Equatable {
  /// Of the norm that updates the weights, after clipping.
  static let least: Float = 100
  /// Validations that must pass, each with norms of a usual size since the one before.
  static let quietValidations = 3
  /// Times the clip threshold: a usual size.
  static let usual: Float = 10

  /// The oldest first; beyond a bound the newest.
  package private(set) var all: [Explosion] = []
  static let most = 16

  package var explosion: Explosion? { all.last }
  private var quiet = 0
  private var largestSinceValidation: Float = 0

  package init() {}

  package mutating func took(norm: Float, step: Int, seconds: Double) {
    largestSinceValidation = max(largestSinceValidation, norm)
    guard norm >= Self.least else { return }
    if let old = explosion, old.isRecent {
      all[all.count - 1].norm = max(old.norm, norm)
    } else {
      if all.count == Self.most { all.removeFirst() }
      all.append(Explosion(step: step, norm: norm, seconds: seconds))
    }
    quiet = 0
  }

  /// - Parameter hasRecovered: the loss has left the predictor again: until then the explosion explains
  ///   whatever else is wrong.
  package mutating func validated(clipThreshold: Float, hasRecovered: Bool) {
    defer { largestSinceValidation = 0 }
    guard explosion?.isRecent == true else { return }
    quiet = hasRecovered && largestSinceValidation <= Self.usual * clipThreshold ? quiet + 1 : 0
    if quiet >= Self.quietValidations { all[all.count - 1].isRecent = false }
  }
}
