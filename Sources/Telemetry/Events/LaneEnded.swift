/// A lane is done.
package struct LaneEnded: Sendable, Equatable, Codable {
  package var lane: String
  package var reason: EndReason
  package var epoch: Int
  package var step: Int
  /// Test loss with the best weights; nil if they were not scored.
  package var testLoss: Float?
  package var testMetrics: NamedValues<Double>
  /// Metrics of the trivial predictor that is drawn.
  package var baselineMetrics: NamedValues<Double>
  /// Metrics of all trivial predictors, starting with the one that is drawn.
  package var baselines: NamedValues<NamedValues<Double>>
  /// The file of the best weights.
  package var model: String?

  private enum CodingKeys: String, CodingKey {
    case lane
    case reason
    case epoch
    case step
    case testLoss = "test_loss"
    case testMetrics = "test_metrics"
    case baselineMetrics = "baseline_metrics"
    case baselines
    case model
  }

  package init(
    lane: String, reason: EndReason, epoch: Int, step: Int, testLoss: Float? = nil,
    testMetrics: NamedValues<Double>, baselineMetrics: NamedValues<Double>,
    baselines: NamedValues<NamedValues<Double>>,
    model: String? = nil
  ) {
    self.lane = lane
    self.reason = reason
    self.epoch = epoch
    self.step = step
    self.testLoss = testLoss
    self.testMetrics = testMetrics
    self.baselineMetrics = baselineMetrics
    self.baselines = baselines
    self.model = model
  }
}

/// A lane whose weights are not in any file.
package struct LaneNotSaved: Sendable, Equatable, Codable {
  package var lane: String
  package var reason: String
  /// True if something learned is lost.
  package var isLoss: Bool

  private enum CodingKeys: String, CodingKey {
    case lane
    case reason
    case isLoss = "is_loss"
  }

  package init(
    lane: String, reason: String, isLoss: Bool
  ) {
    self.lane = lane
    self.reason = reason
    self.isLoss = isLoss
  }
}
