import Telemetry

extension PaneID {
  package static let positions = PaneID("Positions")
}

/// The validation loss at each place in a sequence: it shows where memory ends.
package struct PositionsPane: Pane {
  package let id = PaneID.positions
  package let key: Character = "P"
  package let help = [
    "The validation loss by place in the sequence, for data with a loss at every step: the mean",
    "over all sequences at t=1, t=2 and so on (pairs: at the first, second token of the answer,",
    "given the tokens before it). A loss that rises with t: the network forgets. One that falls:",
    "it needs context.",
    "┄ the trivial predictor over all places. [ and ] choose the lane.",
  ]

  package init() {}

  package func isAvailable(_ state: State) -> Bool { !Self.lanes(state).isEmpty }

  package func whyUnavailable(_ state: State) -> String {
    state.info?.lossAtEveryStep == false
      ? "these data have one loss per sequence" : "no validation yet"
  }

  private static func lanes(_ state: State) -> [Int] {
    state.lanes.indices.filter { lane in
      state.lanes[lane].phase != .off
        && state.lanes[lane].lossByPosition?.losses.contains(where: \.isFinite) == true
    }
  }

  /// The plot's range, which contains the curves.
  private struct Range {
    let steps: Int
    let high: Double

    func y(_ value: Double, height: Int) -> Int {
      WholeNumber.of((1 - value / high) * Double(height - 1), in: 0...max(0, height - 1))
    }
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    let lanes = Self.lanes(state)
    let inner = canvas.frame(
      rect, key: key,
      title: "Positions · validation loss by "
        + (state.exampleCount > 0 ? "token of the answer" : "place in the sequence"),
      right: state.info?.lossName ?? "", focused: context.isFocused)
    var body = inner.inset(columns: 1, rows: 0)
    guard body.rows >= 3, body.columns >= 20, !lanes.isEmpty else { return }
    let foot = body.takeBottom(1)
    let axis = body.takeBottom(1)
    let labels = body.takeLeft(8)
    let curves = lanes.compactMap { state.lanes[$0].lossByPosition }
    let baseline = state.info?.baselineLoss.map { Double($0) }
    let finite = curves.flatMap(\.losses).filter(\.isFinite).map { Double($0) }
    let top = max(finite.max() ?? 1, 0)
    let range = Range(
      steps: min(max(2, curves.map(\.timeSteps).max() ?? 2), 1 << 30),
      high: Ticks.roundEnd(max(top, baseline.map { $0 <= 3 * top ? $0 : top } ?? top)))
    legend(lanes, state, range, &canvas, foot)
    var plot = DotPlot(body)
    var phase = 0
    if let baseline, baseline <= range.high {
      let y = range.y(baseline, height: plot.height)
      plot.line(
        0, y, plot.width - 1, y, DotPlot.Pen(.muted, ascii: "-"), dashed: true, phase: &phase)
    }
    plot.lay(
      zip(lanes, curves).map { lane, curve in
        var layer = DotPlot(body)
        draw(
          curve, lane, seat: state.seat(lane), range, isStrong: lane == state.selectedLane, &layer)
        return layer
      }, top: state.selectedLane.flatMap { lanes.firstIndex(of: $0) })
    plot.draw(into: &canvas)
    ticks(range, &canvas, labels, height: plot.height)
    times(range, &canvas, axis, left: body.column, width: body.columns)
  }

  private func draw(
    _ curve: LossByPosition, _ lane: Int, seat: Int, _ range: Range, isStrong: Bool,
    _ plot: inout DotPlot
  ) {
    let pen = DotPlot.Pen(
      .lane(lane), ascii: Glyphs.asciiMarks[seat % Glyphs.asciiMarks.count],
      weight: isStrong ? .strong : .normal)
    var previous: (Int, Int)?
    var phase = 0
    for (place, loss) in curve.losses.enumerated() {
      guard loss.isFinite else {
        previous = nil
        continue
      }
      let steps = curve.steps(at: place)
      let middle = Double(steps.lowerBound + steps.upperBound - 1) / 2
      let x = WholeNumber.of(
        middle / Double(range.steps - 1) * Double(plot.width - 1), in: 0...max(0, plot.width - 1))
      let y = range.y(Double(loss), height: plot.height)
      let (oldX, oldY) = previous ?? (x, y)
      plot.line(oldX, oldY, x, y, pen, phase: &phase)
      previous = (x, y)
    }
  }

  private func ticks(_ range: Range, _ canvas: inout Canvas, _ labels: Rect, height: Int) {
    let ticks = Ticks.upTo(range.high, count: max(2, labels.rows / 3))
    let step = ticks.count >= 2 ? ticks[1] - ticks[0] : nil
    for value in ticks {
      let row = labels.row + range.y(value, height: height) / 4
      canvas.textRight(
        Ticks.label(value, step: step), end: labels.column + labels.columns - 2, row, Style(.muted),
        width: labels.columns - 2)
      canvas.put("┤", labels.column + labels.columns - 1, row, Style(.muted))
    }
  }

  private func times(_ range: Range, _ canvas: inout Canvas, _ row: Rect, left: Int, width: Int) {
    canvas.text("t=1", left, row.row, Style(.muted), width: width)
    let last = "t=\(range.steps)"
    guard width > last.utf8.count + 30 else { return }
    canvas.textRight(last, end: left + width, row.row, Style(.muted))
    let middle = (range.steps + 1) / 2
    canvas.text(
      "t=\(middle)", left + (middle - 1) * (width - 1) / (range.steps - 1), row.row,
      Style(.muted))
  }

  /// "● rnn 0.02 at t=1, 0.61 at t=40   ┄ predictor 0.69".
  private func legend(
    _ lanes: [Int], _ state: State, _ range: Range, _ canvas: inout Canvas, _ row: Rect
  ) {
    var column = row.column
    let end = row.column + row.columns
    for lane in lanes {
      guard let curve = state.lanes[lane].lossByPosition,
        let first = curve.losses.firstIndex(where: \.isFinite),
        let last = curve.losses.lastIndex(where: \.isFinite)
      else { continue }
      let name = state.lanes[lane].info.name
      let numbers = " \(place(first, curve))\(middle(curve, first, last)), \(place(last, curve))"
      guard column + 2 + TextWidth.of(name) <= end else { break }
      canvas.put(canvas.mark(lane), column, row.row, Style(.lane(lane), bold: true))
      column += 2 + canvas.text(name, column + 2, row.row, Style(.lane(lane), bold: true))
      if column + TextWidth.of(numbers) <= end {
        column += canvas.text(numbers, column, row.row, Style(.muted))
      }
      column += 3
    }
    guard let loss = state.info?.baselineLoss else { return }
    let isAbove = Double(loss) > range.high
    let text = (isAbove ? "↑ " : "┄ ") + "predictor \(Numbers.loss(loss))"
    if column + TextWidth.of(text) <= end { canvas.text(text, column, row.row, Style(.muted)) }
  }

  /// ", 2.4 at t=9": the largest, if it is between the ends.
  private func middle(_ curve: LossByPosition, _ first: Int, _ last: Int) -> String {
    let finite = curve.losses.indices.filter { curve.losses[$0].isFinite }
    guard let largest = finite.max(by: { curve.losses[$0] < curve.losses[$1] }), largest != first,
      largest != last
    else { return "" }
    return ", \(place(largest, curve))"
  }

  private func place(_ place: Int, _ curve: LossByPosition) -> String {
    "\(Numbers.loss(curve.losses[place])) at t=\(curve.steps(at: place).lowerBound + 1)"
  }
}
