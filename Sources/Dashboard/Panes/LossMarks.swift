import Telemetry

/// What stands over the curves: best points, interventions, ends, and the trivial predictor's name.
package struct LossMarks {
  package let state: State
  package let window: LossWindow
  /// The row over the plot for the vertical lines' names; nil where they stand in the plot.
  package let names: Int?

  package func draw(into canvas: inout Canvas, _ plot: DotPlot) {
    if canvas.colors == .none { repeatMarks(&canvas) }
    verticalLines(&canvas, plot)
    bestPoints(&canvas)
    baselineLabel(&canvas)
  }

  private func x(step: Int, seconds: Double, of lane: LaneSnapshot) -> Double {
    state.timeView.x(step: step, seconds: seconds, stepsPerEpoch: state.stepsPerEpoch(lane))
  }

  private func cell(_ x: Double, _ value: Double) -> (Int, Int)? {
    guard window.time.contains(x), let y = window.dotY(value) else { return nil }
    return (window.rect.column + window.dotX(x) / 2, window.rect.row + y / 4)
  }

  private func bestPoints(_ canvas: inout Canvas) {
    var taken: Set<[Int]> = []
    for index in state.drawingOrder {
      let lane = state.lanes[index]
      guard let loss = lane.bestLoss, let step = lane.bestStep, loss.isFinite else { continue }
      let bucket = lane.validationCurve.buckets.first { $0.lastStep >= step }
      let seconds = bucket?.seconds ?? 0
      guard let (column, row) = cell(x(step: step, seconds: seconds, of: lane), Double(loss)) else {
        continue
      }
      let style = Style(.lane(index), bold: true, reverse: canvas.colors == .none)
      // Lanes whose best points coincide stand beside each other.
      let free = (0..<4).map { column - $0 }.first { !taken.contains([$0, row]) } ?? column
      let place = max(window.rect.column, free)
      taken.insert([place, row])
      canvas.put(Glyphs.mark(index), place, row, style)
    }
  }

  /// Without colours a curve carries its mark every 16 columns, shifted from lane to lane.
  private func repeatMarks(_ canvas: inout Canvas) {
    for index in state.drawingOrder.sorted() {
      let lane = state.lanes[index]
      var smoothing = Smoothing(weight: state.timeView.smoothing)
      var next = window.rect.column + 3 + index * 5
      for bucket in lane.trainCurve.buckets {
        let mean = smoothing.next(Double(bucket.mean), values: bucket.count)
        let place = x(step: bucket.lastStep, seconds: bucket.seconds, of: lane)
        guard bucket.count > 0, let (column, row) = cell(place, mean), column >= next else {
          continue
        }
        canvas.put(Glyphs.mark(index), column, row, Style(bold: true))
        next = column + 16
      }
    }
  }

  // MARK: vertical lines

  private struct Line {
    var column: Int
    var label: String
    var lanes: [Int]
    var ink: Ink
  }

  private func lines() -> [Line] {
    var lines: [Line] = []
    func add(_ place: Double, _ label: String, _ lane: Int, _ ink: Ink) {
      guard window.time.contains(place) else { return }
      let column = window.rect.column + window.dotX(place) / 2
      if let same = lines.firstIndex(where: { $0.column == column && $0.label == label }) {
        lines[same].lanes.append(lane)
      } else {
        lines.append(Line(column: column, label: label, lanes: [lane], ink: ink))
      }
    }
    for (index, lane) in state.lanes.enumerated() where lane.phase != .off {
      for intervention in lane.interventions.suffix(200) {
        let place = x(step: intervention.step, seconds: intervention.seconds, of: lane)
        add(place, intervention.label, index, .standard)
      }
      let end = lane.trainCurve.buckets.last?.seconds ?? 0
      switch lane.phase {
      case .stoppedEarly(_, let step, _):
        add(x(step: step, seconds: end, of: lane), "stopped", index, .lane(index))
      case .diverged(let step, _, _, _):
        add(x(step: step, seconds: end, of: lane), "diverged", index, .bad)
      default: break
      }
    }
    return lines
  }

  /// The newest name has the first claim on a place; one that finds none is left out, its line stays.
  private func verticalLines(_ canvas: inout Canvas, _ plot: DotPlot) {
    var taken: [Range<Int>] = []
    let lines = lines().sorted { $0.column > $1.column }
    for line in lines { name(line, &canvas, &taken) }
    let rect = window.rect
    for line in lines {
      for row in 0..<rect.rows
      where plot.isBlank(column: line.column - rect.column, row: row)
        && canvas.isBlank(line.column, rect.row + row)
      {
        canvas.put("┆", line.column, rect.row + row, Style(line.ink))
      }
    }
  }

  private func name(_ line: Line, _ canvas: inout Canvas, _ taken: inout [Range<Int>]) {
    let rect = window.rect
    guard rect.rows >= 3 else { return }
    let running = state.lanes.count { $0.phase != .off }
    let isCommon = line.lanes.count == running && running > 1
    let marks = isCommon ? "" : String(String.UnicodeScalarView(line.lanes.map(Glyphs.mark))) + " "
    let label = marks + line.label
    let width = min(TextWidth.of(label), rect.columns)
    var start = min(max(rect.column, line.column - width / 2), rect.column + rect.columns - width)
    // To the left of what stands there already, but not far from its line.
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

  // MARK: the trivial predictor

  /// Its name stands just above or below its line, where no curve runs.
  private func baselineLabel(_ canvas: inout Canvas) {
    guard let info = state.info, let loss = info.baselineLoss, let y = window.dotY(Double(loss))
    else { return }
    let rect = window.rect
    let label = info.baselineName + " " + Numbers.loss(loss)
    let width = TextWidth.of(label)
    let line = rect.row + y / 4
    guard width + 2 <= rect.columns else { return }
    for row in [line - 1, line + 1] where row >= rect.row && row < rect.row + rect.rows {
      for start in stride(from: rect.column + rect.columns - width, through: rect.column, by: -4) {
        let isFree = (start - 1...start + width).allSatisfy {
          $0 < rect.column || canvas.isBlank($0, row) || $0 >= rect.column + rect.columns
        }
        if isFree {
          canvas.text(label, start, row, Style(.muted))
          return
        }
      }
    }
  }
}
