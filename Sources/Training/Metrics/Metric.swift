import Datasets
import Telemetry

/// A number that measures how good answers are, computed from sums over everything that has a
/// target.
///
/// To add one: one file (or a line in its family's file) and one line in `MetricRegistry.all`.
package protocol Metric: Sendable {
  /// The name in JSON lines and tables.
  static var name: String { get }
  /// The same for the heading of a narrow column.
  static var short: String { get }
  /// True for a fraction, 0...1, which screens show as a percentage.
  static var isShare: Bool { get }
  /// True for the share of answers that are right.
  static var countsRightAnswers: Bool { get }
  /// True if more is better, false for errors and surprises. No default: each metric has to state
  /// it.
  static var isBetterHigher: Bool { get }
  /// True if it scores answers in place, which a model that aligns labels with the steps does not
  /// have.
  static var isOfRows: Bool { get }
  /// True if it is the loss in another unit.
  static var restatesLoss: Bool { get }
  /// True if it is included without being named, because a dataset of this kind has the metrics
  /// `named`.
  static func follows(from named: [String], _ kind: DataKind) -> Bool

  /// The least number of words in a target for which it is meaningful; data with shorter targets
  /// lack it.
  static var leastWords: Int { get }

  /// - Returns: NaN if nothing was counted.
  static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double

  /// The same for a trivial predictor that does not state it itself; nil if it cannot be derived
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
  /// For a language; 1 if tokens are characters.
  package var charactersPerToken = 1.0
  /// The number of target values, or of classes.
  package var outputs = 1
  /// The trivial predictor shown, on the same part; nil: there is none.
  package var reference: BaselineScore?

  package init(
    charactersPerToken: Double = 1, outputs: Int = 1, reference: BaselineScore? = nil
  ) {
    self.charactersPerToken = charactersPerToken
    self.outputs = outputs
    self.reference = reference
  }
}

/// A trivial predictor's scores on one part of the data.
package struct BaselineScore: Sendable {
  package var loss: Double
  package var metrics: [Baseline.Metric]

  package init(loss: Double, metrics: [Baseline.Metric]) {
    self.loss = loss
    self.metrics = metrics
  }

  package subscript(name: String) -> Double? { metrics.first { $0.name == name }?.value }
}
