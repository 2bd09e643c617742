import Datasets
import Telemetry

/// A number that says how good answers are, taken from sums over everything that has a target.
///
/// A new one is one file (or a line in its family's) and one line in `MetricRegistry.all`.
package protocol Metric: Sendable {
  /// The name in JSON lines and tables.
  static var name: String { get }
  /// The same for the head of a narrow column.
  static var short: String { get }
  /// True for a part of a whole, 0...1, which screens write as a percentage.
  static var isShare: Bool { get }
  /// True for the share of answers that are right.
  static var countsRightAnswers: Bool { get }
  /// True where more is better, false for errors and surprises. No default: each has to say it.
  static var isBetterHigher: Bool { get }
  /// True where it is of answers in place, which a model that lays labels along the steps does not have.
  static var isOfRows: Bool { get }
  /// True where it says what the loss says, in another unit.
  static var restatesLoss: Bool { get }
  /// True where it is taken without being asked for, because a dataset of this kind has the metrics
  /// `named`.
  static func follows(from named: [String], _ kind: DataKind) -> Bool

  /// Words of a target from which on it says something; data without such a target do not have it.
  static var leastWords: Int { get }

  /// - Returns: NaN where nothing was counted.
  static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double

  /// The same of a trivial predictor that does not state it itself; nil where that cannot be told
  /// from what it states.
  static func value(of baseline: BaselineScore, _ context: MetricContext) -> Double?
}

extension Metric {
  package static var short: String { name }
  package static var isShare: Bool { false }
  package static var countsRightAnswers: Bool { false }
  package static var restatesLoss: Bool { false }
  package static var isOfRows: Bool { false }
  package static var leastWords: Int { 0 }
  package static func follows(from named: [String], _ kind: DataKind) -> Bool { false }
  package static func value(of baseline: BaselineScore, _ context: MetricContext) -> Double? { nil }
}

/// Facts that a metric may need besides the sums.
package struct MetricContext: Sendable {
  /// Of the language; 1 where tokens are characters.
  package var charactersPerToken = 1.0
  /// The number of target values, or of classes.
  package var outputs = 1
  /// The trivial predictor that is drawn, on the same part; nil: there is none.
  package var reference: BaselineScore?

  package init(
    charactersPerToken: Double = 1, outputs: Int = 1, reference: BaselineScore? = nil
  ) {
    self.charactersPerToken = charactersPerToken
    self.outputs = outputs
    self.reference = reference
  }
}

/// How a trivial predictor does on one part of the data.
package struct BaselineScore: Sendable {
  package var loss: Double
  package var metrics: [Baseline.Metric]

  package init(loss: Double, metrics: [Baseline.Metric]) {
    self.loss = loss
    self.metrics = metrics
  }

  package subscript(name: String) -> Double? { metrics.first { $0.name == name }?.value }
}
