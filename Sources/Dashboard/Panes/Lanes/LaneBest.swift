import Telemetry

/// The best validation of lanes, by what each of them follows: the loss, or a metric.
package enum LaneBest {
  /// The metric that all of some lanes follow; nil: the loss, or different ones.
  package static func monitor(_ lanes: [LaneSnapshot]) -> MonitorInfo? {
    guard let first = lanes.first?.earlyStopping.monitor else { return nil }
    return lanes.allSatisfy { $0.earlyStopping.monitor == first } ? first : nil
  }

  /// True where at least one lane follows a metric.
  package static func isByMetric(_ lanes: [LaneSnapshot]) -> Bool {
    lanes.contains { $0.earlyStopping.monitor != nil }
  }

  /// "0.4123"; of a metric its value, "81.2%".
  package static func value(_ lane: LaneSnapshot) -> String {
    lane.earlyStopping.monitor.map { $0.text(lane.bestMetric) } ?? Numbers.loss(lane.bestLoss)
  }

  /// The same with the name of the metric: "f1 81.2%".
  package static func named(_ lane: LaneSnapshot) -> String {
    (lane.earlyStopping.monitor.map { $0.name + " " } ?? "") + value(lane)
  }

  /// Of some lanes the one with the best validation: by what all of them follow, else by its loss.
  package static func first(_ indices: [Int], of lanes: [LaneSnapshot]) -> Int? {
    let monitor = monitor(indices.map { lanes[$0] })
    func key(_ index: Int) -> Float {
      guard let monitor else { return lanes[index].bestLoss ?? .infinity }
      return lanes[index].bestMetric.map { monitor.isBetterHigher ? -$0 : $0 } ?? .infinity
    }
    return indices.min { key($0) < key($1) }
  }

  /// How much worse a ghost's best was than the lane's own; nil where that is not known.
  package static func cost(_ ghost: PatienceGhost, _ lane: LaneSnapshot) -> (Float, String)? {
    guard let monitor = lane.earlyStopping.monitor else {
      guard let best = lane.bestLoss, best.isFinite, ghost.bestLoss.isFinite else { return nil }
      return (ghost.bestLoss - best, Numbers.loss(ghost.bestLoss - best))
    }
    guard let best = lane.bestMetric, let others = ghost.bestMetric else { return nil }
    let cost = monitor.isBetterHigher ? best - others : others - best
    return (cost, "\(monitor.name) \(monitor.text(cost))")
  }
}

extension MonitorInfo {
  /// "97.3%", "18.21"; "-" where there is none.
  package func text(_ value: Float?) -> String {
    MetricInfo(name: name, isShare: isShare, baseline: nil).text(value)
  }
}
