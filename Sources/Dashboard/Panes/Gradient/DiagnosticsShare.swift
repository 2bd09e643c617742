import Telemetry

/// The cost of measuring the pictures' numbers.
package enum DiagnosticsShare {
  /// "diagnostics 1.8 % of the time", the mean of the lanes; nil before the first measurement.
  package static func text(_ lanes: [LaneSnapshot]) -> String? {
    percent(lanes).map(sentence)
  }

  package static func sentence(_ percent: String) -> String {
    "diagnostics \(percent) of the time"
  }

  package static func percent(_ lanes: [LaneSnapshot]) -> String? {
    let shares = lanes.compactMap(\.diagnosticsShare).filter(\.isFinite)
    guard !shares.isEmpty else { return nil }
    let mean = shares.reduce(0) { $0 + Double($1) } / Double(shares.count)
    return Numbers.fixed(min(max(mean, 0), 1) * 100, 1) + " %"
  }
}
