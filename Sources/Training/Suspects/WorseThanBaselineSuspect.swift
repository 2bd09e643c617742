import Foundation
import Telemetry

/// A loss above the trivial predictor's: what was learned is wrong for the validation part.
package enum WorseThanBaselineSuspect: SuspectRule {
  package static let kind = Suspect.Kind.worseThanBaseline
  package static let patience = 3
  package static let explainedBy: Set<Suspect.Kind> = [
    .exploding, .deadUnits, .rateTooLow, .overfitting, .saturatedGates,
    .alwaysClipped, .vanishing,
  ]
  static let present: Float = 1.05
  static let absent: Float = 1.02
  /// Validations until it reaches the predictor, at the latest pace.
  static let soon = 10.0

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    guard let share = lane.share, let predictor = lane.predictorLoss,
      let loss = lane.validation.last
    else { return .absent }
    guard lane.standing == .onPredictor else { return lane.standing == .early ? .unclear : .absent }
    guard share > (lane.told.contains(kind) ? absent : present) else { return .absent }
    if !lane.told.contains(kind) {
      // It is falling: at this pace it will soon be there.
      let pace = -log(1 - Double(min(0.99, lane.fell(over: 3))) / 3)
      guard pace * soon < log(Double(share)) else { return .absent }
    }
    let isMemory = (lane.plain.last ?? .infinity) < predictor
    return .present(
      value: Double(share),
      text: "validation \(Numbers.fullLoss(loss)) over \(Numbers.fullLoss(predictor)), "
        + lane.predictorName,
      // The loss that is trained is not the one that is compared.
      advice: lane.weighsClasses
        ? "classes are weighted: judge by O"
        : isMemory ? SuspectAdvice.lessMemory(lane) : "( lower rate, or more epochs")
  }
}
