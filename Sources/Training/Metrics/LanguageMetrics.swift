import Datasets
import Foundation
import Telemetry

/// How surprised a language model is, as three units of the same loss.

package enum NatsPerToken: Metric {
  package static let name = "nats_per_token"
  package static let isBetterHigher = false
  package static let short = "nats/token"
  package static let restatesLoss = true

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double { sums.meanLoss }

  package static func value(of baseline: BaselineScore, _ context: MetricContext) -> Double? {
    baseline.loss
  }
}

/// exp(nats per token): the surprise of choosing among this many equally likely tokens.
package enum Perplexity: Metric {
  package static let name = "perplexity"
  package static let isBetterHigher = false
  package static let restatesLoss = true

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    exp(sums.meanLoss)
  }

  package static func value(of baseline: BaselineScore, _ context: MetricContext) -> Double? {
    exp(baseline[NatsPerToken.name] ?? baseline.loss)
  }
}

/// nats per token / (ln 2 * characters per token): comparable between models with different tokens.
package enum BitsPerCharacter: Metric {
  package static let name = "bits_per_character"
  package static let isBetterHigher = false
  package static let short = "bits/char"
  package static let restatesLoss = true

  package static func follows(from named: [String], _ kind: DataKind) -> Bool {
    kind == .language && named.contains(NatsPerToken.name)
  }

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    bits(sums.meanLoss, context)
  }

  package static func value(of baseline: BaselineScore, _ context: MetricContext) -> Double? {
    bits(baseline[NatsPerToken.name] ?? baseline.loss, context)
  }

  private static func bits(_ nats: Double, _ context: MetricContext) -> Double {
    nats / (log(2) * context.charactersPerToken)
  }
}
