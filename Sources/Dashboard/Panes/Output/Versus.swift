import Telemetry

/// How good a number is beside the trivial predictor's, in a word: "better than", "worse than".
package enum Versus {
  /// Shares closer than this are called the same.
  private static let same: Float = 0.02

  /// Of an error: "24 % better than persistence (24.1)", or without the number in brackets.
  package static func error(
    _ error: Float, baseline: Float, name: String, hasValue: Bool = true
  ) -> String {
    let value = name + (hasValue ? " (\(Numbers.loss(baseline)))" : "")
    guard error.isFinite, baseline.isFinite, baseline > 0 else { return "beside " + value }
    let share = 1 - error / baseline
    if share.magnitude < same { return "as good as " + value }
    if share < -1 {
      return Numbers.significant(Double(error / baseline), 2) + " times as bad as " + value
    }
    let percent = Numbers.fixed(Double(share.magnitude) * 100, 0) + " % "
    return percent + (share > 0 ? "better than " : "worse than ") + value
  }

  /// Of a share of right answers among `count`: "better than most frequent class (21.0%)". A
  /// difference of less than two standard errors of the predictor's share is none.
  package static func accuracy(
    _ accuracy: Float, baseline: Float, name: String, count: Int
  ) -> String {
    let value = "\(name) (\(ConfusionView.percent(baseline)))"
    guard accuracy.isFinite, baseline.isFinite else { return "beside " + value }
    let error = (max(0, baseline * (1 - baseline)) / Float(max(1, count))).squareRoot()
    if accuracy > baseline + 2 * error { return "better than " + value }
    return (accuracy < baseline - 2 * error ? "worse than " : "no better than ") + value
  }
}
