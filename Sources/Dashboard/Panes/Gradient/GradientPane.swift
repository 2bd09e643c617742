import Telemetry

extension PaneID {
  package static let gradient = PaneID("Gradient")
}

/// How the gradient travels back through time, lane by lane: histogram, profile, map, sentence.
package struct GradientPane: Pane {
  package let id = PaneID.gradient
  package let key: Character = "G"
  package let help = [
    "Above: a histogram of gradient norms, one per step and sequence: of dL/dh, or for an LSTM of",
    "h and c together. Exact zeros, overflow and NaN have separate bars.",
    "Below: the map. Left is the distant past, right the end, where the loss is; now is on top,",
    "the start of the run at the bottom. Bright: as large as near the end; dark: 1 % of that or",
    "less.",
    "It shows how far the error is passed back, not what the lane remembers: a lane that has",
    "learned its task passes almost nothing back, and its rows are muted from that validation on.",
    "reaches: the largest n for which 90 % of the last n steps keep 1 % of the end's norm (the",
    "median over the last tenth of the steps, at least 9, at most 20). More than two thirds of",
    "all steps: reaches back; less than one third: vanishing.",
    "0: exactly zero. !: not finite. +: up to 10 times the norm near the end; ×: up to 100; ▲: over",
    "100.",
    "·: no step here, every sequence was shorter. If lengths differ, steps count from the end, and",
    "\"reaches all 13\" refers to the longest sequence in the row. Of the last five rows, the",
    "one with the median reach is shown.",
    "ρ: spectral radius of the recurrent matrix. |g|: norm of the whole gradient, before → after",
    "clipping, with the share of clipped steps; means of about 20 steps. v: the norms themselves,",
    "root mean square over sequences. Enter: every layer, the profile over t, dL/dh and dL/dc",
    "separately.",
    "Arrows choose the layer. For pairs: left of the border the encoder, by the whole loss, right",
    "of it the decoder, by the loss of the answer's last token alone.",
  ]

  package func otherView(_ state: State) -> String? { "absolute norms" }

  package init() {}

  package var usesDiagnostics: Bool { true }

  package func move(_ state: inout State, dx: Int, dy: Int, in rect: Rect?) {
    let layers = state.lanes.map(\.gradients.count).max() ?? 0
    if dx != 0, layers > 1 {
      let now = state.layer ?? (dx > 0 ? -1 : layers)
      state.layer = min(max(0, now + dx), layers - 1)
    }
    if dy != 0 { state.selectLane(by: dy > 0 ? 1 : -1) }
  }

  package func isAvailable(_ state: State) -> Bool {
    state.lanes.contains { !$0.gradients.isEmpty }
  }

  package func whyUnavailable(_ state: State) -> String {
    "no gradient measured yet"
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    let isAbsolute = state.otherViews.contains(id)
    let scale = self.scale(state)
    var blocks = blocks(state, context, columns: rect.columns - 2)
    let shown = min(blocks.count, Self.places(rect.columns))
    let isPaged = shown < blocks.count
    if isPaged, !context.isFullScreen { blocks = Self.selectedFirst(blocks, state) }
    let chosen = context.isFullScreen ? state.layer ?? 0 : 0
    let first = min(max(0, chosen - shown + 1), blocks.count - shown)
    // Blocks that do not fit here are one key away.
    let page = shown == 1 ? "\(first + 1)" : "\(first + 1)-\(first + shown)"
    let place = "\(page) of \(blocks.count)"
    let hint =
      isPaged ? "\(place) \(context.isFullScreen ? "layers: ← →" : "lanes: [ ]")" : nil
    let cost = DiagnosticsShare.text(state.shownLane.map { [state.lanes[$0]] } ?? [])
    let legendWidth = isAbsolute ? scale.legendWidth(canvas) : ReachScale.legendWidth
    let hasLegend = rect.columns > legendWidth + 16 && rect.rows >= 2
    let reserve = hasLegend ? legendWidth + 1 : 0
    let title = title(state, context, blocks, columns: rect.columns - legendWidth)
    let notes = Self.notes(
      hint, isPaged ? place : nil, context.isFullScreen ? cost : nil,
      hasShorter: blocks.contains { $0.gradient.map.hasShorterRows })
    let room = rect.columns - TextWidth.of(title) - reserve - 11
    let inner = canvas.frame(
      rect, key: key, title: title, right: notes.first { TextWidth.of($0) <= room } ?? "",
      focused: context.isFocused, reserve: reserve)
    if hasLegend {
      let end = rect.column + rect.columns - 2
      if isAbsolute {
        scale.legend(into: &canvas, end: end, rect.row)
      } else {
        ReachScale.legend(into: &canvas, end: end, rect.row)
      }
    }
    guard !blocks.isEmpty, inner.columns >= 4 else { return }
    let histograms = blocks.map(\.gradient.histogram)
    let axis = NormHistogramView.Axis(histograms)

    let gap = Self.gap
    let width = (inner.columns - 2 - gap * (shown - 1)) / shown
    for i in 0..<shown {
      let place = Rect(
        column: inner.column + 1 + i * (width + gap), row: inner.row, columns: width,
        rows: inner.rows)
      GradientBlock(
        source: blocks[first + i], state: state, scale: scale, axis: axis,
        isAbsolute: isAbsolute, isFullScreen: context.isFullScreen
      ).draw(into: &canvas, place)
      if i > 0, isBorder(blocks[first + i - 1], blocks[first + i]) {
        for row in place.row..<place.row + place.rows {
          canvas.put("┃", place.column - gap / 2 - 1, row, Style(.muted))
        }
      }
    }
  }

  /// The selected lane, then its origin, then the others.
  private static func selectedFirst(
    _ blocks: [GradientSource], _ state: State
  ) -> [GradientSource] {
    guard let selected = state.selectedLane, state.lanes.indices.contains(selected) else {
      return blocks
    }
    let origin = state.lanes[selected].info.origin?.lane
    func rank(_ block: GradientSource) -> Int {
      block.lane == selected ? 0 : state.lanes[block.lane].info.id == origin ? 1 : 2
    }
    return (0...2).flatMap { number in blocks.filter { rank($0) == number } }
  }

  /// True between the encoder of a lane and its decoder.
  private func isBorder(_ before: GradientSource, _ after: GradientSource) -> Bool {
    before.lane == after.lane && before.gradient.part != after.gradient.part
  }

  /// Texts for the right end of the title, the longest first.
  private static func notes(
    _ hint: String?, _ place: String?, _ cost: String?, hasShorter: Bool
  ) -> [String] {
    let order = "now on top"
    let short = hasShorter ? "·: no step" : nil
    let all = [
      [hint, cost, hasShorter ? "·: shorter sequences" : nil, order], [hint, cost, short, order],
      [hint, short, order], [hint, order], [hint ?? order], [place ?? order],
    ]
    return all.map { $0.compactMap { $0 }.joined(separator: " · ") }
  }

  /// A narrower block would be useless; fewer lanes are shown instead.
  private static let narrowest = 22
  private static let gap = 3

  /// The number of blocks that fit next to each other into this many columns.
  private static func places(_ columns: Int) -> Int {
    max(1, (columns - 4 + gap) / (narrowest + gap))
  }

  package static func showsEveryLane(_ state: State, columns: Int) -> Bool {
    state.lanes.count { $0.phase != .off } <= places(columns)
  }

  private func title(
    _ state: State, _ context: PaneContext, _ blocks: [GradientSource], columns: Int
  ) -> String {
    var parts = ["Gradient"]
    if context.isFullScreen, let lane = state.shownLane {
      parts.append(state.lanes[lane].info.name)
    }
    let source = state.info.flatMap { info -> String? in
      let isAlone = blocks.map { $0.gradient.isOfLastStepAlone ?? info.lossAtEveryStep }
      // The encoder's gradient is of the whole loss, the decoder's of the last token's.
      if isAlone.contains(true), isAlone.contains(false) {
        return "encoder: whole loss, decoder: last token's"
      }
      let what = blocks.allSatisfy { $0.gradient.part != nil } ? "token" : "step"
      if blocks.contains(where: { $0.gradient.isOfSequences == true }) {
        return
          "of the whole loss's gradient at the last step, every \(info.gradientEvery) steps"
      }
      return isAlone.contains(true)
        ? "of the last \(what)'s loss alone, every \(info.gradientEvery) steps" : nil
    }
    let what =
      state.otherViews.contains(id)
      ? "log10 norm at step t" : "how much of it arrives at step t"
    let layers = state.lanes.map(\.gradients.count).max() ?? 0
    let names = Set(blocks.map(\.gradient.layerName))
    let layer =
      layers > 1 && !context.isFullScreen && names.count == 1 ? names.first.map { $0 } : nil
    // The source of the numbers is dropped last.
    let texts = [[source, what, layer], [source, layer], [source], [what], []].map {
      (parts + $0.compactMap { $0 }).joined(separator: " · ")
    }
    return texts.first { TextWidth.of($0) + 10 <= columns } ?? parts.joined(separator: " · ")
  }

  /// In full screen every layer of one lane; else every layer of every lane if there is room, or
  /// the chosen layer of every lane.
  private func blocks(
    _ state: State, _ context: PaneContext, columns: Int
  ) -> [GradientSource] {
    if context.isFullScreen { return layers(of: state.shownLane, state) }
    let all = state.lanes.indices.filter { state.lanes[$0].phase != .off }.flatMap {
      layers(of: $0, state)
    }
    if all.count * 37 <= columns + 1 { return all }
    let parts = state.layer == nil ? parts(of: state) : []
    return !parts.isEmpty && parts.count <= Self.places(columns + 2) ? parts : lanes(of: state)
  }

  /// One block each for encoder and decoder of each lane, for the layer that reaches least; none if
  /// models have one part.
  private func parts(of state: State) -> [GradientSource] {
    state.lanes.indices.filter { state.lanes[$0].phase != .off }.flatMap { lane in
      let layers = layers(of: lane, state)
      // In order from the source.
      var parts: [String] = []
      for part in layers.compactMap(\.gradient.part) where parts.last != part { parts.append(part) }
      return parts.compactMap { part in
        let own = layers.filter { $0.gradient.part == part }
        return own.map(\.gradient).shortestReach.map { own[$0] } ?? own.first
      }
    }
  }

  /// One block per lane, for the chosen layer or the one that reaches least.
  private func lanes(of state: State) -> [GradientSource] {
    state.lanes.indices.compactMap { lane in
      let snapshot = state.lanes[lane]
      guard snapshot.phase != .off, let last = snapshot.gradients.indices.last else { return nil }
      let layer = min(max(0, state.layer ?? snapshot.gradients.shortestReach ?? 0), last)
      return GradientSource(lane: lane, layer: layer, gradient: snapshot.gradients[layer])
    }
  }

  /// One block per layer of a lane.
  private func layers(of lane: Int?, _ state: State) -> [GradientSource] {
    guard let lane else { return [] }
    return state.lanes[lane].gradients.enumerated().map {
      GradientSource(lane: lane, layer: $0.offset, gradient: $0.element)
    }
  }

  /// The usual scale, unless a newest row is well above it.
  private func scale(_ state: State) -> ShadeScale {
    for lane in state.lanes where lane.phase != .off {
      for gradient in lane.gradients {
        for value in gradient.profile where value > 0.7 && value.isFinite { return .large }
      }
    }
    return .usual
  }
}

/// One layer of one lane.
package struct GradientSource {
  package var lane: Int
  package var layer: Int
  package var gradient: GradientSnapshot
}
