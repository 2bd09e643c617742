import Telemetry

/// The map over time step and training step, from the beginning of the run at the bottom to now on
/// top; it fills its rows however short the run is.
package struct WaterfallView {
  package let map: Waterfall
  /// Rows after this step are drawn in one quiet tone, above a rule.
  package let learnedStep: Int?
  /// The norms themselves, on this scale, in place of what arrives.
  package let absolute: ShadeScale?

  package init(_ map: Waterfall, learnedStep: Int?, absolute: ShadeScale?) {
    (self.map, self.absolute) = (map, absolute)
    self.learnedStep = absolute == nil ? learnedStep : nil
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty, map.count > 0 else { return }
    let halves = canvas.hasMapColors ? 2 : 1
    let learned = learnedStep.flatMap { step in map.rows.firstIndex { $0.firstStep > step } }
    guard let learned, let step = learnedStep, learned > 0, rect.rows >= 3 else {
      let isQuiet = learned == 0
      return rows(0..<map.count, isQuiet: isQuiet, halves: halves, into: &canvas, rect)
    }
    var older = rect
    let share = (map.count - learned) * (rect.rows - 1) / map.count
    let newer = older.takeTop(min(max(1, share), rect.rows - 2))
    rows(learned..<map.count, isQuiet: true, halves: halves, into: &canvas, newer)
    rule(step, into: &canvas, older.takeTop(1))
    rows(0..<learned, isQuiet: false, halves: halves, into: &canvas, older)
  }

  private func rule(_ step: Int, into canvas: inout Canvas, _ row: Rect) {
    let texts = ["learned, step \(Numbers.grouped(step))", "learned"]
    let text = texts.first { TextWidth.of($0) + 6 <= row.columns } ?? ""
    for column in 0..<row.columns { canvas.put("─", row.column + column, row.row, Style(.muted)) }
    guard !text.isEmpty else { return }
    let start = row.column + (row.columns - TextWidth.of(text)) / 2
    canvas.text(" " + text + " ", start - 1, row.row, Style(.good))
  }

  /// - Parameter range: rows of the map, the oldest first.
  private func rows(
    _ range: Range<Int>, isQuiet: Bool, halves: Int, into canvas: inout Canvas, _ rect: Rect
  ) {
    let lines = rect.rows * halves
    for row in 0..<rect.rows {
      let above = members(range, line: row * halves, of: lines)
      let below = members(range, line: row * halves + halves - 1, of: lines)
      for column in 0..<rect.columns {
        let upper = place(above, column, rect.columns, isQuiet)
        let (x, y) = (rect.column + column, rect.row + row)
        if halves == 1 || above == below {
          draw(upper, into: &canvas, x, y)
        } else {
          ReachScale.draw(
            upper: upper, lower: place(below, column, rect.columns, isQuiet), into: &canvas, x, y)
        }
      }
    }
  }

  private func draw(_ place: MapPlace, into canvas: inout Canvas, _ column: Int, _ row: Int) {
    ReachScale.draw(place, into: &canvas, column, row)
  }

  /// The rows that a line shows, the newest rows in line 0.
  private func members(_ range: Range<Int>, line: Int, of lines: Int) -> Range<Int> {
    let first = range.upperBound - (line + 1) * range.count / lines
    let last = range.upperBound - line * range.count / lines
    if first < last { return first..<last }
    let one = max(range.lowerBound, last - 1)
    return one..<one + 1
  }

  private func place(_ rows: Range<Int>, _ column: Int, _ columns: Int, _ isQuiet: Bool) -> MapPlace
  {
    let first = column * map.columns / columns
    let last = min(map.columns, max(first + 1, (column + 1) * map.columns / columns))
    var mean = NormLevel.Mean(growthWins: absolute == nil)
    for row in rows {
      for t in first..<last { mean.add(level(row, t)) }
    }
    let place = absolute == nil ? ReachScale.place(mean.level) : absolutePlace(mean.level)
    switch place {
    case .arrives, .grows, .zero: return isQuiet ? .quiet : place
    case .absent, .nonfinite, .quiet: return place
    }
  }

  private func level(_ row: Int, _ column: Int) -> UInt8 {
    let level = map.level(row: row, column: column)
    guard absolute != nil, let share = NormLevel.log10(level) else { return level }
    return NormLevel.of(log10: share + map.rows[row].end)
  }

  private func absolutePlace(_ level: UInt8) -> MapPlace {
    guard let absolute, let norm = NormLevel.log10(level) else { return ReachScale.place(level) }
    let share = (Double(norm) - absolute.low) / (absolute.high - absolute.low)
    return .arrives(Whole.rounded(min(max(0, share), 1) * Double(ReachScale.ramp)))
  }
}
