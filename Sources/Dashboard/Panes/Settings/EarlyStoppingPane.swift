import Telemetry

extension PaneID {
  package static let earlyStopping = PaneID("Early stopping")
}

/// The remaining patience, and the cost that another patience would have had.
package struct EarlyStoppingPane: Pane {
  package let id = PaneID.earlyStopping
  package let key: Character = "E"
  package let help = [
    "The bar shrinks with every validation that does not improve; when it is empty, the lane stops",
    "and goes back to the weights of its best epoch. 6 toggles it; switching it off lets a stopped",
    "lane continue. A full bar is dim: the last validation was an improvement.",
    "what if: where another patience would have stopped, and how much worse its best was. The best",
    "is the lowest validation loss, or the best metric if early_stopping.monitor names one.",
  ]

  private static let setting = "early_stopping"

  package init() {}

  package func isAvailable(_ state: State) -> Bool {
    // From the first frame on, even if it is off: a pane that appears later would move the others.
    state.settingIndex(Self.setting) != nil && !state.lanes.isEmpty
      || state.lanes.contains { $0.earlyStopping.on || !$0.earlyStopping.ghosts.isEmpty }
  }

  package func whyUnavailable(_ state: State) -> String {
    "this preset has no early stopping"
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    let monitor = LaneBest.monitor(state.lanes)
    let what =
      monitor.map { "best \($0.name)" }
      ?? (LaneBest.isByMetric(state.lanes) ? "best of each lane" : "best loss")
    let inner = canvas.frame(
      rect, key: key, title: "Early stopping", right: "\(what), patience left",
      shorter: "best, patience left", focused: context.isFocused)
    guard inner.columns >= 8 else { return }
    let last = inner.row + inner.rows
    var row = inner.row
    for index in state.lanes.indices where row < last && state.lanes[index].phase != .off {
      self.row(&canvas, inner, row, index, state)
      row += 1
    }
    // Ghosts of the shown lane first, then of the others.
    let order =
      state.selectedLanes + state.lanes.indices.filter { !state.selectedLanes.contains($0) }
    for index in order where state.lanes[index].phase != .off {
      for ghost in state.lanes[index].earlyStopping.ghosts where row < last {
        self.ghost(&canvas, inner, row, state.lanes[index], ghost)
        row += 1
      }
    }
  }

  private func row(
    _ canvas: inout Canvas, _ rect: Rect, _ row: Int, _ index: Int, _ state: State
  ) {
    let lane = state.lanes[index]
    let end = rect.column + rect.columns
    canvas.put(canvas.mark(index), rect.column + 1, row, Style(.lane(index), bold: true))
    let names = min(12, max(4, state.lanes.map { TextWidth.of($0.info.name) }.max() ?? 4))
    var column = rect.column + 3
    column += canvas.text(
      lane.info.name.shortened(to: names).padded(right: names), column, row,
      Style(.lane(index), bold: true), width: end - column)
    column += 1
    // The bar takes the room that text ("best epoch 12", "epoch 1234") and loss leave.
    let space = end - column - 12
    let barWidth = min(20, space - (space >= 21 ? 13 : 10))
    let showsBar = lane.phase == .training && lane.earlyStopping.on && barWidth >= 4
    let room = end - column - (showsBar ? barWidth + 12 : 1)
    let (texts, style) = Self.texts(lane)
    let text = texts.first { TextWidth.of($0) <= room } ?? ""
    canvas.text(text, column, row, style, width: max(0, room))
    guard showsBar else { return }
    let start = end - barWidth - 4
    canvas.textRight(LaneBest.value(lane), end: start - 1, row)
    PatienceBar.draw(lane, index, into: &canvas, start, row, width: barWidth + 3)
  }

  /// The longest first.
  private static func texts(_ lane: LaneSnapshot) -> ([String], Style) {
    let monitor = lane.earlyStopping.monitor?.name
    let best =
      lane.bestEpoch.map { epoch in
        (monitor.map { ["best \($0) at epoch \(epoch)", "\($0): epoch \(epoch)"] } ?? [])
          + ["best epoch \(epoch)", "epoch \(epoch)"]
      } ?? []
    switch lane.phase {
    case .stoppedEarly, .diverged, .finished:
      return (LaneSentence.all(lane), LaneSentence.style(lane.phase))
    default:
      if !lane.earlyStopping.on {
        return ((best.first.map { ["off, " + $0] } ?? []) + ["off"], Style(.muted))
      }
      guard !best.isEmpty else { return (["no validation yet", "none yet"], Style(.muted)) }
      if lane.earlyStopping.left >= lane.earlyStopping.patience {
        return ((monitor.map { ["\($0) improving"] } ?? []) + ["improving"], Style(.good))
      }
      return (best, Style())
    }
  }

  /// "what if: patience 3 would stop rnn at epoch 5, 0.0012 worse".
  private func ghost(
    _ canvas: inout Canvas, _ rect: Rect, _ row: Int, _ lane: LaneSnapshot, _ ghost: PatienceGhost
  ) {
    let name = lane.info.name
    let start = "what if: patience \(ghost.patience)"
    let texts = [
      "\(start) would stop \(name) at epoch \(ghost.epoch)",
      "\(start), \(name) at epoch \(ghost.epoch)",
    ]
    var costs = [""]
    if let (cost, text) = LaneBest.cost(ghost, lane) {
      costs.insert(cost > 0 ? ", \(text) worse" : ", none worse", at: 0)
    }
    let room = rect.columns - 2
    let all = texts.flatMap { text in costs.map { text + $0 } } + [start + ": epoch \(ghost.epoch)"]
    guard let text = all.first(where: { TextWidth.of($0) <= room }) else { return }
    canvas.text(text, rect.column + 1, row, Style(.muted), width: room)
  }
}
