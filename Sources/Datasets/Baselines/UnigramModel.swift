import Foundation

/// The frequencies of single tokens, one added to each: what a network has to beat.
struct UnigramModel {
  /// Minus log probability of each token, in nats.
  let surprise: [Double]

  init(counts: [Int]) {
    let total = Double(counts.reduce(0, +) + counts.count)
    surprise = counts.map { -log((Double($0) + 1) / total) }
  }

  /// Mean nats per token over the targets of fixed windows.
  func nats(_ windows: TextWindows) -> Double {
    let targets = windows.targets
    let counts = windows.text.counts(surprise.count, in: targets)
    return zip(counts, surprise).reduce(0) { $0 + Double($1.0) * $1.1 } / Double(targets.count)
  }

  func baseline(validation: TextWindows, test: TextWindows) -> Baseline {
    let onValidation = nats(validation)
    let onTest = nats(test)
    return Baseline(
      name: "unigram model", inSentence: "the unigram model",
      validationLoss: Float(onValidation), testLoss: Float(onTest),
      validationMetrics: Self.metrics(onValidation, validation),
      testMetrics: Self.metrics(onTest, test))
  }

  private static func metrics(_ nats: Double, _ windows: TextWindows) -> [Baseline.Metric] {
    [
      ("nats_per_token", nats), ("perplexity", exp(nats)),
      ("bits_per_character", nats / log(2) / (windows.charactersPerToken ?? 1)),
    ]
  }
}
