import Telemetry

/// Truths down, answers across: each cell shows a count, and its shade the share of its row. Right
/// answers are on the diagonal.
package struct ConfusionView {
  package let state: State

  package func draw(
    _ confusion: Confusion, _ lane: Int, into canvas: inout Canvas, _ rect: Rect
  ) {
    var body = rect.inset(columns: 1, rows: 0)
    guard body.rows >= 1, body.columns >= 6 else { return }
    summary(confusion, lane, &canvas, body.takeBottom(1))
    if body.rows >= 12 { _ = body.takeBottom(1) }
    guard let grid = ConfusionGrid(confusion, body) else { return }
    // Centred, but not far from the left edge in a wide room.
    let place = Rect(
      column: body.column + min(8, max(0, body.columns - grid.width) / 2),
      row: body.row + (body.rows >= grid.height + 3 ? 1 : 0), columns: body.columns,
      rows: body.rows)
    head(grid, &canvas, place)
    for truth in 0..<grid.size { row(truth, grid, &canvas, place) }
    for (i, sum) in grid.rows.enumerated() {
      foot(sum, grid, &canvas, place, place.row + grid.headRows + grid.size * grid.cellHeight + i)
    }
  }

  private func left(_ i: Int, _ grid: ConfusionGrid, _ place: Rect) -> Int {
    place.column + grid.labelWidth + i * grid.cellWidth
  }

  private func head(_ grid: ConfusionGrid, _ canvas: inout Canvas, _ place: Rect) {
    for (i, name) in grid.confusion.classes.enumerated() {
      guard grid.headRows > 1 else {
        let text = name.shortened(to: grid.cellWidth - 1)
        centre(text, grid, i, &canvas, place, place.row, Style(.muted))
        continue
      }
      // Alternating rows; each name ends above the end of its column.
      let end = left(i + 1, grid, place)
      let room = min(grid.headRows * grid.cellWidth - 1, end - place.column)
      canvas.textRight(
        name.shortened(to: room), end: end, place.row + i % grid.headRows, Style(.muted))
    }
    let last = place.row + grid.headRows - 1
    var column = left(grid.size, grid, place)
    for sum in grid.columns {
      column += sum.width
      canvas.textRight(sum.title, end: column, last, Style(.muted))
    }
  }

  private func row(_ truth: Int, _ grid: ConfusionGrid, _ canvas: inout Canvas, _ place: Rect) {
    let first = place.row + grid.headRows + truth * grid.cellHeight
    let middle = first + grid.cellHeight / 2
    let name = grid.confusion.classes[truth]
    let style = Style(grid.isOthers(truth) ? .muted : .standard)
    let room = grid.labelWidth - 1
    canvas.textRight(
      name.shortened(to: room), end: place.column + room, middle, style, width: room)
    let total = grid.truths(truth)
    for answer in 0..<grid.size {
      let area = Rect(
        column: left(answer, grid, place), row: first, columns: grid.cellWidth,
        rows: grid.cellHeight)
      cell(
        grid.count(truth, answer), of: total, isRight: truth == answer && !grid.isOthers(truth),
        isOthers: truth == answer && grid.isOthers(truth), &canvas, area)
    }
    var column = left(grid.size, grid, place)
    for sum in grid.columns {
      column += sum.width
      let text =
        switch sum {
        case .recall: Self.percent(grid.confusion.recall[truth])
        case .f1: Self.decimals(grid.confusion.f1[truth])
        default: ConfusionGrid.short(total)
        }
      canvas.textRight(text, end: column, middle, style)
    }
  }

  /// One count, shaded by its share of the row. The square root makes rare mistakes visible.
  private func cell(
    _ count: Int, of total: Int, isRight: Bool, isOthers: Bool, _ canvas: inout Canvas, _ area: Rect
  ) {
    let text = count == 0 ? "·" : ConfusionGrid.short(count)
    let width = text.unicodeScalars.count
    let start = area.column + Self.indent(width, area.columns)
    let middle = area.row + area.rows / 2
    guard count > 0, total > 0 else {
      return canvas.put("·", start, middle, Style(.muted))
    }
    let share = (Double(count) / Double(total)).squareRoot()
    if canvas.colors == .full, canvas.unicode {
      let level = WholeNumber.of(share * Double(Palette.reachCount), in: 0...Palette.reachCount - 1)
      let style = Style(.onReach(level), on: .reach(level), bold: isRight)
      canvas.fill(area, " ", isOthers ? Style() : style)
      canvas.text(text, start, middle, isOthers ? Style(.muted) : style)
      return
    }
    // Without colours a shade surrounds the number, if there is room for both.
    if area.columns >= width + 4, !isOthers {
      let shade =
        canvas.unicode
        ? Glyphs.shades[1 + WholeNumber.of(share * 3.999, in: 0...3)]
        : Glyphs.asciiShades[1 + WholeNumber.of(share * 8.999, in: 0...8)]
      canvas.fill(
        Rect(
          column: area.column, row: area.row, columns: area.columns - 1, rows: area.rows), shade)
      canvas.text(" \(text) ", start - 1, middle, Style(bold: isRight))
    } else {
      canvas.text(text, start, middle, Style(isOthers ? .muted : .standard, bold: isRight))
    }
  }

  private func foot(
    _ sum: ConfusionGrid.Sum, _ grid: ConfusionGrid, _ canvas: inout Canvas, _ place: Rect,
    _ row: Int
  ) {
    let room = grid.labelWidth - 1
    canvas.textRight(
      sum.title.shortened(to: room), end: place.column + room, row, Style(.muted), width: room)
    for i in 0..<grid.size {
      let text: String
      if sum == .precision {
        let value = grid.confusion.precision[i]
        let long = Self.percent(value)
        text = long.utf8.count < grid.cellWidth ? long : Self.short(value)
      } else {
        text = ConfusionGrid.short(grid.answers(i))
      }
      guard text.utf8.count <= grid.cellWidth else { continue }
      centre(text, grid, i, &canvas, place, row, Style(grid.isOthers(i) ? .muted : .standard))
    }
    guard sum == .answers, grid.columns.last == .truths else { return }
    let all = (0..<grid.size).reduce(0) { $0 + grid.truths($1) }
    canvas.textRight(ConfusionGrid.short(all), end: place.column + grid.width, row, Style(.muted))
  }

  private func centre(
    _ text: String, _ grid: ConfusionGrid, _ i: Int, _ canvas: inout Canvas, _ place: Rect,
    _ row: Int, _ style: Style
  ) {
    let start = left(i, grid, place) + Self.indent(TextWidth.of(text), grid.cellWidth)
    canvas.text(text, start, row, style, width: grid.cellWidth)
  }

  /// Centred; right-aligned in narrow cells, so that digits line up.
  private static func indent(_ width: Int, _ room: Int) -> Int {
    max(0, room < 7 ? room - width : (room - width + 1) / 2)
  }

  // MARK: numbers

  /// "99.6%"; "-" if there is none.
  package static func percent(_ share: Float) -> String {
    share.isFinite ? Numbers.fixed(Double(share) * 100, 1) + "%" : "-"
  }

  /// "99": for narrow cells.
  private static func short(_ share: Float) -> String {
    share.isFinite ? Numbers.fixed(Double(share) * 100, 0) : "-"
  }

  private static func decimals(_ share: Float) -> String {
    share.isFinite ? Numbers.fixed(Double(share), 2) : "-"
  }

  /// `■ gru  accuracy 97.3%, better than most frequent class (86.6%); "closed" taken for "open":
  /// 12 of 40; macro F1 0.94`, shorter if that does not fit.
  private func summary(
    _ confusion: Confusion, _ lane: Int, _ canvas: inout Canvas, _ row: Rect
  ) {
    let end = row.column + row.columns
    canvas.put(canvas.mark(lane), row.column, row.row, Style(.lane(lane), bold: true))
    var column = row.column + 2
    column += canvas.text(
      state.lanes[lane].info.name, column, row.row, Style(.lane(lane)),
      width: max(0, end - column))
    var parts = [
      confusion.accuracy == 1 ? "all right" : "accuracy " + Self.percent(confusion.accuracy)
    ]
    if let baseline = confusion.baselineAccuracy {
      parts[0] +=
        ", "
        + Versus.accuracy(
          confusion.accuracy, baseline: baseline, name: confusion.baselineName ?? "baseline",
          count: confusion.counts.reduce(0, +))
    }
    if let mistake = Self.worst(confusion) { parts.append(mistake) }
    parts.append("macro F1 " + Self.decimals(confusion.macroF1))
    while parts.count > 1, column + 2 + TextWidth.of(parts.joined(separator: "; ")) > end {
      parts.removeLast()
    }
    let text = parts.joined(separator: "; ")
    canvas.text(text.shortened(to: max(0, end - column - 2)), column + 2, row.row)
  }

  /// The most frequent mistake, among unmerged classes: `"closed" taken for "open": 12 of 40`.
  package static func worst(_ confusion: Confusion) -> String? {
    let size = confusion.classes.count
    guard confusion.counts.count == size * size else { return nil }
    let named = confusion.others > 0 ? size - 1 : size
    var worst: (count: Int, truth: Int, answer: Int)?
    for truth in 0..<named {
      for answer in 0..<named where answer != truth {
        let count = confusion.counts[truth * size + answer]
        if count > worst?.count ?? 0 { worst = (count, truth, answer) }
      }
    }
    guard let worst else { return nil }
    let all = confusion.counts[worst.truth * size..<(worst.truth + 1) * size].reduce(0, +)
    return "\"\(confusion.classes[worst.truth])\" taken for "
      + "\"\(confusion.classes[worst.answer])\": \(Numbers.grouped(worst.count)) of "
      + Numbers.grouped(all)
  }
}
