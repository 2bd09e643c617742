import Telemetry

/// Lines over one axis, each in its own plot with its range; the parts are marked by their names
/// above, by dotted lines between them, and by colour.
struct SheetCurves: SheetBlock {
  /// Further lines are only counted.
  private static let mostLines = 12

  private let curves: DataSheet.Curves
  private let shown: Int
  private let height: Int
  private let names: Int
  private let labels: Int
  private let width: Int
  private let ranges: [ClosedRange<Double>?]

  init(_ curves: DataSheet.Curves, width: Int) {
    self.curves = curves
    self.width = width
    shown = min(Self.mostLines, curves.lines.count)
    height = shown <= 1 ? 8 : shown <= 3 ? 5 : 3
    let lines = curves.lines.prefix(shown)
    names = min(18, width / 4, lines.map { TextWidth.of($0.name) }.max() ?? 0)
    ranges = lines.map { line in
      let finite = line.values.lazy.filter(\.isFinite)
      guard let low = finite.min(), let high = finite.max() else { return nil }
      return Double(low)...Double(high)
    }
    labels =
      ranges.map { range in
        range.map {
          max(
            Numbers.tabular($0.lowerBound).utf8.count, Numbers.tabular($0.upperBound).utf8.count)
        } ?? 1
      }.max() ?? 0
  }

  private var hasParts: Bool { !curves.parts.isEmpty }
  private var left: Int { 1 + names + 2 + labels + 2 }

  var rows: Int {
    (hasParts ? 1 : 0) + shown * height + (shown > 1 ? shown - 1 : 0)
      + (curves.lines.count > shown ? 1 : 0)
  }

  func draw(into canvas: inout Canvas, visible: Range<Int>) {
    let columns = width - left - 1
    guard columns >= 4 else { return }
    var row = 0
    if hasParts {
      partNames(columns, &canvas)
      row = 1
    }
    for place in 0..<shown {
      let rect = Rect(column: left, row: row, columns: columns, rows: height)
      if row + height > visible.lowerBound, row < visible.upperBound {
        plot(place, rect, &canvas)
      }
      row += height + 1
    }
    let more = curves.lines.count - shown
    if more > 0 {
      canvas.text("and \(Numbers.counted(more, "more line"))", 1, rows - 1, Style(.muted))
    }
  }

  /// The column at which a part begins.
  private func start(_ part: DataSheet.Curves.Part, _ columns: Int) -> Int {
    WholeNumber.of((part.start * Double(columns)).rounded(), in: 0...max(0, columns - 1))
  }

  private func part(at column: Int, _ columns: Int) -> Int? {
    curves.parts.indices.last { start(curves.parts[$0], columns) <= column }
  }

  private func partNames(_ columns: Int, _ canvas: inout Canvas) {
    for (place, part) in curves.parts.enumerated() {
      let begin = start(part, columns)
      let next =
        place + 1 < curves.parts.count ? start(curves.parts[place + 1], columns) : columns
      let short = String(part.name.prefix(5)) + "."
      let texts =
        [part.name, part.name.utf8.count > 6 ? short : part.name]
        + [String(part.name.prefix(3))]
      guard let text = texts.first(where: { TextWidth.of($0) < next - begin }) else { continue }
      canvas.text(text, left + begin + (begin > 0 ? 1 : 0), 0, Style(SheetPart.ink(place)))
    }
  }

  private func plot(_ place: Int, _ rect: Rect, _ canvas: inout Canvas) {
    let line = curves.lines[place]
    canvas.text(line.name.shortened(to: names), 1, rect.row, Style(bold: true), width: names)
    for row in 0..<rect.rows {
      let isTick = row == 0 || row == rect.rows - 1
      canvas.put(isTick ? "┤" : "│", left - 1, rect.row + row, Style(.muted))
    }
    guard let range = ranges[place] else {
      canvas.text("no values", rect.column + 1, rect.row, Style(.muted), width: rect.columns - 1)
      return
    }
    let (low, high) = (range.lowerBound, range.upperBound)
    canvas.textRight(Numbers.tabular(high), end: left - 2, rect.row, Style(.muted))
    if high > low {
      canvas.textRight(
        Numbers.tabular(low), end: left - 2, rect.row + rect.rows - 1, Style(.muted))
    }
    curve(line.values, range, rect, &canvas)
    borders(rect, &canvas)
  }

  /// Draws borders over the curve, which may fill every cell.
  private func borders(_ rect: Rect, _ canvas: inout Canvas) {
    for part in curves.parts {
      let column = start(part, rect.columns)
      guard column > 0 else { continue }
      for row in 0..<rect.rows {
        canvas.put("┆", rect.column + column, rect.row + row, Style(.muted))
      }
    }
  }

  private func curve(
    _ values: [Float], _ range: ClosedRange<Double>, _ rect: Rect, _ canvas: inout Canvas
  ) {
    var plot = DotPlot(rect)
    let span = range.upperBound - range.lowerBound
    var previous: (Int, Int)?
    var phase = 0
    for (i, value) in values.enumerated() {
      guard value.isFinite else {
        previous = nil
        continue
      }
      let x = values.count > 1 ? i * (plot.width - 1) / (values.count - 1) : 0
      let share = span > 0 ? (range.upperBound - Double(value)) / span : 0.5
      let y = WholeNumber.of((share * Double(plot.height - 1)).rounded(), in: 0...plot.height - 1)
      let ink = part(at: x / 2, rect.columns).map { SheetPart.ink($0) } ?? SheetPart.ink(0)
      let (oldX, oldY) = previous ?? (x, y)
      plot.line(oldX, oldY, x, y, DotPlot.Pen(ink, ascii: "*"), phase: &phase)
      previous = (x, y)
    }
    plot.draw(into: &canvas)
  }
}
