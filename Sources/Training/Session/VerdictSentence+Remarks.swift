import Datasets
import Telemetry

/// Remarks that follow the result itself.
extension VerdictSentence {
  /// Trivial predictors that are better still than a lane that beats the one that is drawn.
  func rivals(_ lane: LaneFinding) -> [String] {
    guard let score = lane.score, isAhead(lane) else { return [] }
    let better = rule.reference(score.part).rivals.filter { $0.loss < score.loss }
    guard let best = better.min(by: { $0.loss < $1.loss }) else { return [] }
    return ["\(best.name) is better still: loss \(number(best.loss))"]
  }

  /// Lanes that the validation part shows on the other side of the predictor: two parts of one series
  /// can be of different difficulty.
  var otherPart: [String] {
    func isOther(_ lane: LaneFinding, ahead: Bool) -> Bool {
      guard lane.end != .diverged, let validation = lane.validation,
        let level = rule.level(validation)
      else { return false }
      return (level == .solved || level == .better) == ahead && isAhead(lane) != ahead
    }
    return [(true, "better"), (false, "no better")].compactMap { ahead, word in
      let those = lanes.filter { isOther($0, ahead: ahead) }
      guard !those.isEmpty else { return nil }
      let who = lanes.count > 1 ? "\(names(those)) \(those.count == 1 ? "is" : "are") " : ""
      return "on the validation part \(who)\(word) than \(rule.predictor)"
    }
  }

  /// Of the lane with the largest rise.
  var overfitting: [String] {
    let those = lanes.filter { $0.overfit != nil && $0.end != .diverged }
    guard let first = those.max(by: { ($0.overfit?.share ?? 0) < ($1.overfit?.share ?? 0) }),
      let overfit = first.overfit
    else { return [] }
    let others = those.filter { $0.name != first.name }
    return [
      (lanes.count > 1 ? name(first) + " " : "")
        + "overfit from epoch \(overfit.epoch): validation rose \(number(overfit.rise, digits: 2)) while "
        + "training fell" + (others.isEmpty ? "" : " (\(names(others)), too)")
    ]
  }
}
