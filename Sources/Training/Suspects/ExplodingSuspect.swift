import Telemetry

/// The norm of the whole gradient was so large that one update threw the weights away, or would
/// have without clipping (Pascanu, Mikolov, Bengio 2013). Remembered until the norms have been of a
/// usual size for a while.
package enum ExplodingSuspect: SuspectRule {
  package static let kind = Suspect.Kind.exploding
  package static let patience = 1
  package static let clearance = 1
  /// Share of the states that have been at their bounds ever since.
  static let wrecked: Float = 0.9

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    guard let explosion = lane.explosion else { return .absent }
    // Its lasting damage, whatever the loss does.
    let saturated = lane.layers.compactMap(\.saturatedStates).max() ?? 0
    let isWrecked = saturated >= wrecked && lane.standing.learnedStep == nil
    guard explosion.isRecent || isWrecked else { return .absent }
    let since =
      isWrecked ? "; \(Numbers.twoDigitPercent(saturated)) of the states at their bounds" : ""
    let clipped = explosion.clipped.map { ", clipped to \(Numbers.twoDigits($0))" } ?? ""
    return .present(
      value: Double(explosion.norm),
      text: "|g| \(Numbers.twoDigits(explosion.norm)) at step \(explosion.step)" + clipped
        + since,
      advice: lane.clips ? SuspectAdvice.lowerRate : "5 clip, then r")
  }
}
