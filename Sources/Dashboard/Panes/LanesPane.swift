import Telemetry

extension PaneID {
  package static let lanes = PaneID("Lanes")
}

/// A row for every lane, and one for the trivial predictor.
package struct LanesPane: Pane {
  package let id = PaneID.lanes
  package let key: Character = "N"
  package let help = [
    "One row a lane; ▸ is the selected one ([ and ] choose, * is all). Losses are means.",
    "gap: validation minus training loss, both without dropout. |g|: norm of the gradient.",
    "Beside the losses: accuracy for classes, rmse for a series, on the validation part.",
    "halves, reaches: see Gradient. The last row is the trivial predictor: the loss to beat.",
    "Enter: how each lane stands or ended, penalties, plain training loss, test loss, clipping.",
    "In a sweep a row is a combination, the best on top, with the mean of its best validation losses",
    "over the folds, ± their standard deviation (sd) and the error of the mean (se). simplest: the",
    "fewest parameters within one se of the best. A mark stands where there is a curve above. Enter:",
    "the loss of each fold, and why a trial failed.",
  ]

  package init() {}

  package func move(_ state: inout State, dx: Int, dy: Int) {
    guard let order = state.snapshot.sweep?.order, !order.isEmpty else {
      let step = dx + min(max(dy, -1), 1)
      if step != 0 { Navigation.selectLane(&state, by: step) }
      return
    }
    // A long table ends at its ends.
    let now = state.selectedLane.flatMap { order.firstIndex(of: $0) } ?? -1
    state.selectedLane = order[min(max(0, now + dx + dy), order.count - 1)]
  }

  package func arrows(_ state: State) -> String? { state.snapshot.sweep == nil ? nil : "choose" }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    if let sweep = context.state.snapshot.sweep {
      CombinationTable(state: context.state, sweep: sweep).draw(into: &canvas, rect, context)
      return
    }
    let inner = canvas.frame(rect, key: key, title: "Lanes", focused: context.isFocused)
    // What other panes of the same frame show is not said twice.
    let without: Set<String> =
      context.isFullScreen
      ? []
      : Self.standsElsewhere.union(Self.hasBars(context.state) ? [LaneColumn.patienceTitle] : [])
    var rest = inner
    let table = rest.takeTop(LaneTable.rows(context.state))
    LaneTable(state: context.state, without: without).draw(into: &canvas, table)
    guard context.isFullScreen, rest.columns >= 10 else { return }
    _ = rest.takeTop(1)
    LaneFacts(state: context.state).draw(into: &canvas, rest)
  }
}

extension LanesPane {
  private static let standsElsewhere: Set<String> = [LaneColumn.reachTitle]

  private static func hasBars(_ state: State) -> Bool {
    Layout(state).places.contains { $0.pane == .earlyStopping }
  }
}

/// The table of lanes, with or without a frame around it.
package struct LaneTable {
  package let state: State
  package let without: Set<String>

  package let isFocused: Bool

  package init(state: State, without: Set<String> = [], isFocused: Bool = false) {
    (self.state, self.without, self.isFocused) = (state, without, isFocused)
  }

  /// Rows that the whole table takes.
  package static func rows(_ state: State) -> Int {
    1 + state.lanes.count + (state.info?.baselineLoss == nil ? 0 : 1)
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty, !state.lanes.isEmpty else { return }
    let names = state.lanes.map { TextWidth.of($0.info.name) }.max() ?? 4
    let markWidth = 5
    let columns = LaneColumn.fitting(
      LaneColumn.all(nameWidth: min(12, max(4, names)), metric: state.info?.metric),
      room: rect.columns - markWidth - 1, without: without)
    header(&canvas, rect, columns, markWidth)
    for (index, lane) in state.lanes.enumerated() where index + 1 < rect.rows {
      row(&canvas, rect, index, lane, columns, markWidth)
    }
    baseline(&canvas, rect, columns, markWidth)
  }

  private func header(
    _ canvas: inout Canvas, _ rect: Rect, _ columns: [LaneColumn], _ indent: Int
  ) {
    // Without a frame, the head of the table shows the focus.
    let style = isFocused ? Style(bold: true, underline: true) : Style(.muted)
    var column = rect.column + indent
    for (i, entry) in columns.enumerated() {
      let isLeft = i == 0 || entry.title == LaneColumn.patienceTitle
      let text =
        isLeft ? entry.title.padded(right: entry.width) : entry.title.padded(left: entry.width)
      canvas.text(
        text, column, rect.row, style, width: rect.column + rect.columns - column)
      column += entry.width + 1
    }
  }

  private func row(
    _ canvas: inout Canvas, _ rect: Rect, _ index: Int, _ lane: LaneSnapshot,
    _ columns: [LaneColumn], _ indent: Int
  ) {
    let row = rect.row + 1 + index
    let isOff = lane.phase == .off
    if state.selectedLane == index {
      canvas.put("▸", rect.column + 1, row, Style(.accent, bold: true))
    }
    canvas.put(
      Glyphs.mark(index), rect.column + 3, row, Style(isOff ? .muted : .lane(index), bold: true))
    var column = rect.column + indent
    for (i, entry) in columns.enumerated() {
      let room = rect.column + rect.columns - column
      if entry.title == LaneColumn.patienceTitle {
        PatienceBar.draw(lane, index, into: &canvas, column, row, width: min(entry.width, room))
      } else {
        let value = entry.value(lane)
        let isBad = entry.title == "state" && Self.isDiverged(lane) || value == "NaN"
        let style =
          i == 0
          ? Style(isOff ? .muted : .lane(index), bold: !isOff)
          : Style(isOff ? .muted : isBad ? .bad : .standard)
        canvas.text(
          i == 0 ? value : value.padded(left: entry.width), column, row, style,
          width: min(entry.width, room))
      }
      column += entry.width + 1
    }
  }

  private static func isDiverged(_ lane: LaneSnapshot) -> Bool {
    if case .diverged = lane.phase { return true }
    return false
  }

  private func baseline(
    _ canvas: inout Canvas, _ rect: Rect, _ columns: [LaneColumn], _ indent: Int
  ) {
    let row = rect.row + 1 + state.lanes.count
    guard let info = state.info, info.baselineLoss != nil, row < rect.row + rect.rows else {
      return
    }
    canvas.put("─", rect.column + 3, row, Style(.muted))
    var column = rect.column + indent
    // The name has the columns before the first number.
    var name: Int?
    for entry in columns {
      if let text = entry.baseline?(info) {
        name = name ?? column
        canvas.text(
          text.padded(left: entry.width), column, row, Style(.muted),
          width: rect.column + rect.columns - column)
      }
      column += entry.width + 1
    }
    canvas.text(
      info.baselineName, rect.column + indent, row, Style(.muted),
      width: max(0, (name ?? column) - rect.column - indent - 1))
  }
}
