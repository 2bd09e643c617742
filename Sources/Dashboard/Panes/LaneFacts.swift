import Telemetry

/// Everything that is known of the lanes, a fact a row and a lane a column.
package struct LaneFacts {
  package let state: State

  private static let labelWidth = 27

  private struct Fact: Sendable {
    let label: String
    let value: @Sendable (LaneSnapshot) -> String
    init(_ label: String, _ value: @escaping @Sendable (LaneSnapshot) -> String) {
      (self.label, self.value) = (label, value)
    }
  }

  /// With what stands beside the losses. Nil stands between groups.
  private static func facts(_ metric: MetricInfo?) -> [Fact?] {
    guard let metric, let place = facts.firstIndex(where: { $0?.label == best }) else {
      return facts
    }
    let own = [
      Fact("validation \(metric.name)") { metric.text($0.metric) },
      Fact("test \(metric.name), best weights") { lane in
        lane.testMetric.map(metric.text) ?? (lane.phase.hasEnded ? "-" : "at the end")
      },
    ]
    var all = facts
    all.insert(own[0], at: place)
    all.insert(own[1], at: (all.firstIndex { $0?.label == test } ?? place) + 1)
    return all
  }

  private static let best = "best validation loss"
  private static let test = "test loss, best weights"

  private static let facts: [Fact?] = [
    Fact("hidden units, by layer") { $0.info.hidden.map(String.init).joined(separator: " + ") },
    Fact("parameters") { Numbers.grouped($0.info.parameters) },
    Fact("learning rate") { Numbers.plain(Double($0.learningRate)) },
    Fact("steps per second") { Numbers.significant(Double($0.stepsPerSecond), 3) },
    nil,
    Fact("training loss, as trained") { Numbers.loss($0.trainLoss) },
    Fact("training loss, plain") { Numbers.loss($0.trainLossPlain) },
    Fact("penalties (L1, L2)") { Numbers.loss($0.penalty) },
    Fact("validation loss") { Numbers.loss($0.validationLoss) },
    Fact("gap: validation - plain") { LaneColumn.gap($0) },
    Fact(best) { Numbers.loss($0.bestLoss) },
    Fact("at epoch") { $0.bestEpoch.map(String.init) ?? "-" },
    Fact(test) { lane in
      lane.testLoss.map(Numbers.loss) ?? (lane.phase.hasEnded ? "-" : "at the end")
    },
    nil,
    Fact("|g| before clipping") { Numbers.short($0.gradientNorm) },
    Fact("|g| after clipping") { Numbers.short($0.gradientNormClipped) },
    Fact("share of steps clipped") { Numbers.percent($0.clippedShare) },
    Fact("spectral radius, layer 1") { lane in
      lane.gradients.first?.spectralRadius.map { Numbers.radius(Double($0)) } ?? "-"
    },
    Fact("gradient halves every, steps") { lane in
      reach(lane).map { ReachSentence.halves($0.reach) } ?? "-"
    },
    Fact("gradient reaches back, steps") { lane in
      reach(lane).map { "\($0.reach.reaches) of \($0.reach.of)" } ?? "-"
    },
    Fact("in the layer that is reached least") { lane in
      lane.gradients.count > 1 ? reach(lane)?.layerName ?? "-" : "-"
    },
    Fact("largest |g| so far, at step") { lane in
      guard let norm = lane.largestNorm, let step = lane.largestNormStep else { return "-" }
      return Numbers.short(norm) + ", " + Numbers.grouped(step)
    },
  ]

  private static func reach(_ lane: LaneSnapshot) -> GradientSnapshot? {
    lane.gradients.shortestReach.map { lane.gradients[$0] }
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    var rest = rect
    sentences(&canvas, rest.takeTop(state.lanes.count))
    _ = rest.takeTop(1)
    let labels = Self.labelWidth + 3
    let width = min(22, (rest.columns - labels - 1) / max(1, state.lanes.count))
    // Without blank rows where not everything would fit.
    let all = Self.facts(state.info?.metric)
    let facts = rest.rows > all.count ? all : all.filter { $0 != nil }
    guard width >= 9, rest.rows >= 2 else { return }
    for (index, lane) in state.lanes.enumerated() {
      let end = rest.column + labels + (index + 1) * width
      let name = String(Character(Glyphs.mark(index))) + " " + lane.info.name
      let ink: Ink = lane.phase == .off ? .muted : .lane(index)
      canvas.textRight(name, end: end, rest.row, Style(ink, bold: true), width: width - 1)
    }
    for (offset, fact) in facts.prefix(rest.rows - 1).enumerated() {
      guard let fact else { continue }
      let row = rest.row + 1 + offset
      canvas.text(fact.label, rest.column + 3, row, Style(.muted), width: Self.labelWidth)
      for (index, lane) in state.lanes.enumerated() {
        let end = rest.column + labels + (index + 1) * width
        let style = Style(lane.phase == .off ? .muted : .standard)
        canvas.textRight(fact.value(lane), end: end, row, style, width: width - 1)
      }
    }
  }

  /// How each lane stands, in full.
  private func sentences(_ canvas: inout Canvas, _ rect: Rect) {
    let names = state.lanes.map { TextWidth.of($0.info.name) }.max() ?? 4
    let start = 5 + min(12, max(4, names)) + 2
    for (index, lane) in state.lanes.prefix(rect.rows).enumerated() {
      let row = rect.row + index
      let ink: Ink = lane.phase == .off ? .muted : .lane(index)
      canvas.put(Glyphs.mark(index), rect.column + 3, row, Style(ink, bold: true))
      canvas.text(
        lane.info.name, rect.column + 5, row, Style(ink, bold: true),
        width: min(start - 7, max(0, rect.columns - 5)))
      let width = max(0, rect.columns - start - 1)
      canvas.text(
        LaneSentence.text(lane, width: width), rect.column + start, row,
        LaneSentence.style(lane.phase), width: width)
    }
  }
}
