import Telemetry

/// Training and validation loss stay at the same level far from 0: the net can do no more, or the
/// targets contain no more. Only a larger net can tell which.
package enum LimitReachedSuspect: SuspectRule {
  package static let kind = Suspect.Kind.limitReached
  package static let explainedBy: Set<Suspect.Kind> = [
    .exploding, .deadUnits, .rateTooHigh, .rateTooLow, .overfitting, .saturatedGates, .vanishing,
    .classIgnored, .alwaysClipped, .worseThanBaseline,
  ]
  static let validations = 6
  /// Relative to the loss: how little it moves, and how close both losses are.
  static let flat: Float = 0.01
  static let near: Float = 0.1
  /// Relative to the loss: the least improvement of the latest over all before.
  static let step: Float = 0.001
  /// Relative to the predictor's loss: below this it is not a limit worth reporting.
  static let far: Float = 0.2

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    let validation = Array(lane.validation.suffix(validations))
    let plain = Array(lane.plain.suffix(validations))
    guard validation.count == validations, plain.count == validations,
      (validation + plain).allSatisfy({ $0.isFinite && $0 > 0 }), let share = lane.share
    else { return .absent }
    guard lane.standing == .ahead, share > far else { return .absent }
    /// Each of the latest is lower than the one two before it.
    func falls(_ losses: [Float]) -> Bool {
      losses.indices.dropFirst(2).allSatisfy { losses[$0] < losses[$0 - 2] }
    }
    func moves(_ losses: [Float]) -> Float {
      let half = losses.count / 2
      let (a, b) = (losses.prefix(half).reduce(0, +), losses.suffix(half).reduce(0, +))
      return abs(b - a) / a
    }
    let (v, p) = (validation[validations - 1], plain[validations - 1])
    let gap = abs(v - p) / v
    let moved = max(moves(validation), moves(plain))
    guard moved < (lane.told.contains(kind) ? 2 * flat : flat), gap < near else { return .absent }
    // Slowly but steadily: it is still falling.
    if falls(validation) { return lane.told.contains(kind) ? .unclear : .absent }
    // The latest is better than all before: do not report a standstill with an improvement.
    let before = lane.validation.dropLast().filter(\.isFinite).min() ?? .infinity
    if v < before * (1 - step) { return .unclear }
    return .present(
      value: Double(v),
      text: "stuck at \(Numbers.fullLoss(v)), training \(Numbers.fullLoss(p)): net too small, or "
        + "noisy targets",
      advice: "run again: model.hidden twice as large")
  }
}
