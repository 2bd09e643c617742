import Datasets
import Telemetry

/// F1 of whole spans of tags (Tjong Kim Sang and Buchholz 2000), over all types together, as in
/// seqeval: a span counts if its type, its first and its last step are right.
package enum SpanF1: Metric {
  package static let name = "span_f1"
  package static let short = "span F1"
  package static let isBetterHigher = true

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.spans?.f1 ?? .nan
  }
}
