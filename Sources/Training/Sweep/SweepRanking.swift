/// The combinations of a sweep from best to worst: by the mean of their best validations over the
/// folds, using the loss or the metric that all of them monitor; among equal means, fewer
/// parameters come first.
///
/// While the sweep runs, combinations with more finished folds come before those with fewer: means
/// over different folds cannot be compared. A combination with a failed trial comes last.
package struct SweepRanking: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    /// Best validation of each fold; nil if unknown.
    package var scores: [Double?]
    /// Primary metric of each fold, at its best validation.
    package var metrics: [Double?]
    package var parameters: Int?
    package var hasFailed: Bool

    package init(
      scores: [Double?], metrics: [Double?] = [], parameters: Int? = nil, hasFailed: Bool = false
    ) {
      self.scores = scores
      self.metrics = metrics
      self.parameters = parameters
      self.hasFailed = hasFailed
    }

    package var spread: Spread? { Spread(scores.compactMap { $0 }) }
    package var metric: Spread? { Spread(metrics.compactMap { $0 }) }
    package var foldsDone: Int { scores.count { $0 != nil } }
    package var isComplete: Bool { !hasFailed && foldsDone == scores.count }
  }

  package let entries: [Entry]
  /// The metric of the scores; nil: losses.
  package let monitor: Monitor?
  /// Indices of entries, best first.
  package let order: [Int]
  /// From 1; nil for entries that failed or have no score.
  package let ranks: [Int?]

  package init(_ entries: [Entry], monitor: Monitor? = nil) {
    self.entries = entries
    self.monitor = monitor
    let sign = monitor?.isBetterHigher == true ? -1.0 : 1
    let spreads = entries.map(\.spread)
    func group(_ place: Int) -> Int {
      entries[place].hasFailed ? 2 : spreads[place] == nil ? 1 : 0
    }
    func key(_ place: Int) -> (Int, Int, Double, Int, Int) {
      (
        group(place), -entries[place].foldsDone, spreads[place].map { sign * $0.mean } ?? .infinity,
        entries[place].parameters ?? .max, place
      )
    }
    order = entries.indices.sorted { key($0) < key($1) }
    var ranks = [Int?](repeating: nil, count: entries.count)
    for (rank, place) in order.enumerated() where group(place) == 0 { ranks[place] = rank + 1 }
    self.ranks = ranks
  }

  /// The best of those with all folds finished.
  package var winner: Int? { order.first.flatMap { entries[$0].isComplete ? $0 : nil } }

  /// The one-standard-error rule (Breiman et al. 1984): the model with the fewest parameters whose
  /// mean is at most one standard error worse than the winner's. Nil without a winner, or with one
  /// fold, where the error is unknown.
  package var simplest: Int? {
    guard let winner, let best = entries[winner].spread, let error = best.standardError else {
      return nil
    }
    let isHigher = monitor?.isBetterHigher == true
    let near = order.filter {
      guard entries[$0].isComplete, let mean = entries[$0].spread?.mean else { return false }
      return isHigher ? mean >= best.mean - error : mean <= best.mean + error
    }
    // In the order of means: the first of those with the fewest.
    return near.min {
      (entries[$0].parameters ?? .max) < (entries[$1].parameters ?? .max)
    }
  }
}
