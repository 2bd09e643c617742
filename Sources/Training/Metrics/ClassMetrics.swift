import Datasets
import Telemetry

/// The share of right answers, over all targets.
package enum Accuracy: Metric {
  package static let countsRightAnswers = true
  package static let name = "accuracy"
  package static let isBetterHigher = true
  package static let isShare = true

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.confusion?.accuracy ?? sums.shareCorrect
  }
}

/// The mean F1 over the classes that occur (F1: the harmonic mean of precision and recall): rare
/// classes weigh as much as frequent ones.
package enum MacroF1: Metric {
  package static let name = "f1"
  package static let isBetterHigher = true

  package static func follows(from named: [String], _ kind: DataKind) -> Bool {
    kind == .classes && named.contains(Accuracy.name)
  }

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.confusion?.macroF1 ?? .nan
  }
}

/// The mean recall over the classes that occur: the accuracy if all occurred equally often
/// (Brodersen et al. 2010). A predictor that always answers the same one of C classes scores 1 / C.
package enum BalancedAccuracy: Metric {
  package static let name = "balanced_accuracy"
  package static let short = "bal. acc."
  package static let isShare = true
  package static let isBetterHigher = true

  package static func follows(from named: [String], _ kind: DataKind) -> Bool {
    kind == .classes && named.contains(Accuracy.name)
  }

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.confusion?.balancedAccuracy ?? .nan
  }
}
