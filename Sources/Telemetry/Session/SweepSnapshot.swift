/// A session whose lanes are the combinations of a sweep.
package struct SweepSnapshot: Sendable, Equatable, Codable {
  /// The varied settings, as column heads: "lane", "hidden", "lr".
  package var heads: [String]
  /// Width of the longest value in each column.
  package var widths: [Int]
  package var folds: Int
  package var trials: Int
  package var done: Int
  package var failed: Int
  /// Indices of lanes, the best first.
  package var order: [Int]
  /// The metric that combinations are ranked by; nil: the validation loss.
  @OmittedIfNil package var monitor: String?

  package init(
    heads: [String], widths: [Int], folds: Int, trials: Int, done: Int = 0, failed: Int = 0,
    order: [Int], monitor: String? = nil
  ) {
    self.monitor = monitor
    self.heads = heads
    self.widths = widths
    self.folds = folds
    self.trials = trials
    self.done = done
    self.failed = failed
    self.order = order
  }
}

/// A lane that is a combination of a sweep.
package struct CombinationSnapshot: Sendable, Equatable, Codable {
  package enum State: Sendable, Equatable, Codable {
    /// No fold runs now; some may be done.
    case waiting
    /// These folds run, counted from 1.
    case running(folds: [Int])
    case done
    case failed(fold: Int, reason: String)
  }

  /// The values, in the order of the heads.
  package var values: [String]
  package var state: State
  /// Best validation of each finished fold: its loss, or the monitored metric.
  package var scores: [Float?]
  /// Their mean, sample standard deviation and standard error of the mean.
  package var mean: Float?
  package var deviation: Float?
  package var standardError: Float?
  /// From 1.
  package var rank: Int?
  /// The best so far of the combinations whose folds are all done, and the one with the fewest
  /// parameters within one standard error of it.
  package var isBest: Bool
  package var isSimplest: Bool

  package init(
    values: [String], state: State = .waiting, scores: [Float?] = [], mean: Float? = nil,
    deviation: Float? = nil, standardError: Float? = nil, rank: Int? = nil, isBest: Bool = false,
    isSimplest: Bool = false
  ) {
    self.values = values
    self.state = state
    self.scores = scores
    self.mean = mean
    self.deviation = deviation
    self.standardError = standardError
    self.rank = rank
    self.isBest = isBest
    self.isSimplest = isSimplest
  }
}
