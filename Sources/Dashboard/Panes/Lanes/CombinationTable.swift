import Telemetry

/// The combinations of a sweep, the best on top; in full size with everything about the chosen one.
package struct CombinationTable {
  package let state: State
  package let sweep: SweepSnapshot

  package init(state: State, sweep: SweepSnapshot) { (self.state, self.sweep) = (state, sweep) }

  private static let indent = 5
  private static let detailRows = 5

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let showsDetails = context.isFullScreen && rect.rows >= Self.detailRows + 8
    let shown = max(0, rect.rows - 3 - (showsDetails ? Self.detailRows : 0))
    let first = firstRow(shown)
    let running = pinned(shown)
    let last = min(sweep.order.count, first + shown - running.count)
    let isCut = sweep.order.count > shown && shown > 0
    let inner = canvas.frame(
      rect, key: LanesPane().key, title: "Combinations · best first",
      right: isCut ? "\(first + 1) to \(last) of \(sweep.order.count)" : "",
      focused: context.isFocused)
    guard !inner.isEmpty else { return }
    var rest = inner
    let table = rest.takeTop(min(inner.rows, 1 + shown))
    let columns = LaneColumn.fitting(
      LaneColumn.all(of: sweep), room: table.columns - Self.indent - 1)
    header(&canvas, table, columns)
    let curves = Set(state.drawingOrder)
    let rows = sweep.order[first..<max(first, last)] + running
    for (offset, place) in rows.enumerated()
    where state.lanes.indices.contains(place) {
      row(&canvas, table, table.row + 1 + offset, place, columns, hasCurve: curves.contains(place))
    }
    if showsDetails { details(&canvas, rest.takeBottom(Self.detailRows)) }
  }

  /// The selected row stands in the middle, as far as there are rows around it.
  private func firstRow(_ shown: Int) -> Int {
    guard let selected = state.selectedLane, let now = sweep.order.firstIndex(of: selected) else {
      return 0
    }
    return min(max(0, now - shown / 2), max(0, sweep.order.count - shown))
  }

  /// Until a row is selected, what runs is in sight: below the best ones, where its rank is further
  /// down.
  private func pinned(_ shown: Int) -> [Int] {
    guard state.selectedLane == nil, sweep.order.count > shown else { return [] }
    var running = sweep.order.filter { place in
      state.lanes.indices.contains(place) && state.lanes[place].phase == .training
    }
    // Rows that stand among the best ones as it is.
    while let first = running.first, let rank = sweep.order.firstIndex(of: first),
      rank < shown - running.count
    {
      running.removeFirst()
    }
    return Array(running.prefix(shown / 2))
  }

  private func header(_ canvas: inout Canvas, _ rect: Rect, _ columns: [LaneColumn]) {
    var column = rect.column + Self.indent
    for entry in columns {
      let text = entry.isText ? entry.title : entry.title.padded(left: entry.width)
      let room = max(0, rect.column + rect.columns - column)
      canvas.text(text, column, rect.row, Style(.muted), width: room)
      column += entry.width + 1
    }
  }

  private func row(
    _ canvas: inout Canvas, _ rect: Rect, _ row: Int, _ place: Int, _ columns: [LaneColumn],
    hasCurve: Bool
  ) {
    let lane = state.lanes[place]
    if state.selectedLane == place {
      canvas.put("▸", rect.column + 1, row, Style(.accent, bold: true))
    }
    if hasCurve {
      canvas.put(canvas.mark(place), rect.column + 3, row, Style(.lane(place), bold: true))
    }
    var column = rect.column + Self.indent
    for entry in columns {
      let value = entry.value(lane)
      let room = max(0, rect.column + rect.columns - column)
      canvas.text(
        entry.isText ? value : value.padded(left: entry.width), column, row,
        style(entry, lane, place, hasCurve: hasCurve), width: min(entry.width, room))
      column += entry.width + 1
    }
  }

  private func style(
    _ column: LaneColumn, _ lane: LaneSnapshot, _ place: Int, hasCurve: Bool
  ) -> Style {
    guard let combination = lane.combination else { return Style() }
    if column.id == .state {
      switch combination.state {
      case .failed: return Style(.bad, bold: true)
      case .running: return Style(.lane(place), bold: true)
      case .done:
        let isNamed = combination.isBest || combination.isSimplest
        return Style(isNamed ? .good : .muted, bold: isNamed)
      case .waiting: return Style(.muted)
      }
    }
    if combination.mean == nil, lane.phase != .training { return Style(.muted) }
    return Style(bold: combination.rank == 1)
  }

  // MARK: the chosen one

  private func details(_ canvas: inout Canvas, _ rect: Rect) {
    guard let place = state.selectedLane ?? sweep.order.first,
      state.lanes.indices.contains(place), let combination = state.lanes[place].combination
    else { return }
    let lane = state.lanes[place]
    let values = zip(sweep.heads, combination.values).map { "\($0) \($1)" }.joined(separator: ", ")
    var lines = [(lane.info.name + "  " + values, Style(.lane(place), bold: true))]
    let scores = combination.scores.map { Numbers.loss($0) }.joined(separator: "  ")
    lines.append(
      ("best validation \(sweep.monitor ?? "loss") of each fold:  " + scores, Style()))
    if let mean = combination.mean {
      var text = "mean \(Numbers.loss(mean))"
      if let deviation = combination.deviation, let error = combination.standardError {
        text +=
          ", standard deviation \(Numbers.loss(deviation)), standard error \(Numbers.loss(error))"
      }
      lines.append((text, Style()))
    }
    if case .failed(let fold, let reason) = combination.state {
      let text = "failed in fold \(fold): \(reason)"
      for line in Wrapping.lines(text, width: max(1, rect.columns - 6), limit: 2) {
        lines.append((line, Style(.bad)))
      }
    }
    for (offset, (text, style)) in lines.prefix(max(0, rect.rows - 1)).enumerated() {
      canvas.text(
        text, rect.column + 3, rect.row + 1 + offset, style, width: max(0, rect.columns - 4))
    }
  }
}
