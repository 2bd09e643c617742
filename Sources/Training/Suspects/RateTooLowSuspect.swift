import Foundation
import Telemetry

/// Updates that hardly move the weights: every validation improves by the same small share, or none
/// does, and the loss would need far more epochs to get anywhere.
package enum RateTooLowSuspect: SuspectRule {
  package static let kind = Suspect.Kind.rateTooLow
  package static let explainedBy: Set<Suspect.Kind> = [
    .exploding, .deadUnits, .saturatedGates, .rateTooHigh, .alwaysClipped, .overfitting,
  ]
  /// Size of an update, as a share of the weights.
  static let small: Float = 5e-5
  static let usual: Float = 1e-4
  static let least = 4
  /// The remaining share of the loss, after this many validations, if it falls clearly; and the
  /// share that clears the suspect.
  static let earnestFall: Float = 0.8
  static let fastFall: Float = 0.6

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    guard let ratio = lane.updateRatio else { return .unclear }
    guard ratio < (lane.told.contains(kind) ? usual : small), lane.standing.learnedStep == nil,
      // A schedule near its end is meant to take small steps.
      lane.rate >= 0.5 * lane.baseRate
    else { return .absent }
    let last = lane.validation.suffix(least + 1).map { $0 }
    guard last.count > least, last.allSatisfy(\.isFinite) else { return .unclear }
    // Falling clearly.
    let kept: Float = lane.told.contains(kind) ? fastFall : earnestFall
    guard let first = last.first, let now = last.last, now > kept * first else { return .absent }
    let moved = "updates are \(Numbers.twoDigitPercent(ratio)) of the weights"
    return .present(
      value: Double(ratio), text: moved + pace(lane, first: first, now: now),
      // An adaptive optimizer remembers the size of an explosion and takes tiny steps long after
      // it.
      advice: lane.explosion == nil ? "R: higher lr" : "it exploded: 5 clip, then r")
  }

  private static func pace(_ lane: LaneEvidence, first: Float, now: Float) -> String {
    guard now < first, now > 0 else { return ", the loss does not fall" }
    let goal: (Float, String)
    if let predictor = lane.predictorLoss, predictor > 0, now > predictor {
      goal = (predictor, "to the predictor")
    } else {
      goal = (now / 2, "to half the loss")
    }
    let perEpoch = log(Double(now / first)) / Double(least) / lane.epochsPerValidation
    let epochs = log(Double(goal.0 / now)) / perEpoch
    guard epochs.isFinite, epochs >= 1, epochs < 1e6 else { return "" }
    return ", at this pace \(Int(epochs.rounded(.up))) epochs \(goal.1)"
  }
}
