import Telemetry

/// One column of the lane table.
package struct LaneColumn: Sendable {
  package enum ID: Sendable, Hashable {
    case lane, parameters, rate, step, train, validation, metric, best, gap, reach, largestNorm
    case norm, patience, dead, saturated, speed, state
    /// A column of a sweep's combinations.
    case sweep
  }

  package let id: ID
  package let title: String
  package var width: Int
  /// Columns of a smaller rank come first where there is little room.
  package let rank: Int
  package let value: @Sendable (LaneSnapshot) -> String
  /// The trivial predictor's value in this column; nil: none.
  package let baseline: (@Sendable (SessionInfo) -> String)?
  /// Words are aligned on the left, numbers on the right.
  package let isText: Bool
  /// The number says that something went wrong.
  package let isBad: @Sendable (LaneSnapshot) -> Bool

  init(
    _ id: ID, _ title: String, _ width: Int, rank: Int,
    baseline: (@Sendable (SessionInfo) -> String)? = nil, isText: Bool = false,
    isBad: @escaping @Sendable (LaneSnapshot) -> Bool = { _ in false },
    value: @escaping @Sendable (LaneSnapshot) -> String
  ) {
    (self.id, self.title, self.width, self.rank) = (id, title, width, rank)
    (self.baseline, self.isText, self.isBad, self.value) = (baseline, isText, isBad, value)
  }

  /// In the order in which they are drawn: what a lane is, how good it is, what it does.
  /// - Parameter metric: is shown next to the losses.
  package static func all(_ lanes: [LaneSnapshot], metric: MetricInfo?) -> [LaneColumn] {
    let score = metric.map { metric in
      LaneColumn(
        .metric, (metric.short ?? metric.name).shortened(to: 8),
        max(6, min(8, TextWidth.of(metric.short ?? metric.name))), rank: 2,
        baseline: { _ in metric.text(metric.baseline) }, value: { metric.text($0.metric) })
    }
    func widest(_ least: Int, _ text: (LaneSnapshot) -> String) -> Int {
      lanes.reduce(least) { max($0, TextWidth.of(text($1))) }
    }
    // A bar of patience where any lane has one, which also says how a lane ended.
    let running = lanes.filter { $0.phase != .off }
    let hasPatience = running.contains(where: \.earlyStopping.on)
    let hasEnded = running.contains(where: \.phase.hasEnded)
    let patience = LaneColumn(.patience, "patience", leastPatience, rank: 6, isText: true) { _ in
      ""
    }
    return [
      LaneColumn(.lane, "lane", widest(4, name), rank: 0, isText: true, value: name),
      LaneColumn(.parameters, "params", 7, rank: 7) { Numbers.count($0.info.parameters) },
      LaneColumn(
        .rate, "optimizer", widest(1) { $0.info.optimizer } + 8, rank: 8, isText: true, value: rate),
      LaneColumn(.step, "step", 7, rank: 16) { Numbers.count($0.step) },
      LaneColumn(.train, "train", 6, rank: 12, isBad: { isNotFinite($0.trainLoss) }) {
        Numbers.loss($0.trainLoss)
      },
      LaneColumn(
        .validation, "val", 6, rank: 1, baseline: { Numbers.loss($0.baselineLoss) },
        isBad: { isNotFinite($0.validationLoss) }, value: { Numbers.loss($0.validationLoss) }),
      score,
      best(running),
      LaneColumn(.gap, "gap", 7, rank: 14, value: gap),
      LaneColumn(.reach, "reach", widest(5, reach), rank: 4, value: reach),
      LaneColumn(
        .largestNorm, "|g| max", 7, rank: 5, isBad: { $0.explosion?.isRecent == true },
        value: { ($0.explosion?.isRecent == true ? "!" : "") + Numbers.short($0.largestNorm) }),
      LaneColumn(.norm, "|g|", 5, rank: 13, isBad: { isNotFinite($0.gradientNorm) }) {
        Numbers.short($0.gradientNorm)
      },
      hasPatience ? patience : nil,
      LaneColumn(.dead, "dead", 4, rank: 9) { percent($0.deadShare) },
      LaneColumn(.saturated, "satur.", 6, rank: 10) { percent($0.saturatedShare) },
      LaneColumn(.speed, "steps/s", 7, rank: 15) {
        Numbers.significant(Double($0.stepsPerSecond), 3)
      },
      LaneColumn(
        .state, "state", 8, rank: !hasPatience && hasEnded ? 6 : 17, isText: true, isBad: isDiverged
      ) {
        state($0)
      },
    ].compactMap { $0 }
  }

  /// Of the loss, or of the metric that all lanes follow, or each lane's with its name.
  private static func best(_ lanes: [LaneSnapshot]) -> LaneColumn {
    guard LaneBest.isByMetric(lanes) else {
      return LaneColumn(.best, "best", 6, rank: 3) { Numbers.loss($0.bestLoss) }
    }
    let monitor = LaneBest.monitor(lanes)
    let title = "best" + (monitor.map { " " + $0.name.shortened(to: 8) } ?? "")
    let isNamed = monitor == nil
    @Sendable func value(_ lane: LaneSnapshot) -> String {
      isNamed ? LaneBest.named(lane) : LaneBest.value(lane)
    }
    let width = lanes.reduce(max(6, TextWidth.of(title))) { max($0, TextWidth.of(value($1))) }
    return LaneColumn(.best, title, width, rank: 3, value: value)
  }

  /// Columns from this rank on are only for room that nothing else needs.
  package static let dispensable = 9
  /// Those from this rank on belong to the full screen.
  private static let detail = 11

  /// A patience bar takes what room is left, between these widths.
  package static let leastPatience = 8
  package static let mostPatience = 13

  private static func isNotFinite(_ value: Float?) -> Bool { value.map { !$0.isFinite } ?? false }

  private static func isDiverged(_ lane: LaneSnapshot) -> Bool {
    if case .diverged = lane.phase { return true }
    return false
  }

  /// "lstm 64", "gru 2x128", "rnn 64+32".
  package static func name(_ lane: LaneSnapshot) -> String {
    let hidden = lane.info.hidden
    let name = lane.info.name.shortened(to: 12)
    guard let first = hidden.first else { return name }
    if hidden.count > 1, hidden.allSatisfy({ $0 == first }) {
      return name + " \(hidden.count)x\(first)"
    }
    return name + " " + hidden.map(String.init).joined(separator: "+").shortened(to: 9)
  }

  /// "adam 0.001".
  package static func rate(_ lane: LaneSnapshot) -> String {
    let rate = Numbers.rate(Double(lane.learningRate))
    return lane.info.optimizer.isEmpty ? rate : lane.info.optimizer + " " + rate
  }

  /// Of the layer with the shortest: "21/150"; "21/150 l2" names one of several layers, "21/150 d1" the
  /// decoder's first.
  package static func reach(_ lane: LaneSnapshot) -> String {
    guard let place = lane.gradients.shortestReach, lane.gradients[place].reach.of > 0 else {
      return "-"
    }
    let gradient = lane.gradients[place]
    let text = "\(gradient.reach.reaches)/\(gradient.reach.of)"
    return lane.gradients.count > 1
      ? text + " \(gradient.part?.first ?? "l")\(gradient.layer + 1)"
        + (gradient.isReverse ? "b" : "")
      : text
  }

  /// Validation minus training loss, both without dropout and noise.
  package static func gap(_ lane: LaneSnapshot) -> String {
    guard let validation = lane.validationLoss, let train = lane.trainLossPlain else { return "-" }
    return Numbers.loss(validation - train)
  }

  package static func percent(_ share: Float?) -> String { share.map(Numbers.percent) ?? "-" }

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

  /// The columns that fit, taken by their rank (of one rank the last first), in their order; those in `without` are left out.
  package static func fitting(
    _ columns: [LaneColumn], room: Int, without: Set<ID> = []
  ) -> [LaneColumn] {
    let order = columns.indices.filter { !without.contains(columns[$0].id) }.sorted {
      (columns[$0].rank, -$0) < (columns[$1].rank, -$1)
    }
    var left = room + 1
    var chosen: Set<Int> = []
    for (taken, place) in order.enumerated() {
      // Details only where nothing that matters more was left out.
      let isDetail = columns[place].rank >= detail && chosen.count < taken
      guard chosen.isEmpty || !isDetail && columns[place].width < left else { continue }
      left -= columns[place].width + 1
      chosen.insert(place)
    }
    return columns.indices.filter { chosen.contains($0) }.map { columns[$0] }
  }
}

extension LaneSnapshot {
  /// Share of the units that are dead, in the layer where it is largest, 0...1.
  package var deadShare: Float? {
    layers.filter { $0.units > 0 }.map { Float($0.deadUnits) / Float($0.units) }.max()
  }

  /// Share of the values at a bound, 0...1: of the most saturated gate, or of h where a cell has no
  /// gates, in the layer where it is largest.
  package var saturatedShare: Float? {
    let shares = layers.flatMap { layer in
      layer.gates.isEmpty
        ? [layer.saturatedStates ?? .nan] : layer.gates.map { $0.closed + $0.open }
    }
    return shares.filter(\.isFinite).max()
  }
}

extension MetricInfo {
  /// "97.3%", "18.21"; "-" where there is none.
  package func text(_ value: Float?) -> String {
    guard isShare, let value, value.isFinite else { return Numbers.loss(value) }
    return Numbers.fixed(Double(value) * 100, 1) + "%"
  }
}
