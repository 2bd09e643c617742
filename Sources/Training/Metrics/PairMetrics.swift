import Telemetry

/// The share of answers that are right to the last token, written token by token without seeing the
/// target.
package enum ExactMatch: Metric {
  package static let countsRightAnswers = true
  package static let name = "exact_match"
  package static let short = "exact"
  package static let isBetterHigher = true
  package static let isShare = true

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.answers?.exact.all.share ?? .nan
  }
}

/// The share of tokens that are right when all preceding tokens are given correctly.
package enum TokenAccuracy: Metric {
  package static let name = "token_accuracy"
  package static let short = "tokens"
  package static let isBetterHigher = true
  package static let isShare = true
  package static let isOfRows = true

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.shareCorrect
  }
}

/// Labels to insert, delete or change in the answers, divided by those of the targets.
package enum LabelErrorRate: Metric {
  package static let name = "ler"
  package static let isBetterHigher = false

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.answers?.labels.rate ?? .nan
  }
}

/// A metric of answers that are separate sequences, compared as texts.
package protocol AnswerMetric: Metric {
  static func value(_ answers: AnswerSums) -> Double
}

extension AnswerMetric {
  package static func follows(from named: [String], _ kind: DataKind) -> Bool {
    // Single characters as labels are counted as labels.
    kind == .pairs && !named.contains(LabelErrorRate.name)
  }

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.answers.map(value) ?? .nan
  }
}

/// Characters to insert, delete or change in the answers, divided by those of the targets.
package enum CharacterErrorRate: AnswerMetric {
  package static let name = "cer"
  package static let isBetterHigher = false

  package static func value(_ answers: AnswerSums) -> Double { answers.characters.rate }
}

/// The same for words, separated by white space.
package enum WordErrorRate: AnswerMetric {
  package static let name = "wer"
  package static let isBetterHigher = false

  package static func value(_ answers: AnswerSums) -> Double { answers.words.rate }
}

/// 0 to 100 (see `BLEUCounts`).
package enum BLEU: AnswerMetric {
  package static let name = "bleu"
  package static let isBetterHigher = true

  package static let leastWords = BLEUCounts.order

  package static func value(_ answers: AnswerSums) -> Double { answers.bleu.score }
}

/// 0 to 100 (see `ChrFCounts`).
package enum ChrF: AnswerMetric {
  package static let name = "chrf"
  package static let isBetterHigher = true

  package static func value(_ answers: AnswerSums) -> Double { answers.chrF.score }
}
