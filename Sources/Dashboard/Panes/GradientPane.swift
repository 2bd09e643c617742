import Telemetry

extension PaneID {
  package static let gradient = PaneID("Gradient")
}

/// How the gradient travels back through time, lane by lane: histogram, profile, map, sentence.
package struct GradientPane: Pane {
  package let id = PaneID.gradient
  package let key: Character = "G"
  package let help = [
    "Above: how many norms of dL/dh_t have which size. Mass that walks left vanishes, mass that",
    "walks right explodes; exact zeros, overflow and NaN have bars of their own.",
    "Below: the map. Left is the far past, right the end, where the loss is; the newest row is on",
    "top. A lane whose left half is dark learns nothing from the past.",
    "reaches: how far back the norm is at least 1 % of the last step's. ρ: spectral radius of the",
    "recurrent matrix. |g|: norm of the whole gradient, before → after clipping, share clipped.",
    "Enter: one lane with every layer, its profile over t, and dL/dc_t where there is a cell state.",
  ]

  package var otherView: String? { "absolute norms" }

  package init() {}

  package var usesDiagnostics: Bool { true }

  package func move(_ state: inout State, dx: Int, dy: Int) {
    if dx != 0 {
      let layers = state.lanes.map(\.gradients.count).max() ?? 0
      state.layer = min(max(0, state.layer + dx), max(0, layers - 1))
    }
    if dy != 0 { Navigation.selectLane(&state, by: dy > 0 ? 1 : -1) }
  }

  package func isAvailable(_ state: State) -> Bool {
    state.lanes.contains { !$0.gradients.isEmpty }
  }

  package func whyUnavailable(_ state: State) -> String {
    "no gradient was measured yet"
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    let scale = self.scale(state)
    let order = "newest row on top"
    let cost = DiagnosticsShare.text(state.shownLane.map { [state.lanes[$0]] } ?? [])
    let inner = canvas.frame(
      rect, key: key, title: title(state, context, columns: rect.columns - 2),
      right: context.isFullScreen ? (cost.map { $0 + " · " } ?? "") + order : order,
      shorter: order, focused: context.isFocused, reserve: scale.legendWidth(canvas) + 1)
    if rect.columns > scale.legendWidth(canvas) + 16, rect.rows >= 2 {
      scale.legend(into: &canvas, end: rect.column + rect.columns - 2, rect.row)
    }
    let blocks = blocks(state, context, columns: inner.columns)
    guard !blocks.isEmpty, inner.columns >= 4 else { return }
    let highest = NormHistogramView.highestEdge(blocks.map(\.gradient.histogram))

    let gap = 3
    let room = inner.columns - 2
    let shown = min(blocks.count, max(1, (room + gap) / (Self.narrowest + gap)))
    let chosen =
      context.isFullScreen ? state.layer : blocks.firstIndex { $0.lane == state.shownLane } ?? 0
    let first = min(max(0, chosen - shown + 1), blocks.count - shown)
    let width = (room - gap * (shown - 1)) / shown
    for i in 0..<shown {
      let place = Rect(
        column: inner.column + 1 + i * (width + gap), row: inner.row, columns: width,
        rows: inner.rows)
      GradientBlock(
        source: blocks[first + i], state: state, scale: scale, highestEdge: highest,
        isFullScreen: context.isFullScreen
      ).draw(into: &canvas, place)
    }
  }

  /// Columns below which a block says nothing any more; fewer lanes are shown then.
  private static let narrowest = 22

  private func title(_ state: State, _ context: PaneContext, columns: Int) -> String {
    let isShort = columns < 98
    var title = "Gradient · "
    if context.isFullScreen, let lane = state.shownLane {
      title += state.lanes[lane].info.name + " · "
    }
    if let info = state.info, info.lossAtEveryStep {
      title += "from the last step's loss alone, every \(info.gradientEvery) steps"
      if !isShort { title += " · log10 |dL/dh_t|" }
    } else if isShort {
      title += "log10 |dL/dh_t|"
    } else {
      title += "histogram of log10 |dL/dh_t|, and its map over t"
    }
    let layers = state.lanes.map(\.gradients.count).max() ?? 0
    let shown = Set(
      blocks(state, context, columns: context.isFullScreen ? 0 : columns).map(\.layer))
    if layers > 1, shown.count == 1, !context.isFullScreen {
      let names = Set(
        blocks(state, context, columns: columns).map(\.gradient.layerName))
      title += names.count == 1 ? " · \(names.first ?? "")" : " · layer \(state.layer + 1)"
    }
    return title
  }

  /// In full screen every layer of one lane; else every layer of every lane where there is room for
  /// that, or the chosen layer of every lane.
  private func blocks(
    _ state: State, _ context: PaneContext, columns: Int
  ) -> [GradientSource] {
    if context.isFullScreen { return layers(of: state.shownLane, state) }
    let all = state.lanes.indices.filter { state.lanes[$0].phase != .off }.flatMap {
      layers(of: $0, state)
    }
    return all.count * 37 <= columns + 1 ? all : lanes(of: state)
  }

  /// One block a lane, of the chosen layer.
  private func lanes(of state: State) -> [GradientSource] {
    state.lanes.indices.compactMap { lane in
      let snapshot = state.lanes[lane]
      guard snapshot.phase != .off, let last = snapshot.gradients.indices.last else { return nil }
      let layer = min(max(0, state.layer), last)
      return GradientSource(lane: lane, layer: layer, gradient: snapshot.gradients[layer])
    }
  }

  /// One block a layer of a lane.
  private func layers(of lane: Int?, _ state: State) -> [GradientSource] {
    guard let lane else { return [] }
    return state.lanes[lane].gradients.enumerated().map {
      GradientSource(lane: lane, layer: $0.offset, gradient: $0.element)
    }
  }

  /// The usual scale, unless a newest row lies well above it.
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
