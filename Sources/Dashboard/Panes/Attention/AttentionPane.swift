import Telemetry

extension PaneID {
  package static let attention = PaneID("Attention")
}

/// Where attention looks: a map of its weights, queries down, time steps across.
package struct AttentionPane: Pane {
  package let id = PaneID.attention
  package let key: Character = "A"
  package let help = [
    "Attention weights as a map: each row is one query, and its weights add up to 1. Columns are",
    "the time steps, the oldest on the left; a query may not look at blank places.",
    "A row is one validation sequence, seen from its last step, or one time step of a sequence",
    "(the title says which). A bright column is a step that many queries look at. ▾: a step that",
    "decides the answer, if the task knows which. [ and ] choose the lane.",
    "For pairs: for one validation example, where the decoder looked in the source (across) for",
    "each token of its answer (down); arrows choose another. A lane that has learned to align",
    "looks at one place per row.",
  ]

  /// The scale of log10 weights: from a thousandth to 1.
  private static let scale = ShadeScale(low: -3, high: 0)

  package init() {}

  package func isAvailable(_ state: State) -> Bool {
    Self.shownLane(state) != nil || !AlignmentsView(state: state).lanes.isEmpty
  }

  package func move(_ state: inout State, dx: Int, dy: Int, in rect: Rect?) {
    state.moveExample(dx: dx, dy: dy)
  }

  package func arrows(_ state: State) -> String? { state.exampleCount > 1 ? "example" : nil }

  package func whyUnavailable(_ state: State) -> String {
    "no model with attention was validated (model.attention, model.decoder.attention)"
  }

  /// The selected lane, else the one with the best validation among those with attention.
  private static func shownLane(_ state: State) -> Int? {
    let attending = state.lanes.indices.filter {
      state.lanes[$0].phase != .off && state.lanes[$0].attention.map(isWhole) == true
    }
    if let selected = state.selectedLane, attending.contains(selected) { return selected }
    return LaneBest.first(attending, of: state.lanes)
  }

  private static func isWhole(_ attention: AttentionSnapshot) -> Bool {
    let (rows, columns) = (attention.rowCount, attention.columns)
    guard rows > 0, columns > 0, rows <= 1 << 20, columns <= 1 << 20 else { return false }
    return attention.weights.count == rows * columns
      && attention.marks.map { $0.isMarked.count == rows * columns } ?? true
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    let alignments = AlignmentsView(state: state)
    if !alignments.lanes.isEmpty { return alignments.draw(self, into: &canvas, rect, context) }
    guard let lane = Self.shownLane(state), let attention = state.lanes[lane].attention else {
      _ = canvas.frame(rect, key: key, title: id.name, focused: context.isFocused)
      return
    }
    let legend = Self.scale.legendWidth(canvas)
    let isShort = rect.columns < 98
    let rows =
      switch attention.rows {
      case .sequences:
        "a row is a validation sequence" + (isShort ? "" : ", seen from its last step")
      case .timeSteps: "a row is a time step" + (isShort ? "" : " of one validation sequence")
      }
    let inner = canvas.frame(
      rect, key: key, title: "Attention · " + rows, right: "log10 weight",
      focused: context.isFocused,
      reserve: legend + 1)
    if rect.columns > legend + 16, rect.rows >= 2 {
      Self.scale.legend(into: &canvas, end: rect.column + rect.columns - 2, rect.row)
    }
    var body = inner.inset(columns: 1, rows: 0)
    guard body.columns >= 4, body.rows >= 1 else { return }
    let footer = body.takeBottom(body.rows >= 4 ? 1 : 0)
    let axis = body.takeBottom(body.rows >= 2 ? 1 : 0)
    let labels = body.takeLeft(body.columns >= 30 ? 7 : 0)
    AttentionMap(attention: attention, scale: Self.scale).draw(
      into: &canvas, body, labels: labels, hasAxis: axis.rows > 0)
    if footer.rows > 0 { summary(attention, lane, state, &canvas, footer) }
  }

  /// "■ gru, step 1 800: 0.83 on the marked steps ▾; the largest weight is 0.41, at t=37", shorter
  /// if that does not fit.
  private func summary(
    _ attention: AttentionSnapshot, _ lane: Int, _ state: State, _ canvas: inout Canvas, _ row: Rect
  ) {
    let end = row.column + row.columns
    canvas.put(canvas.mark(lane), row.column, row.row, Style(.lane(lane), bold: true))
    var column = row.column + 2
    column += canvas.text(
      state.lanes[lane].info.name, column, row.row, Style(.lane(lane), bold: true),
      width: max(0, end - column))
    var parts: [String] = []
    if let marks = attention.marks {
      parts.append("\(Numbers.fixed(Double(marks.weight), 2)) on the marked steps ▾")
    }
    let finite = attention.weights.indices.filter { attention.weights[$0].isFinite }
    if let most = finite.max(by: { attention.weights[$0] < attention.weights[$1] }) {
      let weight = Numbers.fixed(Double(attention.weights[most]), 2)
      let steps = AttentionMap.steps(of: most % attention.columns, attention)
      parts.append("the largest weight is \(weight), at \(steps)")
    }
    func joined() -> String {
      ", step \(Numbers.grouped(attention.step))" + (parts.isEmpty ? "" : ": ")
        + parts.joined(separator: "; ")
    }
    while parts.count > 1, column + TextWidth.of(joined()) > end { parts.removeLast() }
    let text = joined().shortened(to: max(0, end - column))
    canvas.text(text, column, row.row, Style(.muted), width: max(0, end - column))
  }
}
