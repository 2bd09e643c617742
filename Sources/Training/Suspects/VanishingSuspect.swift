import Telemetry

/// Almost none of the gradient reaches the far past, and the loss has not left the trivial
/// predictor (Hochreiter 1991; Bengio, Simard, Frasconi 1994).
package enum VanishingSuspect: SuspectRule {
  package static let kind = Suspect.Kind.vanishing
  package static let patience = 2
  package static let clearance = 1
  package static let explainedBy: Set<Suspect.Kind> = [
    .exploding, .deadUnits, .rateTooHigh, .rateTooLow,
  ]

  /// Reach of gates that let almost nothing through, and validations that others have to open.
  static let nearlyNothing: Float = 0.1
  static let patienceWithGates = 10
  /// Reported from here on, and until the map's word changes: a lane at the border of the two words
  /// would be reported and cleared again and again.
  static let plainly: Float = 0.25

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    guard let reach = lane.reach, let word = reach.word else { return .unclear }
    // A lane that was ahead and fell back has seen the past: it has another problem.
    guard lane.standing == .onPredictor, let best = lane.bestShare, best >= StandingRule.left else {
      return .absent
    }
    switch word {
    case .vanishing, .zero: break
    case .fading, .reachesBack, .exploding, .direct: return .absent
    }
    let isPlain = reach.share < plainly || lane.told.contains(kind)
    guard isPlain else { return .absent }
    // Gates that are half shut in the beginning learn to open.
    let isNear = reach.share < nearlyNothing || lane.told.contains(kind)
    guard !lane.isGated || isNear || lane.validation.count >= patienceWithGates else {
      return .absent
    }
    let place = lane.reachLayer.map { " in \($0)" } ?? ""
    return .present(
      value: Double(reach.share),
      text: "reaches \(reach.reaches) of \(reach.of) steps\(place), loss at predictor level",
      advice: advice(lane))
  }

  private static func advice(_ lane: LaneEvidence) -> String {
    lane.isGated ? "run again: model.attention=dot" : "c: a gated cell"
  }
}
