import Telemetry

/// The names of the curves at the right edge, each at the height where its curve ends.
package struct LossLabels {
  package let state: State
  package let window: LossWindow
  package let rect: Rect

  private struct Label {
    var row: Int
    /// The dot row of the curve's end: labels keep the order of their curves.
    var y: Int
    var text: String
    var style: Style
    /// The arrow, if the curve ends outside the plot.
    var arrow: Unicode.Scalar?
  }

  /// Columns that the labels need; 0 if the plot cannot spare them.
  package static func width(_ state: State, of columns: Int) -> Int {
    let names = state.drawingOrder.map { name(of: state.lanes[$0]) }
    // Arrow, mark, name, "val", a number of six columns, and a blank.
    let full = 15 + (names.map { TextWidth.of($0) }.max() ?? 0)
    return [full, full - 4, 10].first { 2 * (columns - $0) >= 3 * $0 && columns - $0 >= 24 } ?? 0
  }

  private static func name(of lane: LaneSnapshot) -> String { lane.info.name.shortened(to: 12) }

  package func draw(into canvas: inout Canvas) {
    guard rect.columns > 0, rect.rows > 0 else { return }
    var labels = spread(window.lanes.compactMap(ofMain))
    let hidden = labels.count - rect.rows
    if hidden > 0 {
      labels = Array(labels.prefix(rect.rows))
      let last = labels.count - 1
      labels[last].text = "+\(hidden + 1) more"
      (labels[last].style, labels[last].arrow) = (Style(.muted), nil)
    }
    for label in labels { put(label, &canvas) }
    for lane in window.lanes {
      // Training labels only if nothing has to move for them.
      for label in [ofEarlier(lane), ofTrain(lane), ofGap(lane)].compactMap({ $0 })
      where !labels.contains(where: { $0.row == label.row }) {
        labels.append(label)
        put(label, &canvas)
      }
    }
  }

  private func put(_ label: Label, _ canvas: inout Canvas) {
    if let arrow = label.arrow { canvas.put(arrow, rect.column, label.row, label.style) }
    canvas.text(
      label.text.shortened(to: rect.columns - 1), rect.column + 1, label.row, label.style)
  }

  // MARK: texts

  private func ofMain(_ traces: LaneTraces) -> Label? {
    let lane = state.lanes[traces.lane]
    let isValidated = !traces.validation.points.isEmpty
    guard let end = traces.main.points.last, let (row, y, arrow) = place(end.value)
    else { return nil }
    let start = "\(state.mark(traces.lane)) \(Self.name(of: lane))"
    let value = Numbers.loss(Float(end.value))
    // The longest text that fits.
    var texts = [
      "\(start) \(isValidated ? "val" : "train") \(value)", "\(start) \(value)",
      "\(state.mark(traces.lane)) \(value)",
    ]
    if case .diverged = lane.phase { texts = ["\(start) diverged", start] }
    let text = texts.first { fits($0) } ?? String(state.mark(traces.lane))
    return Label(
      row: row, y: y, text: text, style: Style(.lane(traces.lane), bold: true), arrow: arrow)
  }

  private func fits(_ text: String) -> Bool { TextWidth.of(text) + 2 <= rect.columns }

  /// If validation has the main label, and the training curve ends in the plot.
  private func ofTrain(_ traces: LaneTraces) -> Label? {
    guard !traces.validation.points.isEmpty, let end = traces.train.points.last,
      let (row, y, arrow) = place(end.value), arrow == nil
    else { return nil }
    let text = "\(state.mark(traces.lane)) train"
    return Label(row: row, y: y, text: text, style: Style(.lane(traces.lane), dim: true))
  }

  private func ofEarlier(_ traces: LaneTraces) -> Label? {
    guard let earlier = traces.earlier,
      let end = earlier.validation.points.last ?? earlier.train.points.last,
      let (row, y, arrow) = place(end.value)
    else { return nil }
    let text = "\(state.mark(traces.lane)) before"
    return Label(row: row, y: y, text: text, style: Style(.muted), arrow: arrow)
  }

  /// In the middle of the area, if it is several rows high.
  private func ofGap(_ traces: LaneTraces) -> Label? {
    guard let upper = traces.validation.points.last, let lower = traces.plain.points.last,
      let top = window.axis.dotY(upper.value), let bottom = window.axis.dotY(lower.value),
      bottom - top >= 8, top >= 0, bottom < window.height
    else { return nil }
    let text = "\(state.mark(traces.lane)) gap \(Numbers.short(Float(upper.value - lower.value)))"
    guard fits(text) else { return nil }
    return Label(
      row: rect.row + (top + bottom) / 8, y: top, text: text, style: Style(.lane(traces.lane)))
  }

  private func place(_ value: Double) -> (row: Int, y: Int, arrow: Unicode.Scalar?)? {
    guard let y = window.axis.dotY(value) else { return nil }
    if y < 0 { return (rect.row, y, "↑") }
    if y >= window.height { return (rect.row + rect.rows - 1, y, "↓") }
    return (rect.row + y / 4, y, nil)
  }

  /// One label per row: labels for the same row move apart as little as possible.
  private func spread(_ labels: [Label]) -> [Label] {
    var sorted = labels.enumerated().sorted { ($0.1.y, $0.0) < ($1.1.y, $1.0) }.map(\.element)
    for i in sorted.indices.dropFirst() {
      sorted[i].row = max(sorted[i].row, sorted[i - 1].row + 1)
    }
    var limit = rect.row + rect.rows - 1
    for i in sorted.indices.reversed() {
      sorted[i].row = min(sorted[i].row, limit)
      limit = sorted[i].row - 1
    }
    if let first = sorted.first, first.row < rect.row {
      for i in sorted.indices { sorted[i].row = rect.row + i }
    }
    return sorted
  }
}
