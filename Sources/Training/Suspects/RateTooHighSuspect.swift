import Telemetry

/// Updates that are a large share of the weights: the loss jumps and does not fall, is thrown back
/// to where it began, or the weights run away from their start. About a thousandth is usual
/// (Karpathy 2019).
package enum RateTooHighSuspect: SuspectRule {
  package static let kind = Suspect.Kind.rateTooHigh
  package static let clearance = 4
  package static let explainedBy: Set<Suspect.Kind> = [.exploding]
  /// Size of an update, as a share of the weights.
  static let large: Float = 0.03
  /// Near the predictor, where almost nothing has been learned yet.
  static let largeNearPredictor: Float = 0.012
  static let usual: Float = 0.008
  /// Growth of the weights, as a multiple of their start.
  static let farAway: Float = 50
  static let leastUnits = 8
  /// The same if a plain net's states are at their bounds, and the share that are: the updates
  /// drove them there.
  static let farForSaturated: Float = 2.5
  static let saturated: Float = 0.8
  /// Share of the base rate: a schedule below it already takes small steps.
  static let rateAtWork: Float = 0.1
  /// Rise of both losses over their best, and relative to the predictor's loss.
  static let thrownBack: Float = 1.3
  static let stillBack: Float = 1.1
  static let leastRise: Float = 0.1
  static let latest = 3

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    guard let ratio = lane.updateRatio, lane.standing.learnedStep == nil else { return .absent }
    if let finding = relapse(lane) { return finding }
    let grown = lane.tensors.filter { $0.startNorm > 0 }.map { $0.norm / $0.startNorm }.max() ?? 0
    let falls = lane.fell(over: latest) > 0.02 || lane.trainingFell(over: latest) > 0.02
    guard !falls else { return .absent }
    // The few weights of a tiny net have to become large.
    let isTiny = (lane.layers.map(\.units).max() ?? .max) < leastUnits
    if grown >= farAway, !isTiny, lane.rate >= rateAtWork * lane.baseRate {
      return .present(
        value: Double(grown), text: "weights grew \(Numbers.twoDigits(grown))-fold",
        advice: advice)
    }
    let states = lane.layers.filter { $0.gates.isEmpty }.compactMap(\.saturatedStates).max() ?? 0
    if grown >= farForSaturated, states > saturated {
      return .present(
        value: Double(grown),
        text: "weights grew \(Numbers.twoDigits(grown))-fold, "
          + "\(Numbers.twoDigitPercent(states)) of the states at their bounds", advice: advice)
    }
    let least = lane.share.map { $0 > 0.9 } == true ? largeNearPredictor : large
    guard ratio >= (lane.told.contains(kind) ? usual : least) else { return .absent }
    return .present(
      value: Double(ratio),
      text: "updates are \(Numbers.twoDigitPercent(ratio)) of the weights, the loss does not fall",
      advice: advice)
  }

  private static let advice = "R: lower lr, then r"

  /// Both losses were low and have been far above that since.
  private static func relapse(_ lane: LaneEvidence) -> SuspectFinding? {
    guard let best = lane.best, lane.validation.count - 1 - best >= latest,
      lane.plain.count == lane.validation.count, let predictor = lane.predictorLoss,
      let now = lane.validation.last, let plainNow = lane.plain.last
    else { return nil }
    let low = lane.validation.suffix(latest).min() ?? .nan
    let plainLow = lane.plain.suffix(latest).min() ?? .nan
    let least = lane.told.contains(kind) ? stillBack : thrownBack
    guard low > least * lane.validation[best], plainLow > least * lane.plain[best],
      low - lane.validation[best] > leastRise * predictor
    else { return nil }
    return .present(
      value: Double(now / lane.validation[best]),
      text: "back up from \(Numbers.fullLoss(lane.validation[best])) to "
        + "\(Numbers.fullLoss(now)), training too (\(Numbers.fullLoss(plainNow)))",
      advice: advice)
  }
}
