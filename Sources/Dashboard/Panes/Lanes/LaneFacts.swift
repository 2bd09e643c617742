import Telemetry

/// How each lane is doing, and what the table has no column for: a fact a row and a lane a column.
package struct LaneFacts {
  package let state: State
  /// The columns of the table above.
  package let without: Set<LaneColumn.ID>

  package init(state: State, without: Set<LaneColumn.ID> = []) {
    (self.state, self.without) = (state, without)
  }

  private struct Fact: Sendable {
    let label: String
    /// The column that says the same.
    let column: LaneColumn.ID?
    /// Facts of a smaller rank come first where there is little room.
    let rank: Int
    let value: @Sendable (LaneSnapshot) -> String
    init(
      _ label: String, in column: LaneColumn.ID? = nil, rank: Int = 2,
      _ value: @escaping @Sendable (LaneSnapshot) -> String
    ) {
      (self.label, self.column, self.rank, self.value) = (label, column, rank, value)
    }
  }

  /// Facts that are not in the table, in groups.
  private var groups: [[Fact]] {
    let model =
      Self.model + (state.lanes.contains { $0.teacherForcing != nil } ? [Self.teaching] : [])
    return [model, Self.losses(state.info?.metric, state.lanes), Self.gradient].map { group in
      group.filter { $0.column.map { !without.contains($0) } ?? true }
    }.filter { !$0.isEmpty }
  }

  private static let model = [
    Fact("cell", rank: 0) { $0.info.cell },
    Fact("hidden units, by layer", rank: 3) {
      $0.info.hidden.map(String.init).joined(separator: " + ")
    },
    Fact("parameters", in: .parameters, rank: 0) { Numbers.grouped($0.info.parameters) },
    Fact("optimizer", in: .rate, rank: 0) { $0.info.optimizer.isEmpty ? "-" : $0.info.optimizer },
    Fact("learning rate", in: .rate, rank: 0) { Numbers.plain(Double($0.learningRate)) },
    Fact("steps per second", in: .speed, rank: 3) {
      Numbers.significant(Double($0.stepsPerSecond), 3)
    },
  ]

  private static let teaching = Fact("teacher forcing, share of tokens") { lane in
    lane.teacherForcing.map { Numbers.percent($0) } ?? "-"
  }

  private static func losses(_ metric: MetricInfo?, _ lanes: [LaneSnapshot]) -> [Fact] {
    var facts = [
      Fact("training loss, as trained", in: .train) { Numbers.loss($0.trainLoss) },
      Fact("training loss, plain", rank: 1) { Numbers.loss($0.trainLossPlain) },
      Fact("penalties (L1, L2)", rank: 3) { Numbers.loss($0.penalty) },
      Fact("validation loss", in: .validation, rank: 0) { Numbers.loss($0.validationLoss) },
      Fact("gap: validation - plain", in: .gap, rank: 1) { LaneColumn.gap($0) },
    ]
    if LaneBest.isByMetric(lanes) {
      facts += [
        Fact("best validation", in: .best, rank: 0) { LaneBest.named($0) },
        Fact("best validation, loss", rank: 1) { Numbers.loss($0.bestLoss) },
        Fact("best validation, at epoch") { $0.bestEpoch.map(String.init) ?? "-" },
      ]
    } else {
      facts += [
        Fact("best validation loss", in: .best, rank: 0) { Numbers.loss($0.bestLoss) },
        Fact("best loss, at epoch") { $0.bestEpoch.map(String.init) ?? "-" },
      ]
    }
    facts.append(
      Fact("test loss, best weights") { lane in
        lane.testLoss.map(Numbers.loss) ?? (lane.phase.hasEnded ? "-" : "at the end")
      })
    guard let metric else { return facts }
    facts.append(
      Fact("validation \(metric.name)", in: .metric, rank: 0) { metric.text($0.metric) })
    facts.append(
      Fact("test \(metric.name), best weights") { lane in
        lane.testMetric.map(metric.text) ?? (lane.phase.hasEnded ? "-" : "at the end")
      })
    return facts
  }

  private static let gradient = [
    Fact("|g| before clipping", in: .norm) { Numbers.short($0.gradientNorm) },
    Fact("|g| after clipping") { Numbers.short($0.gradientNormClipped) },
    Fact("share of steps clipped", rank: 1) { Numbers.percent($0.clippedShare) },
    Fact("largest |g| so far", in: .largestNorm, rank: 0) { Numbers.short($0.largestNorm) },
    Fact("largest |g|, at step") { $0.largestNormStep.map(Numbers.grouped) ?? "-" },
    Fact("spectral radius, layer 1") { lane in
      let first = lane.gradients.first
      return first?.spectralRadius.map {
        Numbers.radius(Double($0)) + (first?.part.map { " " + $0 } ?? "")
      } ?? "-"
    },
    Fact("gradient halves in, steps") { lane in
      reach(lane).map { ReachSentence.halves($0.reach) } ?? "-"
    },
    Fact("gradient reaches, steps", in: .reach, rank: 0) { lane in
      reach(lane).map { "\($0.reach.reaches) of \($0.reach.of)" } ?? "-"
    },
    Fact("layer that is reached least", in: .reach) { lane in
      lane.gradients.count > 1 ? reach(lane)?.layerName ?? "-" : "-"
    },
    Fact("dead units", in: .dead, rank: 0) { LaneColumn.percent($0.deadShare) },
    Fact("saturated values", in: .saturated, rank: 0) { LaneColumn.percent($0.saturatedShare) },
  ]

  private static func reach(_ lane: LaneSnapshot) -> GradientSnapshot? {
    lane.gradients.shortestReach.map { lane.gradients[$0] }
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    var rest = rect
    let groups = groups
    let facts = groups.flatMap { $0 }
    // A row of names, and one that counts what is missing.
    let needed = 2 + facts.count { $0.rank == 0 }
    sentences(&canvas, &rest, most: rest.rows - needed)
    if rest.rows > needed { _ = rest.takeTop(1) }
    let count = max(1, state.lanes.count)
    let labelWidth = min(27, max(16, rest.columns - 4 - Self.narrowest * count))
    let labels = labelWidth + 3
    let width = min(22, (rest.columns - labels - 1) / count)
    guard width >= Self.narrowest, rest.rows >= 2 else { return }
    for (index, lane) in state.lanes.enumerated() {
      let end = rest.column + labels + (index + 1) * width
      let name = String(Character(state.mark(index))) + " " + lane.info.name
      let ink: Ink = lane.phase == .off ? .muted : .lane(index)
      canvas.textRight(
        name.shortened(to: width - 1), end: end, rest.row, Style(ink, bold: true), width: width - 1)
    }
    // Without blank rows where not everything would fit; then the last row counts what is missing.
    let spaced: [Fact?] = Array(groups.map { $0.map(Optional.some) }.joined(separator: [nil]))
    let rows = rest.rows - 1
    let shown = rows >= spaced.count ? spaced : Self.fitting(facts, rows: rows)
    for (offset, fact) in shown.enumerated() {
      guard let fact else { continue }
      let row = rest.row + 1 + offset
      canvas.text(
        fact.label.words(within: labelWidth), rest.column + 3, row, Style(.muted),
        width: labelWidth)
      for (index, lane) in state.lanes.enumerated() {
        let end = rest.column + labels + (index + 1) * width
        let style = Style(lane.phase == .off ? .muted : .standard)
        canvas.textRight(fact.value(lane), end: end, row, style, width: width - 1)
      }
    }
    guard shown.count < facts.count else { return }
    canvas.text(
      "+\(facts.count - shown.count) rows in a taller window", rest.column + 3,
      rest.row + 1 + shown.count, Style(.muted), width: max(0, rest.columns - 4))
  }

  /// Columns of a lane below which numbers would be cut.
  private static let narrowest = 9

  /// All, or those of the smallest ranks and a row left for their count, in their order.
  private static func fitting(_ facts: [Fact], rows: Int) -> [Fact?] {
    guard facts.count > rows else { return facts }
    let order = facts.indices.sorted { (facts[$0].rank, $0) < (facts[$1].rank, $1) }
    return order.prefix(max(0, rows - 1)).sorted().map { facts[$0] }
  }

  /// How each lane is doing, and what is suspected of it: in full, in a line each where that would
  /// take more than so many rows, or only what is most certain.
  private func sentences(_ canvas: inout Canvas, _ rest: inout Rect, most: Int) {
    let names = state.lanes.map { TextWidth.of($0.info.name) }.max() ?? 4
    let start = 5 + min(12, max(4, names)) + 2
    let width = max(0, rest.columns - start - 1)
    let suspects = state.lanes.map { $0.phase == .off ? [] : $0.suspects }
    let levels = [
      suspects.map { $0.flatMap { Self.wrapped($0, width: width) } },
      suspects.map { $0.map { Self.shortened($0, width: width) } },
    ]
    let lines =
      levels.first { suspects.count + $0.joined().count <= most }
      ?? suspects.map { all in
        let more = all.count > 1 ? " +\(all.count - 1)" : ""
        return all.prefix(1).map { Self.shortened($0, width: width - more.utf8.count) + more }
      }
    for (index, lane) in state.lanes.enumerated() {
      let place = rest.takeTop(1)
      guard place.rows > 0 else { return }
      let ink: Ink = lane.phase == .off ? .muted : .lane(index)
      canvas.put(canvas.mark(index), place.column + 3, place.row, Style(ink, bold: true))
      canvas.text(
        lane.info.name.shortened(to: start - 7), place.column + 5, place.row,
        Style(ink, bold: true), width: min(start - 7, max(0, place.columns - 5)))
      canvas.text(
        LaneSentence.text(lane, width: width), place.column + start, place.row,
        LaneSentence.style(lane.phase), width: width)
      for line in lines[index] {
        let place = rest.takeTop(1)
        guard place.rows > 0 else { return }
        canvas.text(line, place.column + start, place.row, Style(.warning), width: width)
      }
    }
  }

  private static let label = "suspect: "

  private static func wrapped(_ suspect: Suspect, width: Int) -> [String] {
    let text = "\(label)\(suspect.kind.words): \(suspect.text) · \(suspect.advice)"
    return Wrapping.lines(text, width: width)
  }

  private static func shortened(_ suspect: Suspect, width: Int) -> String {
    let item = SuspectsLine.Item(lanes: [], suspect: suspect)
    let (sentence, advice) = SuspectsLine.fitting(item, width: width - TextWidth.of(label))
    return label + sentence + (advice.isEmpty ? "" : " · " + advice)
  }
}
