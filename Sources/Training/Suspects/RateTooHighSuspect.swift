import Telemetry

/// Updates that move the weights by a large share of themselves: the loss hops and does not fall, and
/// the weights run away from their start. About a thousandth is usual (Karpathy 2019).
package enum RateTooHighSuspect: SuspectRule {
  package static let kind = Suspect.Kind.rateTooHigh
  package static let explainedBy: Set<Suspect.Kind> = [.exploding]
  /// Shares of the weights that an update moves.
  static let large: Float = 0.03
  static let usual: Float = 0.01
  /// Times their start that weights have grown.
  static let farAway: Float = 20

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    guard let ratio = lane.updateRatio, lane.standing.learnedStep == nil else { return .absent }
    let grown = lane.tensors.filter { $0.startNorm > 0 }.map { $0.norm / $0.startNorm }.max() ?? 0
    if grown >= farAway, !improves(lane) {
      return .present(
        value: Double(grown), text: "weights are \(SuspectText.short(grown)) times their start",
        advice: advice)
    }
    guard ratio >= large else { return ratio < usual ? .absent : .unclear }
    guard lane.validation.count >= 3 else { return .unclear }
    guard !improves(lane) else { return .absent }
    return .present(
      value: Double(ratio),
      text: "an update moves the weights by \(SuspectText.percent(ratio)), the loss does not fall",
      advice: advice)
  }

  private static let advice = "lower lr in R (Enter), then r"

  /// One of the last three validations was better than all before by more than they differ.
  private static func improves(_ lane: LaneEvidence) -> Bool {
    let before = lane.validation.dropLast(3).filter(\.isFinite).min()
    let last = lane.validation.suffix(3).filter(\.isFinite).min()
    guard let last else { return false }
    guard let before else { return lane.validation.count < 3 }
    return last < before * 0.98
  }
}
