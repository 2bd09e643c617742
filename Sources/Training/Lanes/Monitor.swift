import Telemetry

/// A metric of the validation part that early stopping monitors instead of the validation loss.
package struct Monitor: Sendable, Equatable, Codable {
  /// As in `MetricRegistry`.
  package var name: String
  package var isBetterHigher: Bool

  package init(name: String, isBetterHigher: Bool) {
    (self.name, self.isBetterHigher) = (name, isBetterHigher)
  }

  package init(_ metric: any Metric.Type) {
    self.init(name: metric.name, isBetterHigher: metric.isBetterHigher)
  }

  /// - Parameter name: nil or an unknown name means the loss.
  package init?(named name: String?) {
    guard let metric = name.flatMap(MetricRegistry.named) else { return nil }
    self.init(metric)
  }

  /// Whether a value is better than another by more than `delta`; nil compares losses.
  package static func isBetter(
    _ value: Float, than other: Float, by delta: Float = 0, _ monitor: Monitor?
  ) -> Bool {
    monitor?.isBetterHigher == true ? value > other + delta : value < other - delta
  }

  /// For screens.
  package var info: MonitorInfo {
    MonitorInfo(
      name: name, isShare: MetricRegistry.named(name)?.isShare ?? false,
      isBetterHigher: isBetterHigher)
  }
}

extension Scoring {
  /// Why the data have no such value to monitor; nil: they have.
  func refusal(ofMonitor name: String?) -> String? {
    guard let name, !metrics.contains(where: { $0.name == name }) else { return nil }
    let all = [EarlyStopping.loss] + metrics.map { $0.name }
    return "these data have no \(name); allowed: \(all.joined(separator: ", "))"
  }
}
