import Telemetry

/// Vertical lines in the loss plot, with their names: changes, and ends of lanes.
package struct LossLines {
  package let window: LossWindow
  private let lines: [Line]
  /// Number of running lanes: a line for all of them needs no marks.
  private let running: Int

  private struct Line {
    var column: Int
    var label: String
    var lanes: [Int]
    var ink: Ink
  }

  package init(_ state: State, _ window: LossWindow) {
    self.window = window
    running = window.lanes.count
    var lines: [Line] = []
    func add(_ x: Double, _ label: String, _ lane: Int, _ ink: Ink) {
      guard let column = window.column(x) else { return }
      if let same = lines.firstIndex(where: { $0.column == column && $0.label == label }) {
        lines[same].lanes.append(lane)
        if lines[same].ink != ink { lines[same].ink = .standard }
      } else {
        lines.append(Line(column: column, label: label, lanes: [lane], ink: ink))
      }
    }
    for index in window.lanes.map(\.lane).sorted() {
      let lane = state.lanes[index]
      for intervention in lane.interventions.suffix(200) {
        let x = window.x(step: intervention.step, seconds: intervention.seconds, of: lane, state)
        add(x, intervention.label, index, .standard)
      }
      // It stays after the lane has recovered.
      for explosion in lane.explosions {
        let x = window.x(step: explosion.step, seconds: explosion.seconds, of: lane, state)
        add(x, "↑ |g| " + Numbers.norm(explosion.norm), index, .bad)
      }
      switch lane.phase {
      case .stoppedEarly(_, let step, _):
        add(window.x(step: step, of: lane, state), "stopped", index, .lane(index))
      case .diverged(let step, _, _, _):
        add(window.x(step: step, of: lane, state), "diverged", index, .bad)
      default: break
      }
    }
    self.lines = lines
  }

  /// Whether there are any lines, anywhere on the x axis.
  package static func exist(in state: State) -> Bool {
    state.lanes.contains { lane in
      switch lane.phase {
      case .stoppedEarly, .diverged: true
      case .off: false
      case .training, .finished: !lane.interventions.isEmpty || !lane.explosions.isEmpty
      }
    }
  }

  /// The newest names are placed first; a name without room is omitted, but its line stays.
  ///
  /// - Parameter names: the row above the plot for the names; nil: they are drawn in the plot.
  package func draw(into canvas: inout Canvas, names: Int?) {
    var taken: [Range<Int>] = []
    let lines = lines.sorted { $0.column > $1.column }
    for line in lines { name(line, names, &canvas, &taken) }
    for line in lines {
      for row in window.rect.row..<window.rect.row + window.rect.rows
      where canvas.isBlank(line.column, row) {
        canvas.put("┆", line.column, row, Style(line.ink))
      }
    }
  }

  private func name(
    _ line: Line, _ names: Int?, _ canvas: inout Canvas, _ taken: inout [Range<Int>]
  ) {
    let rect = window.rect
    guard rect.rows >= 3 else { return }
    let isCommon = line.lanes.count == running && running > 1
    let marks =
      isCommon ? "" : String(String.UnicodeScalarView(line.lanes.map { canvas.mark($0) })) + " "
    let label = marks + line.label
    let width = min(TextWidth.of(label), rect.columns)
    var start = min(max(rect.column, line.column - width / 2), rect.column + rect.columns - width)
    // To the left of names already there, but not far from its line.
    if let first = taken.map(\.lowerBound).min(), start + width + 1 > first {
      start = first - 1 - width
    }
    guard start >= rect.column, line.column - (start + width) < 6 else { return }
    let row =
      names
      ?? (rect.row..<rect.row + rect.rows).first { row in
        (start - 1...start + width).allSatisfy { $0 <= rect.column || canvas.isBlank($0, row) }
      }
    guard let row else { return }
    canvas.text(label, start, row, Style(line.ink, bold: true), width: width)
    taken.append(start..<start + width)
  }
}
