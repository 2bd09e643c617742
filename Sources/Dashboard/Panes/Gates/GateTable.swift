import Telemetry

/// A row for every gate of every layer and lane, and one for the layer's state h.
package struct GateTable {
  package let state: State
  /// A blank row between layers, if everything still fits.
  package let isAiry: Bool

  package static let headRows = 1

  package struct Line: Equatable {
    var lane: Int
    var layer: LayerSnapshot
    /// The gate; nil: the row of the state h.
    var gate: GateSnapshot?
    /// True if it shows the lane's name, and the layer's.
    var isFirstOfLane: Bool
    var isFirstOfLayer: Bool
  }

  package static func lines(_ state: State) -> [Line] {
    var lines: [Line] = []
    for (index, lane) in state.lanes.enumerated() where lane.phase != .off {
      for (place, layer) in lane.layers.enumerated() {
        let rows: [GateSnapshot?] = layer.gates.map { $0 } + [nil]
        for (i, gate) in rows.enumerated() {
          lines.append(
            Line(
              lane: index, layer: layer, gate: gate, isFirstOfLane: i == 0 && place == 0,
              isFirstOfLayer: i == 0))
        }
      }
    }
    return lines
  }

  /// Where the columns start, from the left edge.
  private struct Columns {
    var layer = 0
    var layerWidth = 0
    var gate = 0
    var gateWidth = 0
    var bar = 0
    var barWidth = 0
    var mean = 0
    var words = 0

    static let meanWidth = 4

    init(_ lines: [Line], _ state: State, width: Int) {
      let names = state.lanes.map { TextWidth.of($0.info.name) }.max() ?? 4
      layer = 2 + min(10, max(4, names)) + 1
      let hasLayers = lines.contains {
        $0.layer.layer > 0 || $0.layer.isReverse || $0.layer.part != nil
      }
      layerWidth = hasLayers ? lines.map { GateTable.layer($0.layer).utf8.count }.max() ?? 0 : 0
      gate = layer + (hasLayers ? layerWidth + 1 : 0)
      gateWidth = lines.map { TextWidth.of(GateTable.name($0)) }.max() ?? 8
      bar = gate + gateWidth + 1
      // Words take what they need, the bar the rest, in tens so that its ticks are at tenths.
      let rest = width - bar - 2 - Self.meanWidth
      let wanted = rest - 27 >= 20 ? rest - 27 : rest - 18 >= 10 ? rest - 18 : min(10, rest)
      barWidth = max(0, wanted >= 10 ? min(wanted / 10 * 10, 60) : wanted)
      mean = bar + barWidth + 1
      words = mean + Self.meanWidth + 2
    }
  }

  /// "layer 1", "encoder 1 back".
  private static func layer(_ layer: LayerSnapshot) -> String {
    "\(layer.part ?? "layer") \(layer.layer + 1)" + (layer.isReverse ? " back" : "")
  }

  /// "forget f", "state h".
  private static func name(_ line: Line) -> String {
    line.gate.map { "\($0.name) \($0.letter)" } ?? "state h"
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    let lines = Self.lines(state)
    guard rect.columns >= 20, rect.rows > Self.headRows, !lines.isEmpty else { return }
    let columns = Columns(lines, state, width: rect.columns)
    var body = rect
    head(&canvas, body.takeTop(Self.headRows), columns)
    let groups = lines.count { $0.isFirstOfLayer }
    let gap = isAiry && body.rows >= lines.count + groups - 1 ? 1 : 0
    let shown = gap > 0 ? lines.count : body.rows
    let first = min(max(0, state.gateScroll), max(0, lines.count - shown))
    var row = body.row
    for (offset, line) in lines.dropFirst(first).enumerated() {
      if offset > 0, line.isFirstOfLayer { row += gap }
      guard row < body.row + body.rows else { return }
      draw(
        line, isTop: offset == 0, columns, &canvas,
        Rect(
          column: rect.column, row: row, columns: rect.columns, rows: 1))
      row += 1
    }
  }

  /// The axis of the bars: shares of the values.
  private func head(_ canvas: inout Canvas, _ rect: Rect, _ columns: Columns) {
    guard columns.barWidth >= 10 else { return }
    let start = rect.column + columns.bar
    let end = rect.column + rect.columns
    canvas.text("0", start, rect.row, Style(.muted), width: max(0, end - start))
    let middle = start + columns.barWidth / 2
    if columns.barWidth >= 20 {
      canvas.text("50%", middle - 1, rect.row, Style(.muted), width: max(0, end - middle + 1))
    }
    canvas.textRight("100%", end: min(end, start + columns.barWidth), rect.row, Style(.muted))
    let mean = rect.column + columns.mean
    canvas.text("mean", mean, rect.row, Style(.muted), width: max(0, end - mean))
  }

  private func draw(
    _ line: Line, isTop: Bool, _ columns: Columns, _ canvas: inout Canvas, _ rect: Rect
  ) {
    let end = rect.column + rect.columns
    func text(_ text: String, at offset: Int, _ style: Style, width: Int = Int.max) {
      let start = rect.column + offset
      canvas.text(text, start, rect.row, style, width: max(0, min(width, end - start)))
    }
    if line.isFirstOfLane || isTop {
      let isSelected = state.selectedLane == line.lane
      canvas.put(
        canvas.mark(line.lane), rect.column, rect.row, Style(.lane(line.lane), bold: true))
      text(
        state.lanes[line.lane].info.name, at: 2,
        Style(.lane(line.lane), bold: true, underline: isSelected), width: columns.layer - 3)
    }
    if columns.layerWidth > 0, line.isFirstOfLayer || isTop {
      text(Self.layer(line.layer), at: columns.layer, Style(), width: columns.layerWidth)
    }
    text(Self.name(line), at: columns.gate, Style(), width: columns.gateWidth)
    if let gate = line.gate {
      bar(gate, line.lane, columns, &canvas, rect)
      text(Numbers.fixed(Double(gate.mean), 2), at: columns.mean, Style(), width: Columns.meanWidth)
      let words = GateWords.text(gate, width: rect.columns - columns.words)
      let state = GateWords(gate)
      text(
        words, at: columns.words,
        Style(state == .notFinite ? .bad : .standard, bold: state == .open))
    } else {
      stateRow(line, columns, &canvas, rect)
    }
  }

  /// Closed, between and open, from left to right; non-zero shares show at least a trace.
  private func bar(
    _ gate: GateSnapshot, _ lane: Int, _ columns: Columns, _ canvas: inout Canvas, _ rect: Rect
  ) {
    let width = min(columns.barWidth, rect.columns - columns.bar)
    guard width > 0, gate.closed.isFinite, gate.open.isFinite else { return }
    func cells(_ share: Float) -> Int {
      share > 0 ? max(1, WholeNumber.rounded(Double(min(share, 1)) * Double(width))) : 0
    }
    let closed = min(cells(gate.closed), width)
    let open = min(cells(gate.open), width - closed)
    for i in 0..<width {
      let column = rect.column + columns.bar + i
      if i < closed {
        canvas.put("░", column, rect.row, Style(.muted))
      } else {
        canvas.put(i < width - open ? "▒" : "█", column, rect.row, Style(.lane(lane)))
      }
    }
  }

  /// "▆▆▆·······  31% saturated, 3 of 64 dead".
  private func stateRow(
    _ line: Line, _ columns: Columns, _ canvas: inout Canvas, _ rect: Rect
  ) {
    let width = min(columns.barWidth, rect.columns - columns.bar)
    let share = line.layer.saturatedStates.flatMap { $0.isFinite ? Double($0) : nil }
    if width > 0, let share {
      let filled = share > 0 ? max(1, WholeNumber.rounded(min(share, 1) * Double(width))) : 0
      for i in 0..<width {
        canvas.put(
          i < filled ? "▆" : "·", rect.column + columns.bar + i, rect.row,
          i < filled ? Style(.lane(line.lane)) : Style(.muted))
      }
    }
    let (dead, units) = (line.layer.deadUnits, line.layer.units)
    let percent = share.map { Numbers.percent(Float($0)).padded(left: 4) }
    if let percent {
      canvas.text(
        percent, rect.column + columns.mean, rect.row,
        width: max(0, min(4, rect.columns - columns.mean)))
    }
    let deadText = "\(dead) of \(units) dead"
    let texts = [percent == nil ? deadText : "saturated, " + deadText, deadText, "\(dead) dead"]
    let room = max(0, rect.columns - columns.words)
    guard let text = texts.first(where: { TextWidth.of($0) <= room }) else { return }
    let ink: Ink = dead == 0 ? .muted : dead * 2 >= units ? .bad : .warning
    canvas.text(
      text, rect.column + columns.words, rect.row, Style(ink, bold: ink == .bad), width: room)
  }
}
