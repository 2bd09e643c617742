import Telemetry

/// The map over time step and training step, from the beginning of the run at the bottom to now on
/// top; it fills its rows however short the run is. Rows from after the task was learned are muted,
/// at every height; if there is room, a rule separates them from the others.
package struct WaterfallView {
  package let map: Waterfall
  /// Rows after this step are drawn in one muted tone, above a rule.
  package let learnedStep: Int?
  /// If set, the map shows absolute norms on this scale, instead of shares.
  package let absolute: ShadeScale?

  package init(_ map: Waterfall, learnedStep: Int?, absolute: ShadeScale?) {
    (self.map, self.absolute) = (map, absolute)
    self.learnedStep = absolute == nil ? learnedStep : nil
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty, map.count > 0 else { return }
    let halves = canvas.hasMapColors ? 2 : 1
    let all = lines(rect.rows * halves)
    guard let step = learnedStep, showsRule(rows: rect.rows) else {
      return draw(all, halves: halves, into: &canvas, rect)
    }
    var older = rect
    let share = (map.count - firstQuiet) * (rect.rows - 1) / map.count
    let newer = older.takeTop(min(max(1, share), rect.rows - 2))
    draw(
      lines(newer.rows * halves, firstQuiet..<map.count, isQuiet: true), halves: halves,
      into: &canvas, newer)
    rule(step, into: &canvas, older.takeTop(1))
    draw(
      lines(older.rows * halves, 0..<firstQuiet, isQuiet: false), halves: halves, into: &canvas,
      older)
  }

  /// The first row from after the task was learned; `map.count` if there is none.
  private var firstQuiet: Int {
    learnedStep.flatMap { step in map.rows.firstIndex { $0.firstStep > step } } ?? map.count
  }

  /// Whether a map of this many screen rows has a rule that shows when the task was learned.
  package func showsRule(rows: Int) -> Bool {
    rows >= 3 && firstQuiet > 0 && firstQuiet < map.count
  }

  /// One line of the picture: the map rows that it covers.
  private struct Line: Equatable {
    var rows: Range<Int>
    var isQuiet: Bool
  }

  /// Divides the whole map into `count` lines, the newest first. Quiet rows and the others get at
  /// least one line each if there are two.
  private func lines(_ count: Int) -> [Line] {
    let newer = map.count - firstQuiet
    let share = count * newer / map.count
    let quiet = newer == 0 || firstQuiet == 0 ? share : min(max(1, share), max(1, count - 1))
    return lines(quiet, firstQuiet..<map.count, isQuiet: true)
      + lines(count - quiet, 0..<firstQuiet, isQuiet: false)
  }

  private func lines(_ count: Int, _ range: Range<Int>, isQuiet: Bool) -> [Line] {
    (0..<count).map { Line(rows: members(range, line: $0, of: count), isQuiet: isQuiet) }
  }

  private func rule(_ step: Int, into canvas: inout Canvas, _ row: Rect) {
    let texts = ["learned, step \(Numbers.grouped(step))", "learned"]
    let text = texts.first { TextWidth.of($0) + 6 <= row.columns } ?? ""
    for column in 0..<row.columns { canvas.put("─", row.column + column, row.row, Style(.muted)) }
    guard !text.isEmpty else { return }
    let start = row.column + (row.columns - TextWidth.of(text)) / 2
    canvas.text(" " + text + " ", start - 1, row.row, Style(.good))
  }

  /// - Parameter lines: `halves` for each row of the rectangle.
  private func draw(_ lines: [Line], halves: Int, into canvas: inout Canvas, _ rect: Rect) {
    for row in 0..<rect.rows {
      let (above, below) = (lines[row * halves], lines[row * halves + halves - 1])
      for column in 0..<rect.columns {
        let upper = place(above, column, rect.columns)
        let (x, y) = (rect.column + column, rect.row + row)
        if above == below {
          ReachScale.draw(upper, into: &canvas, x, y)
        } else {
          ReachScale.draw(
            upper: upper, lower: place(below, column, rect.columns), into: &canvas, x, y)
        }
      }
    }
  }

  /// The rows that a line shows, the newest rows in line 0.
  private func members(_ range: Range<Int>, line: Int, of lines: Int) -> Range<Int> {
    let first = range.upperBound - (line + 1) * range.count / lines
    let last = range.upperBound - line * range.count / lines
    if first < last { return first..<last }
    let one = max(range.lowerBound, last - 1)
    return one..<one + 1
  }

  private func place(_ line: Line, _ column: Int, _ columns: Int) -> MapPlace {
    let first = column * map.columns / columns
    let last = min(map.columns, max(first + 1, (column + 1) * map.columns / columns))
    let place =
      absolute == nil
      ? ReachScale.place(map.mean(rows: line.rows, columns: first..<last))
      : absolutePlace(line.rows, first..<last)
    switch place {
    case .arrives, .grows, .zero: return line.isQuiet ? .quiet : place
    case .absent, .nonfinite, .quiet: return place
    }
  }

  /// For absolute norms: each row's levels are shifted by its end's norm.
  private func absolutePlace(_ rows: Range<Int>, _ columns: Range<Int>) -> MapPlace {
    var mean = NormLevel.Mean(growthWins: false)
    for row in rows {
      for column in columns {
        let level = map.level(row: row, column: column)
        mean.add(
          NormLevel.log10(level).map { NormLevel.of(log10: $0 + map.rows[row].end) } ?? level)
      }
    }
    guard let absolute, let norm = NormLevel.log10(mean.level) else {
      return ReachScale.place(mean.level)
    }
    let share = (Double(norm) - absolute.low) / (absolute.high - absolute.low)
    return .arrives(WholeNumber.rounded(min(max(0, share), 1) * Double(ReachScale.ramp)))
  }
}

extension Waterfall {
  /// True if in some rows every sequence was shorter than the longest of all.
  package var hasShorterRows: Bool {
    rows.indices.contains { level(row: $0, column: 0) == NormLevel.absent }
  }
}
