import Telemetry

/// One column of the lane table.
package struct LaneColumn: Sendable {
  package let title: String
  package let width: Int
  /// Columns of a smaller rank stay longer when the room gets narrow.
  package let rank: Int
  package let value: @Sendable (LaneSnapshot) -> String
  /// What the trivial predictor has there; nil: nothing.
  package let baseline: (@Sendable (SessionInfo) -> String)?
  /// Words stand on the left, numbers on the right.
  package let isText: Bool

  init(
    _ title: String, _ width: Int, rank: Int, baseline: (@Sendable (SessionInfo) -> String)? = nil,
    isText: Bool = false, value: @escaping @Sendable (LaneSnapshot) -> String
  ) {
    (self.title, self.width, self.rank) = (title, width, rank)
    (self.baseline, self.isText, self.value) = (baseline, isText, value)
  }

  /// The patience bar is drawn, not written.
  package static let patienceTitle = "patience"

  /// In the order in which they stand, for lanes whose name fits `nameWidth`.
  /// - Parameter metric: stands beside the losses.
  package static func all(nameWidth: Int, metric: MetricInfo?) -> [LaneColumn] {
    let score = metric.map { metric in
      LaneColumn(
        short(metric.name), 8, rank: 2, baseline: { _ in metric.text(metric.baseline) },
        value: { metric.text($0.metric) })
    }
    return [
      LaneColumn("cell", nameWidth, rank: 0) { $0.info.name },
      LaneColumn("params", 7, rank: 4) { Numbers.count($0.info.parameters) },
      LaneColumn("step", 7, rank: 12) { Numbers.count($0.step) },
      LaneColumn("train", 6, rank: 1) { Numbers.loss($0.trainLoss) },
      LaneColumn(
        "val", 6, rank: 0, baseline: { Numbers.loss($0.baselineLoss) },
        value: { Numbers.loss($0.validationLoss) }),
      score,
      LaneColumn("best", 6, rank: 3) { Numbers.loss($0.bestLoss) },
      LaneColumn("gap", 7, rank: 8) { gap($0) },
      LaneColumn(patienceTitle, 13, rank: 6) { _ in "" },
      LaneColumn("|g|", 5, rank: 5) { Numbers.short($0.gradientNorm) },
      LaneColumn(reachTitle, 9, rank: 4) { reach($0) },
      LaneColumn("lr", 7, rank: 9) { Numbers.plain(Double($0.learningRate)) },
      LaneColumn("steps/s", 7, rank: 10) { Numbers.significant(Double($0.stepsPerSecond), 3) },
      LaneColumn("state", 8, rank: 11) { state($0) },
    ].compactMap { $0 }
  }

  /// Of the layer with the shortest: "21/150"; "21/150 l2" names one of several layers.
  package static func reach(_ lane: LaneSnapshot) -> String {
    guard let place = lane.gradients.shortestReach, lane.gradients[place].reach.of > 0 else {
      return "-"
    }
    let gradient = lane.gradients[place]
    let text = "\(gradient.reach.reaches)/\(gradient.reach.of)"
    return lane.gradients.count > 1 && text.utf8.count <= 6
      ? text + " l\(gradient.layer + 1)" : text
  }

  package static let reachTitle = "reach"

  /// A name in at most eight columns.
  private static func short(_ name: String) -> String { name.shortened(to: 8) }

  /// Validation minus training loss, both without dropout and noise.
  package static func gap(_ lane: LaneSnapshot) -> String {
    guard let validation = lane.validationLoss, let train = lane.trainLossPlain else { return "-" }
    return Numbers.loss(validation - train)
  }

  /// A lane's state in at most eight columns.
  package static func state(_ lane: LaneSnapshot) -> String {
    switch lane.phase {
    case .training: return "training"
    case .stoppedEarly: return "stopped"
    case .diverged: return "diverged"
    case .finished: return "done"
    case .off: return "off"
    }
  }

  /// The columns that fit, in their order; those in `without` are left out.
  package static func fitting(
    _ columns: [LaneColumn], room: Int, without: Set<String> = []
  ) -> [LaneColumn] {
    var chosen = columns.filter { !without.contains($0.title) }
    func width() -> Int { chosen.reduce(0) { $0 + $1.width + 1 } - 1 }
    while chosen.count > 1, width() > room {
      guard let worst = chosen.indices.max(by: { chosen[$0].rank < chosen[$1].rank }) else { break }
      chosen.remove(at: worst)
    }
    return chosen
  }
}

extension MetricInfo {
  /// "97.3%", "18.21"; "-" where there is none.
  package func text(_ value: Float?) -> String {
    guard isShare, let value, value.isFinite else { return Numbers.loss(value) }
    return Numbers.fixed(Double(value) * 100, 1) + "%"
  }
}
