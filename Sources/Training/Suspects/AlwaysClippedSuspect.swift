import Telemetry

/// A threshold so low that it, and not the gradient, decides the size of every step.
package enum AlwaysClippedSuspect: SuspectRule {
  package static let kind = Suspect.Kind.alwaysClipped
  package static let explainedBy: Set<Suspect.Kind> = [.exploding, .rateTooHigh]
  static let steps: Float = 0.95
  /// The norm, as a multiple of the threshold.
  static let factor: Float = 50
  static let absentFactor: Float = 20
  /// The loss falls clearly despite clipping.
  static let falls: Float = 0.1

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    guard let norm = lane.norm, let clipped = lane.normClipped, clipped > 0, norm.isFinite,
      lane.standing.learnedStep == nil, lane.clippedShare >= steps
    else { return .absent }
    guard norm >= (lane.told.contains(kind) ? absentFactor : factor) * clipped,
      lane.fell(over: 3) < falls
    else { return .absent }
    return .present(
      value: Double(lane.clippedShare),
      text: "\(Numbers.twoDigitPercent(lane.clippedShare)) of the steps, "
        + "|g| \(Numbers.twoDigits(norm)) to \(Numbers.twoDigits(clipped))",
      advice: "R: raise clip")
  }
}
