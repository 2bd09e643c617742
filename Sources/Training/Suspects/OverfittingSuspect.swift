import Telemetry

/// The validation loss has turned and rises while the training loss, measured the same way, falls
/// (Prechelt 1998).
package enum OverfittingSuspect: SuspectRule {
  package static let kind = Suspect.Kind.overfitting
  package static let explainedBy: Set<Suspect.Kind> = [.exploding, .rateTooHigh]

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    // Compared with a solved task, a small loss that rises is still a small loss.
    guard lane.standing.learnedStep == nil else { return .absent }
    switch Overfit.look(lane) {
    case .unclear: return .unclear
    case .absent: return .absent
    case .found(let overfit):
      return .present(
        value: Double(overfit.gap),
        text: "gap \(Numbers.fullLoss(overfit.gap)) since epoch \(overfit.epoch), validation rose "
          + "\(Numbers.fullLoss(overfit.rise)), training fell \(Numbers.fullLoss(overfit.fall))",
        advice: SuspectAdvice.lessMemory(lane))
    }
  }
}
