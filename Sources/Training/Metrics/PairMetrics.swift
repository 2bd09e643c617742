import Telemetry

/// The share of answers that are right to the last token, written token by token without a look at
/// what should be there.
package enum ExactMatch: Metric {
  package static let name = "exact_match"
  package static let short = "exact"
  package static let isBetterHigher = true
  package static let isShare = true

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    guard let answers = sums.answers, answers.count > 0 else { return .nan }
    return Double(answers.exact) / Double(answers.count)
  }
}

/// The share of tokens that are right where everything before them is given as it should be.
package enum TokenAccuracy: Metric {
  package static let name = "token_accuracy"
  package static let short = "tokens"
  package static let isBetterHigher = true
  package static let isShare = true

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.rows > 0 ? Double(sums.correct) / Double(sums.rows) : .nan
  }
}

/// Characters to insert, delete or change in the answers, over those of the targets.
package enum CharacterErrorRate: Metric {
  package static let name = "cer"
  package static let isBetterHigher = false

  package static func follows(from named: [String], _ kind: DataKind) -> Bool { kind == .pairs }

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.answers?.characters.rate ?? .nan
  }
}

/// The same of words, which lie between white space.
package enum WordErrorRate: Metric {
  package static let name = "wer"
  package static let isBetterHigher = false

  package static func follows(from named: [String], _ kind: DataKind) -> Bool { kind == .pairs }

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.answers?.words.rate ?? .nan
  }
}

/// 0 to 100 (see `BLEUCounts`).
package enum BLEU: Metric {
  package static let name = "bleu"
  package static let isBetterHigher = true

  package static func follows(from named: [String], _ kind: DataKind) -> Bool { kind == .pairs }

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.answers?.bleu.score ?? .nan
  }
}

/// 0 to 100 (see `ChrFCounts`).
package enum ChrF: Metric {
  package static let name = "chrf"
  package static let isBetterHigher = true

  package static func follows(from named: [String], _ kind: DataKind) -> Bool { kind == .pairs }

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.answers?.chrF.score ?? .nan
  }
}
