import Telemetry

/// The validation loss has turned and rises while the training loss, measured the same way, falls
/// (Prechelt 1998).
package enum OverfittingSuspect: SuspectRule {
  package static let kind = Suspect.Kind.overfitting
  package static let explainedBy: Set<Suspect.Kind> = [.exploding, .rateTooHigh]
  /// Validations since the best one.
  static let least = 3
  /// Above the best loss, as a share of it, and in times of what neighbours differ.
  static let rise: Float = 0.05
  static let noises: Float = 3

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    let (validation, plain) = (lane.validation, lane.plain)
    guard let best = lane.best, validation.count == plain.count, let last = plain.last,
      let now = validation.last, now.isFinite, last.isFinite, plain[best].isFinite
    else { return .absent }
    guard validation.count - 1 - best >= least else { return .absent }
    let lowest = validation[best]
    let level = validation.suffix(least).sorted()[least / 2]
    let rise = level - lowest
    guard rise > Self.rise * abs(lowest), rise > noises * lane.noise, last < plain[best] * 0.98,
      now > last * 1.1
    else { return rise < 0.5 * Self.rise * abs(lowest) ? .absent : .unclear }
    let epoch = Int((Double(best + 1) * lane.epochsPerValidation).rounded(.up))
    return .present(
      value: Double(now - last),
      text: "since epoch \(epoch) validation rose \(SuspectText.loss(rise)), training fell "
        + "\(SuspectText.loss(plain[best] - last)): gap \(SuspectText.loss(now - last))",
      advice: lane.stopsEarly ? "3 dropout, 4 recurrent dropout" : "3 dropout, 6 early stopping")
  }
}
