/// Mean and spread of a combination's scores over its folds.
package struct Spread: Sendable, Equatable {
  package let count: Int
  package let mean: Double
  /// Sample standard deviation (n - 1); nil for one score.
  package let deviation: Double?
  /// Standard error of the mean: deviation / sqrt(n).
  package var standardError: Double? { deviation.map { $0 / Double(count).squareRoot() } }

  /// Nil if there are no scores.
  package init?(_ scores: [Double]) {
    guard !scores.isEmpty else { return nil }
    count = scores.count
    let mean = scores.reduce(0, +) / Double(scores.count)
    self.mean = mean
    let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = scores.count > 1 ? (squares / Double(scores.count - 1)).squareRoot() : nil
  }
}
