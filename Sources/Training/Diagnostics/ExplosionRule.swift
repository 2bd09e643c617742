import Telemetry

/// Decides when a gradient threw the weights away, or would have without clipping, and when that is
/// over. It stops no lane: `Trainer.step` raises `ExplodingSuspect`. A number that is not finite is a
/// divergence (`Lane.prepareUpdate`).
package struct ExplosionRule: Sendable, Equatable, Codable {
  /// Threshold for the norm that updates the weights, after clipping.
  static let least: Float = 100
  /// Threshold for the norm before clipping, if clipping limits it.
  static let leastBefore: Float = 1_000_000
  /// Validations that must pass, each preceded only by norms of a usual size since the last.
  static let quietValidations = 3
  /// A usual size after clipping, as a multiple of the clip threshold.
  static let usual: Float = 10

  /// Oldest first; once full, only the newest.
  package private(set) var all: [Explosion] = []
  static let most = 16

  package var explosion: Explosion? { all.last }
  private var quiet = 0
  /// Since the last validation, before and after clipping.
  private var largestBefore: Float = 0
  private var largest: Float = 0

  package init() {}

  /// - Parameters:
  ///   - norm: of the whole parameter gradient, before clipping.
  ///   - clipped: of the gradient that updates the weights.
  package mutating func took(norm: Float, clipped: Float, step: Int, seconds: Double) {
    largestBefore = max(largestBefore, norm)
    largest = max(largest, clipped)
    guard clipped >= Self.least || norm >= Self.leastBefore else { return }
    quiet = 0
    if let old = explosion, old.isRecent {
      guard norm > old.norm else { return }
      all[all.count - 1].norm = norm
      all[all.count - 1].clipped = clipped < norm ? clipped : nil
      return
    }
    if all.count == Self.most { all.removeFirst() }
    all.append(
      Explosion(
        step: step, norm: norm, clipped: clipped < norm ? clipped : nil, seconds: seconds))
  }

  /// - Parameter hasRecovered: the loss has moved away from the predictor again. Until then, the
  ///   explosion explains whatever else is wrong.
  package mutating func validated(clipThreshold: Float, hasRecovered: Bool) {
    defer { (largestBefore, largest) = (0, 0) }
    guard let explosion, explosion.isRecent else { return }
    let isUsual = largest <= Self.usual * clipThreshold && largestBefore <= Self.leastBefore / 1000
    let isHeld = explosion.clipped != nil
    // If clipping limited it, there is nothing to recover from.
    quiet = isUsual && (hasRecovered || isHeld) ? quiet + 1 : 0
    if quiet >= Self.quietValidations || isHeld && hasRecovered {
      all[all.count - 1].isRecent = false
    }
  }
}
