import Telemetry

extension PaneID {
  package static let earlyStopping = PaneID("Early stopping")
}

/// How much patience is left, and what another patience would have cost.
package struct EarlyStoppingPane: Pane {
  package let id = PaneID.earlyStopping
  package let key: Character = "E"
  package let help = [
    "The bar empties with every validation that is no improvement; at its end the lane stops and",
    "takes back the weights of its best epoch. 6 switches it; off lets a stopped lane go on.",
    "ghost: where another patience would have stopped, and the loss it would have ended with.",
  ]

  private static let setting = "early_stopping"

  package init() {}

  package func isAvailable(_ state: State) -> Bool {
    // From the first frame on, also where it is off: a pane that comes later would push the others.
    state.settingIndex(Self.setting) != nil && !state.lanes.isEmpty
      || state.lanes.contains { $0.earlyStopping.on || !$0.earlyStopping.ghosts.isEmpty }
  }

  package func whyUnavailable(_ state: State) -> String {
    "this preset has no early stopping"
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    let inner = canvas.frame(
      rect, key: key, title: "Early stopping", right: "best loss, patience left",
      shorter: "best, patience left", focused: context.isFocused)
    guard inner.columns >= 8 else { return }
    let last = inner.row + inner.rows
    var row = inner.row
    for index in state.lanes.indices where row < last && state.lanes[index].phase != .off {
      self.row(&canvas, inner, row, index, state)
      row += 1
    }
    // Ghosts of the lane that is looked at first, then of the others.
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
    canvas.put(Glyphs.mark(index), rect.column + 1, row, Style(.lane(index), bold: true))
    let names = min(12, max(4, state.lanes.map { TextWidth.of($0.info.name) }.max() ?? 4))
    var column = rect.column + 3
    column += canvas.text(
      lane.info.name.padded(right: names), column, row, Style(.lane(index), bold: true),
      width: end - column)
    column += 1
    let (text, style) = Self.text(lane, width: end - column - 1)
    let barWidth = min(20, max(0, rect.columns - 32))
    let showsBar = lane.phase == .training && lane.earlyStopping.on && barWidth >= 4
    let room = end - column - (showsBar ? barWidth + 12 : 0)
    canvas.text(text, column, row, style, width: max(0, room))
    guard showsBar else { return }
    let start = end - barWidth - 4
    canvas.textRight(Numbers.loss(lane.bestLoss), end: start - 1, row)
    PatienceBar.draw(lane, index, into: &canvas, start, row, width: barWidth + 3)
  }

  private static func text(_ lane: LaneSnapshot, width: Int) -> (String, Style) {
    switch lane.phase {
    case .stoppedEarly, .diverged, .finished:
      return (LaneSentence.text(lane, width: width), LaneSentence.style(lane.phase))
    default:
      if !lane.earlyStopping.on {
        return ("off" + (lane.bestEpoch.map { ", best epoch \($0)" } ?? ""), Style(.muted))
      }
      if lane.earlyStopping.left >= lane.earlyStopping.patience {
        return ("improving", Style(.good))
      }
      return ("epoch \(lane.bestEpoch.map(String.init) ?? "-")", Style())
    }
  }

  private func ghost(
    _ canvas: inout Canvas, _ rect: Rect, _ row: Int, _ lane: LaneSnapshot, _ ghost: PatienceGhost
  ) {
    let name = lane.info.name
    var text = "ghost: patience \(ghost.patience) would stop \(name) at epoch \(ghost.epoch)"
    if TextWidth.of(text) > rect.columns - 2 {
      text = "ghost: patience \(ghost.patience), \(name) at epoch \(ghost.epoch)"
    }
    if let best = lane.bestLoss, best.isFinite, ghost.bestLoss.isFinite {
      let cost = ghost.bestLoss - best
      let with = cost > 0 ? ", \(Numbers.loss(cost)) worse" : ", none worse"
      if TextWidth.of(text + with) <= rect.columns - 2 { text += with }
    }
    canvas.text(text, rect.column + 1, row, Style(.muted), width: rect.columns - 2)
  }
}

/// "█████░░░░░  5", or why there is no bar.
package enum PatienceBar {
  package static func draw(
    _ lane: LaneSnapshot, _ index: Int, into canvas: inout Canvas, _ column: Int, _ row: Int,
    width: Int
  ) {
    guard width > 0 else { return }
    let stopping = lane.earlyStopping
    if lane.phase != .training {
      let ink: Ink = if case .diverged = lane.phase { .bad } else { .warning }
      var text = LaneColumn.state(lane)
      if case .stoppedEarly(let epoch, _, _) = lane.phase { text += " e\(epoch)" }
      canvas.text(text, column, row, Style(ink, bold: true), width: width)
      return
    }
    guard stopping.on, stopping.patience > 0 else {
      canvas.text("off", column, row, Style(.muted), width: width)
      return
    }
    let left = max(0, stopping.left)
    let bar = max(0, width - 3)
    let isLow = left * 3 <= stopping.patience
    Bars.horizontal(
      &canvas, column, row, width: bar, share: Double(left) / Double(stopping.patience),
      Style(isLow ? .warning : .lane(index)))
    canvas.textRight(String(left), end: column + width, row, width: width)
  }
}
