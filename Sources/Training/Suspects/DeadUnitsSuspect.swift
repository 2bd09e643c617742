import Telemetry

/// Units whose state never changes pass nothing on: a ReLU that a large update pushed below zero for
/// every input (Maas, Hannun, Ng 2013), or a unit whose inputs have no weight.
package enum DeadUnitsSuspect: SuspectRule {
  package static let kind = Suspect.Kind.deadUnits
  package static let explainedBy: Set<Suspect.Kind> = [.exploding, .saturatedGates]
  static let present: Float = 0.5
  static let absent: Float = 0.3

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    guard let worst = lane.layers.max(by: { Self.share($0) < Self.share($1) }) else {
      return .absent
    }
    let share = Self.share(worst)
    guard share > (lane.told.contains(kind) ? absent : present), lane.standing.learnedStep == nil
    else { return .absent }
    return .present(
      value: Double(share),
      text: "\(worst.deadUnits) of \(worst.units) units never change, in \(worst.layerName)",
      advice: SuspectAdvice.lowerRate)
  }

  private static func share(_ layer: LayerSnapshot) -> Float {
    layer.units > 0 ? Float(layer.deadUnits) / Float(layer.units) : 0
  }
}
