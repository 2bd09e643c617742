import Telemetry

extension PaneID {
  package static let layers = PaneID("Layers")
}

/// How every parameter tensor learns: its gradient norms, and the size of its updates relative to
/// its weights.
package struct LayersPane: Pane {
  package let id = PaneID.layers
  package let key: Character = "W"
  package let help = [
    "One row per tensor. The bars are a histogram of its latest gradient norms, on one log10 axis",
    "for all; |g| is the newest norm. Layers near the inputs with much smaller norms learn slowly.",
    "update/weight: norm of one update divided by the norm of the weights, as log10. About -3 is",
    "good; far below, a tensor hardly moves (raise the rate), far above, it jumps about.",
    "Up and down choose a tensor, left and right or [ and ] the lane; * shows lanes side by side.",
  ]

  package init() {}

  package var usesDiagnostics: Bool { true }

  package func isAvailable(_ state: State) -> Bool {
    state.lanes.contains { $0.phase != .off && !$0.tensors.isEmpty }
  }

  package func whyUnavailable(_ state: State) -> String {
    "no tensor measured yet"
  }

  package func move(_ state: inout State, dx: Int, dy: Int, in rect: Rect?) {
    if dx != 0 { state.selectLane(by: dx) }
    let most = Self.lanes(state).map { state.lanes[$0].tensors.count }.max() ?? 0
    state.tensorCursor = min(max(0, min(state.tensorCursor, most - 1) + dy), max(0, most - 1))
  }

  package func arrows(_ state: State) -> String? { "tensor" }

  /// Rows of all tensors without scrolling, with headings and titles.
  package static func rows(_ state: State) -> Int {
    let lists = lanes(state).map { TensorTable.lines(state.lanes[$0].tensors).count }
    return TensorTable.headRows + (lists.max() ?? 0)
  }

  /// The lanes with something to show.
  private static func lanes(_ state: State) -> [Int] {
    state.lanes.indices.filter { state.lanes[$0].phase != .off && !state.lanes[$0].tensors.isEmpty }
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    let picture = Picture(state, width: rect.columns - 4)
    var title = "Layers · "
    if context.isFullScreen, picture.lanes.count == 1, let lane = picture.lanes.first {
      title += state.lanes[lane].info.name + " · "
    }
    title += "gradient and update of every tensor"
    let lanes = picture.lanes.map { state.lanes[$0] }
    let cost = context.isFullScreen ? DiagnosticsShare.percent(lanes) : nil
    let inner = canvas.frame(
      rect, key: key, title: title, right: cost.map(DiagnosticsShare.sentence) ?? "",
      shorter: cost.map { "diagnostics " + $0 } ?? "", focused: context.isFocused)
    guard let shown = picture.lanes.first, inner.columns >= 16 else { return }
    var body = inner.inset(columns: 1, rows: 0)
    let cursor = context.isFullScreen ? max(0, state.tensorCursor) : nil
    if let cursor, inner.rows >= TensorTable.headRows + 5 + lanes.count {
      let lines = picture.lanes.compactMap { lane in
        let last = state.lanes[lane].tensors.count - 1
        return last >= 0 ? (lane, state.lanes[lane].tensors[min(cursor, last)]) : nil
      }
      let most = Self.rows(state) + (state.lanes[shown].tensors.count * (TensorTable.tallest - 1))
      let rows = min(most + 1, body.rows - lines.count - 1)
      var rest = body
      body = rest.takeTop(rows)
      details(lines, state, &canvas, rest.takeTop(lines.count + 1))
    }
    for (place, lane) in picture.places(body) {
      let count = state.lanes[lane].tensors.count
      TensorTable(
        lane: state.lanes[lane], index: lane, cursor: cursor.map { min($0, count - 1) },
        axis: picture.axis,
        showsNames: !picture.sharesNames || lane == shown
      ).draw(into: &canvas, place)
    }
  }

  /// Details of the chosen tensor, one line per lane.
  private func details(
    _ lines: [(lane: Int, tensor: TensorSnapshot)], _ state: State, _ canvas: inout Canvas,
    _ rect: Rect
  ) {
    for column in rect.column..<rect.column + rect.columns {
      canvas.put("─", column, rect.row, Style(.muted))
    }
    for (i, line) in lines.enumerated() where i + 1 < rect.rows {
      let row = rect.row + 1 + i
      canvas.put(canvas.mark(line.lane), rect.column, row, Style(.lane(line.lane), bold: true))
      let texts = Self.sentences(line.tensor)
      let width = max(0, rect.columns - 2)
      let text = texts.first { TextWidth.of($0) <= width } ?? texts.last ?? ""
      canvas.text(text, rect.column + 2, row, width: width)
    }
  }

  /// "rnn.weight_hh_l0, 256×64, recurrent: gradient 0.012, weights 8.02, update 0.0081, good".
  private static func sentences(_ tensor: TensorSnapshot) -> [String] {
    let name = tensor.name + ", " + TensorName.shape(tensor.shape)
    let role = TensorName.role(tensor.name)
    let ratio = UpdateRatio(tensor)
    var numbers =
      "weights \(Numbers.short(tensor.weightNorm)), update \(Numbers.short(tensor.updateNorm))"
    if let value = tensor.updateRatio { numbers += ", ratio " + Numbers.short(value) }
    let word = ratio.word.isEmpty ? "" : ": " + ratio.word
    let gradient = "gradient \(Numbers.short(tensor.gradientNorm)), "
    let long = name + (role.isEmpty ? "" : ", " + role)
    return [
      long + " · " + gradient + numbers + word, name + " · " + gradient + numbers + word,
      name + " · " + numbers + word, name + word,
    ]
  }

  /// The shown lanes and their columns.
  private struct Picture {
    var lanes: [Int]
    let axis: NormHistogramView.Axis
    /// All shown lanes have the same tensors: the names are drawn once.
    var sharesNames = false
    private var nameWidth = 0

    private static let gap = 3

    /// All lanes if none is selected and they fit, else the selected or first one.
    init(_ state: State, width: Int) {
      let running = LayersPane.lanes(state)
      let histograms = running.flatMap { state.lanes[$0].tensors.map(\.histogram) }
      axis = NormHistogramView.Axis(histograms)
      let one = running.contains(state.shownLane ?? -1) ? state.shownLane : running.first
      lanes = one.map { [$0] } ?? []
      guard state.selectedLane == nil, running.count > 1 else { return }
      let names = running.map { state.lanes[$0].tensors.map(\.name) }
      let areSame = names.allSatisfy { $0 == names[0] }
      let axis = axis
      let needed = running.enumerated().reduce(Self.gap * (running.count - 1)) { sum, lane in
        sum
          + TensorTable.narrowest(
            state.lanes[lane.element].tensors, axis, showsNames: !areSame || lane.offset == 0)
      }
      guard needed <= width else { return }
      (lanes, sharesNames) = (running, areSame)
      nameWidth = TensorTable.nameWidth(state.lanes[running[0]].tensors)
    }

    func places(_ rect: Rect) -> [(Rect, Int)] {
      let extra = sharesNames ? nameWidth : 0
      let room = rect.columns - extra - Self.gap * (lanes.count - 1)
      let width = room / max(1, lanes.count)
      var column = rect.column
      return lanes.enumerated().map { i, lane in
        let columns = width + (i == 0 ? extra : 0)
        defer { column += columns + Self.gap }
        return (Rect(column: column, row: rect.row, columns: columns, rows: rect.rows), lane)
      }
    }
  }
}
