import Telemetry

/// The norm of the whole gradient was so large that one update threw the weights away (Pascanu,
/// Mikolov, Bengio 2013). Remembered until the norms have been of a usual size for a while.
package enum ExplodingSuspect: SuspectRule {
  package static let kind = Suspect.Kind.exploding
  package static let patience = 1
  package static let clearance = 1

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    guard let explosion = lane.explosion, explosion.isRecent else { return .absent }
    return .present(
      value: Double(explosion.norm),
      text: "|g| reached \(SuspectText.short(explosion.norm)), first at step \(explosion.step)",
      advice: lane.clips ? SuspectAdvice.lowerRate : "5 clip, then r")
  }
}
