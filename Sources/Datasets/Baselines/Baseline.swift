/// How well the trivial predictor does: what a network has to beat.
package struct Baseline: Sendable {
  /// One number in the data's own units.
  package typealias Metric = (name: String, value: Double)

  /// "predicting the mean", "persistence", "unigram model".
  package var name: String
  /// The same inside a sentence: "the most frequent class".
  package var inSentence: String
  /// In the loss that the network trains on, so on scaled values where values are scaled.
  package var validationLoss: Float
  package var testLoss: Float
  /// rmse and mae in data units; or nats_per_token and perplexity; or mse.
  package var validationMetrics: [Metric]
  package var testMetrics: [Metric]
  /// The same of each series, in the order of `Examples.series`; empty if there is one.
  package var testBySeries: [[Metric]] = []

  package init(
    name: String, inSentence: String? = nil, validationLoss: Float, testLoss: Float,
    validationMetrics: [Metric], testMetrics: [Metric]
  ) {
    self.name = name
    self.inSentence = inSentence ?? name
    self.validationLoss = validationLoss
    self.testLoss = testLoss
    self.validationMetrics = validationMetrics
    self.testMetrics = testMetrics
  }
}
