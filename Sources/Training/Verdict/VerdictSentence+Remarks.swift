import Datasets
import Telemetry

/// Remarks that follow the result itself.
extension VerdictSentence {
  /// Trivial predictors that are better still than a lane that beats the one that is drawn.
  func rivals(_ lane: LaneFinding) -> [String] {
    guard let score = lane.score, isAhead(lane) else { return [] }
    let better = rule.reference(score.part).rivals.filter { $0.loss < score.loss }
    guard let best = better.min(by: { $0.loss < $1.loss }) else { return [] }
    return ["\(best.name) is better still: loss \(Numbers.padded(best.loss))"]
  }

  /// Lanes of which the validation part says something else: two parts of one series can be of
  /// different difficulty.
  var otherPart: [String] {
    let remarks: [(String, (RunVerdict.Outcome, RunVerdict.Outcome) -> Bool)] = [
      ("better than \(rule.predictor)", { isAhead($0) && !isAhead($1) }),
      ("\(onLine) \(rule.predictor)", { $0 == .onBaseline && isAhead($1) }),
      ("worse than \(rule.predictor)", { $0 == .worse && isAhead($1) }),
      ("solved", { $0 == .solved && $1 == .better }),
    ]
    return remarks.compactMap { words, fits in
      let those = lanes.filter { lane in
        guard lane.end != .diverged, let here = level(lane),
          let there = lane.validation.flatMap(rule.level)
        else { return false }
        return fits(there, here)
      }
      guard !those.isEmpty else { return nil }
      let who = lanes.count > 1 ? "\(names(those)) \(those.count == 1 ? "is" : "are") " : ""
      return "on the validation part \(who)\(words)"
    }
  }

  /// Where ratios mean nothing it is a margin in nats.
  private var onLine: String { rule.measure == .nats ? "on the line of" : "within 5 % of" }

  private func isAhead(_ outcome: RunVerdict.Outcome) -> Bool {
    outcome == .solved || outcome == .better
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
        + "overfit from epoch \(overfit.epoch): validation rose \(Numbers.padded(overfit.rise, digits: 2)) while "
        + "training fell" + (others.isEmpty ? "" : " (\(names(others)), too)")
    ]
  }
}
