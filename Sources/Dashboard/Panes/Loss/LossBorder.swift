import Telemetry

/// Values outside the y axis, as arrows at the border (`↑16`), and the trivial predictor's name.
package struct LossBorder {
  package let state: State
  package let window: LossWindow

  package func draw(into canvas: inout Canvas) {
    baselineLabel(&canvas)
    for isAbove in [true, false] {
      for stretch in stretches(isAbove: isAbove) { arrow(stretch, isAbove, &canvas) }
    }
  }

  /// Columns of the plot where curves leave it, and the value farthest out.
  private struct Stretch {
    var columns: ClosedRange<Int>
    var value: Double
    /// The column of that value.
    var peak: Int
    var lanes: Set<Int>
  }

  private func stretches(isAbove: Bool) -> [Stretch] {
    var found: [Stretch] = []
    for lane in window.lanes {
      for trace in [lane.train, lane.validation] {
        for point in trace.points {
          guard let y = window.axis.dotY(point.value), isAbove ? y < 0 : y >= window.height
          else { continue }
          let column = point.x / 2
          found.append(
            Stretch(
              columns: column...column, value: point.value, peak: column, lanes: [lane.lane]))
        }
      }
    }
    found.sort { $0.columns.lowerBound < $1.columns.lowerBound }
    // Neighbouring stretches share an arrow.
    return found.reduce(into: []) { merged, next in
      guard let last = merged.last, next.columns.lowerBound - last.columns.upperBound <= 12 else {
        merged.append(next)
        return
      }
      let end = max(last.columns.upperBound, next.columns.upperBound)
      merged[merged.count - 1].columns = last.columns.lowerBound...end
      if isAbove ? next.value > last.value : next.value < last.value {
        (merged[merged.count - 1].value, merged[merged.count - 1].peak) = (next.value, next.peak)
      }
      merged[merged.count - 1].lanes.formUnion(next.lanes)
    }
  }

  private func arrow(_ stretch: Stretch, _ isAbove: Bool, _ canvas: inout Canvas) {
    let rect = window.rect
    let text = (isAbove ? "↑" : "↓") + Numbers.brief(stretch.value)
    let width = TextWidth.of(text)
    guard width < rect.columns else { return }
    let row = isAbove ? rect.row : rect.row + rect.rows - 1
    // At the nearest free place; else over the curve that leaves there.
    let last = rect.columns - width
    let ideal = min(max(0, stretch.peak - width / 2), last)
    let free = (0...6).flatMap { [ideal - $0, ideal + $0] }.first { start in
      (0...last).contains(start)
        && (start..<start + width).allSatisfy { canvas.isBlank(rect.column + $0, row) }
    }
    let ink = stretch.lanes.count == 1 ? stretch.lanes.first.map(Ink.lane) : nil
    canvas.text(text, rect.column + (free ?? ideal), row, Style(ink ?? .standard))
  }

  /// Draws the name just above or below its line, where there is no curve; at the border with an
  /// arrow if the line is outside.
  private func baselineLabel(_ canvas: inout Canvas) {
    guard let info = state.info, let loss = info.baselineLoss, let y = window.baselineY
    else { return }
    let rect = window.rect
    let (first, last) = (rect.row, rect.row + rect.rows - 1)
    var label = info.baselineName + " " + Numbers.loss(loss)
    var rows = [rect.row + y / 4 - 1, rect.row + y / 4 + 1]
    if y < 0 { (label, rows) = ("↑ " + label, [first, first + 1]) }
    if y >= window.height { (label, rows) = ("↓ " + label, [last, last - 1]) }
    let width = TextWidth.of(label)
    guard width + 2 <= rect.columns else { return }
    for row in rows where row >= first && row <= last {
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
