import Telemetry

/// Gates that are nearly all shut or wide open (and not all on one side, which keeps or forgets on
/// purpose, unless the state can no longer change) or states at their bounds have no slope left:
/// almost no gradient reaches their weights (Karpathy, Johnson, Fei-Fei 2015 count them).
package enum SaturatedGatesSuspect: SuspectRule {
  package static let kind = Suspect.Kind.saturatedGates
  package static let explainedBy: Set<Suspect.Kind> = [.exploding, .rateTooHigh]
  static let present: Float = 0.9
  /// At predictor level, where nothing was learned that could need them.
  static let presentOnPredictor: Float = 0.8
  static let absent: Float = 0.75
  static let bothSides: Float = 0.1
  /// The mean of a gate that lets nothing through, or keeps everything: changing a state would take
  /// 100 steps or more.
  static let stuck: Float = 0.01
  /// Share of a layer's units that never change.
  static let still: Float = 0.9

  private struct Finding {
    var share: Float
    var text: String
    var advice: String
  }

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    guard lane.standing.learnedStep == nil else { return .absent }
    let least = lane.standing == .onPredictor ? presentOnPredictor : present
    let findings = lane.layers.flatMap { gates($0, lane) + states($0) }
    guard let worst = findings.max(by: { $0.share < $1.share }),
      worst.share > (lane.told.contains(kind) ? absent : least)
    else { return .absent }
    return .present(value: Double(worst.share), text: worst.text, advice: worst.advice)
  }

  private static func gates(_ layer: LayerSnapshot, _ lane: LaneEvidence) -> [Finding] {
    layer.gates.compactMap { gate in
      let share = gate.open + gate.closed
      if min(gate.open, gate.closed) > bothSides {
        return Finding(
          share: share,
          text: "\(Numbers.twoDigitPercent(share)) of the \(gate.name) gate shut or wide open, "
            + "in \(layer.layerName)", advice: "run again: smaller model.recurrent_gain")
      }
      // If almost nothing is learned, or no unit ever changes.
      let isStill = layer.units > 0 && Float(layer.deadUnits) >= still * Float(layer.units)
      guard isStill || lane.standing == .onPredictor, let advice = whyStuck(gate) else {
        return nil
      }
      return Finding(
        share: share,
        text: "\(gate.name) gate at \(Numbers.gate(gate.mean)): nothing new gets through, "
          + "in \(layer.layerName)", advice: advice)
    }
  }

  /// Advice for a gate that lets nothing new through; nil if it does. A forget gate wide open only
  /// remembers; an update gate keeps its share of the state.
  private static func whyStuck(_ gate: GateSnapshot) -> String? {
    switch gate.letter {
    case "z": gate.mean > 1 - stuck ? "run again: smaller model.update_bias" : nil
    case "f": gate.mean < stuck ? "run again: larger model.forget_bias" : nil
    case "i", "o": gate.mean < stuck ? SuspectAdvice.lowerRate : nil
    default: nil
    }
  }

  private static func states(_ layer: LayerSnapshot) -> [Finding] {
    guard layer.gates.isEmpty, let states = layer.saturatedStates else { return [] }
    return [
      Finding(
        share: states,
        text:
          "\(Numbers.twoDigitPercent(states)) of the states at their bounds, in \(layer.layerName)",
        advice: SuspectAdvice.lowerRate)
    ]
  }
}
