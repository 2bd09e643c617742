import Datasets
import Telemetry

package enum MetricRegistry {
  package static let all: [any Metric.Type] = [
    MeanSquaredErrorMetric.self, RootMeanSquaredError.self, MeanAbsoluteError.self,
    MacroRootMeanSquaredError.self, Skill.self,
    Accuracy.self, SpanF1.self, MacroF1.self, BalancedAccuracy.self,
    NatsPerToken.self, Perplexity.self, BitsPerCharacter.self,
    LabelErrorRate.self, ExactMatch.self, TokenAccuracy.self, CharacterErrorRate.self,
    WordErrorRate.self, BLEU.self,
    ChrF.self,
  ]

  package static func named(_ name: String) -> (any Metric.Type)? {
    all.first { $0.name == name }
  }

  /// Those that a dataset names, in its order, then those that follow from them.
  package static func metrics(named names: [String], _ kind: DataKind) -> [any Metric.Type] {
    let asked = names.map { name -> any Metric.Type in
      guard let metric = named(name) else {
        preconditionFailure("the metric \(name) is not in MetricRegistry")
      }
      return metric
    }
    return asked + all.filter { !names.contains($0.name) && $0.follows(from: names, kind) }
  }
}
