import Telemetry

/// Gates that stand nearly all shut or wide open (and not all on one side, which keeps or forgets on
/// purpose) or states at their bounds have no slope left: the gradient that reaches their weights is
/// next to nothing (Karpathy, Johnson, Fei-Fei 2015 count them).
package enum SaturatedGatesSuspect: SuspectRule {
  package static let kind = Suspect.Kind.saturatedGates
  package static let explainedBy: Set<Suspect.Kind> = [.exploding, .rateTooHigh]
  static let present: Float = 0.9
  /// On the predictor, where nothing was learned that could want them so.
  static let presentOnPredictor: Float = 0.8
  static let absent: Float = 0.75
  static let bothSides: Float = 0.1

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    guard lane.standing.learnedStep == nil else { return .absent }
    var worst: (share: Float, text: String, advice: String)?
    func offer(_ share: Float, _ text: @autoclosure () -> String, _ advice: String) {
      if share > worst?.share ?? 0 { worst = (share, text(), advice) }
    }
    for layer in lane.layers {
      for gate in layer.gates where min(gate.open, gate.closed) > bothSides {
        let share = gate.open + gate.closed
        offer(
          share,
          "\(SuspectText.percent(share)) of the \(gate.name) gate of \(layer.layerName) "
            + "shut or wide open", "run again: smaller model.recurrent_gain")
      }
      guard layer.gates.isEmpty, let states = layer.saturatedStates else { continue }
      offer(
        states,
        "\(SuspectText.percent(states)) of the states of \(layer.layerName) at their bounds",
        SuspectAdvice.lowerRate)
    }
    let least = lane.standing == .onPredictor ? presentOnPredictor : present
    guard let worst, worst.share > (lane.told.contains(kind) ? absent : least) else {
      return .absent
    }
    return .present(value: Double(worst.share), text: worst.text, advice: worst.advice)
  }
}
