import Telemetry

/// How each lane is doing, and what the table has no column for: a fact a row and a lane a column.
package struct LaneFacts {
  package let state: State
  /// The columns of the table above.
  package let without: Set<LaneColumn.ID>

  package init(state: State, without: Set<LaneColumn.ID> = []) {
    (self.state, self.without) = (state, without)
  }

  private static let labelWidth = 27

  private struct Fact: Sendable {
    let label: String
    /// The column that says the same.
    let column: LaneColumn.ID?
    let value: @Sendable (LaneSnapshot) -> String
    init(
      _ label: String, in column: LaneColumn.ID? = nil,
      _ value: @escaping @Sendable (LaneSnapshot) -> String
    ) {
      (self.label, self.column, self.value) = (label, column, value)
    }
  }

  /// What is not in the table, in groups.
  private var groups: [[Fact]] {
    [Self.model, Self.losses(state.info?.metric), Self.gradient].map { group in
      group.filter { $0.column.map { !without.contains($0) } ?? true }
    }.filter { !$0.isEmpty }
  }

  private static let model = [
    Fact("cell") { $0.info.cell },
    Fact("hidden units, by layer") { $0.info.hidden.map(String.init).joined(separator: " + ") },
    Fact("parameters", in: .parameters) { Numbers.grouped($0.info.parameters) },
    Fact("optimizer", in: .rate) { $0.info.optimizer.isEmpty ? "-" : $0.info.optimizer },
    Fact("learning rate", in: .rate) { Numbers.plain(Double($0.learningRate)) },
    Fact("steps per second", in: .speed) { Numbers.significant(Double($0.stepsPerSecond), 3) },
  ]

  private static func losses(_ metric: MetricInfo?) -> [Fact] {
    var facts = [
      Fact("training loss, as trained", in: .train) { Numbers.loss($0.trainLoss) },
      Fact("training loss, plain") { Numbers.loss($0.trainLossPlain) },
      Fact("penalties (L1, L2)") { Numbers.loss($0.penalty) },
      Fact("validation loss", in: .validation) { Numbers.loss($0.validationLoss) },
      Fact("gap: validation - plain", in: .gap) { LaneColumn.gap($0) },
      Fact("best validation loss", in: .best) { Numbers.loss($0.bestLoss) },
      Fact("at epoch") { $0.bestEpoch.map(String.init) ?? "-" },
      Fact("test loss, best weights") { lane in
        lane.testLoss.map(Numbers.loss) ?? (lane.phase.hasEnded ? "-" : "at the end")
      },
    ]
    guard let metric else { return facts }
    facts.append(Fact("validation \(metric.name)", in: .metric) { metric.text($0.metric) })
    facts.append(
      Fact("test \(metric.name), best weights") { lane in
        lane.testMetric.map(metric.text) ?? (lane.phase.hasEnded ? "-" : "at the end")
      })
    return facts
  }

  private static let gradient = [
    Fact("|g| before clipping", in: .norm) { Numbers.short($0.gradientNorm) },
    Fact("|g| after clipping") { Numbers.short($0.gradientNormClipped) },
    Fact("share of steps clipped") { Numbers.percent($0.clippedShare) },
    Fact("largest |g| so far, at step") { lane in
      guard let norm = lane.largestNorm, let step = lane.largestNormStep else { return "-" }
      return Numbers.short(norm) + ", " + Numbers.grouped(step)
    },
    Fact("spectral radius, layer 1") { lane in
      lane.gradients.first?.spectralRadius.map { Numbers.radius(Double($0)) } ?? "-"
    },
    Fact("gradient halves in, steps") { lane in
      reach(lane).map { ReachSentence.halves($0.reach) } ?? "-"
    },
    Fact("gradient reaches, steps", in: .reach) { lane in
      reach(lane).map { "\($0.reach.reaches) of \($0.reach.of)" } ?? "-"
    },
    Fact("layer that is reached least", in: .reach) { lane in
      lane.gradients.count > 1 ? reach(lane)?.layerName ?? "-" : "-"
    },
    Fact("dead units", in: .dead) { LaneColumn.percent($0.deadShare) },
    Fact("saturated values", in: .saturated) { LaneColumn.percent($0.saturatedShare) },
  ]

  private static func reach(_ lane: LaneSnapshot) -> GradientSnapshot? {
    lane.gradients.shortestReach.map { lane.gradients[$0] }
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    var rest = rect
    sentences(&canvas, &rest)
    _ = rest.takeTop(1)
    let labels = Self.labelWidth + 3
    let width = min(22, (rest.columns - labels - 1) / max(1, state.lanes.count))
    guard width >= 9, rest.rows >= 2 else { return }
    for (index, lane) in state.lanes.enumerated() {
      let end = rest.column + labels + (index + 1) * width
      let name = String(Character(Glyphs.mark(index))) + " " + lane.info.name
      let ink: Ink = lane.phase == .off ? .muted : .lane(index)
      canvas.textRight(
        name.shortened(to: width - 1), end: end, rest.row, Style(ink, bold: true), width: width - 1)
    }
    // Without blank rows where not everything would fit; then the last row counts what is missing.
    let spaced: [Fact?] = Array(groups.map { $0.map(Optional.some) }.joined(separator: [nil]))
    let all = rest.rows > spaced.count ? spaced : spaced.filter { $0 != nil }
    let rows = rest.rows - 1
    let shown = all.count > rows ? rows - 1 : all.count
    for (offset, fact) in all.prefix(shown).enumerated() {
      guard let fact else { continue }
      let row = rest.row + 1 + offset
      canvas.text(
        fact.label.words(within: Self.labelWidth), rest.column + 3, row, Style(.muted),
        width: Self.labelWidth)
      for (index, lane) in state.lanes.enumerated() {
        let end = rest.column + labels + (index + 1) * width
        let style = Style(lane.phase == .off ? .muted : .standard)
        canvas.textRight(fact.value(lane), end: end, row, style, width: width - 1)
      }
    }
    guard shown < all.count else { return }
    canvas.text(
      "+\(all.count - shown) rows in a taller window", rest.column + 3, rest.row + 1 + shown,
      Style(.muted), width: max(0, rest.columns - 4))
  }

  /// How each lane is doing, and what is suspected of it, in full.
  private func sentences(_ canvas: inout Canvas, _ rest: inout Rect) {
    let names = state.lanes.map { TextWidth.of($0.info.name) }.max() ?? 4
    let start = 5 + min(12, max(4, names)) + 2
    let width = max(0, rest.columns - start - 1)
    for (index, lane) in state.lanes.enumerated() {
      let place = rest.takeTop(1)
      guard place.rows > 0 else { return }
      let ink: Ink = lane.phase == .off ? .muted : .lane(index)
      canvas.put(Glyphs.mark(index), place.column + 3, place.row, Style(ink, bold: true))
      canvas.text(
        lane.info.name.shortened(to: start - 7), place.column + 5, place.row,
        Style(ink, bold: true), width: min(start - 7, max(0, place.columns - 5)))
      canvas.text(
        LaneSentence.text(lane, width: width), place.column + start, place.row,
        LaneSentence.style(lane.phase), width: width)
      guard lane.phase != .off else { continue }
      for suspect in lane.suspects {
        let text = "suspect: \(suspect.kind.words): \(suspect.text) · \(suspect.advice)"
        for line in Wrapping.lines(text, width: width) {
          let place = rest.takeTop(1)
          guard place.rows > 0 else { return }
          canvas.text(line, place.column + start, place.row, Style(.warning), width: width)
        }
      }
    }
  }
}
