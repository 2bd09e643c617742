import Telemetry

/// The tensors of one lane, one per row: histogram of the gradient's norms, the newest norm, and
/// the size of an update relative to the weights.
package struct TensorTable {
  package let lane: LaneSnapshot
  package let index: Int
  /// The tensor with the cursor; nil if no cursor is shown.
  package let cursor: Int?
  package let axis: NormHistogramView.Axis
  /// False if the lane to its left has the same names.
  package let showsNames: Bool

  package enum Line: Equatable {
    case heading(String)
    case tensor(Int)
  }

  /// Headings and tensors, in drawing order.
  package static func lines(_ tensors: [TensorSnapshot]) -> [Line] {
    var lines: [Line] = []
    var last: String?
    for (i, tensor) in tensors.enumerated() {
      let group = TensorName.parts(tensor.name).group
      if group != last { lines.append(.heading(group)) }
      last = group
      lines.append(.tensor(i))
    }
    return lines
  }

  package static let headRows = 2
  package static let tallest = 5

  /// Columns for the names, including the cursor before and the gap after them.
  package static func nameWidth(_ tensors: [TensorSnapshot]) -> Int {
    4 + min(16, tensors.map { TextWidth.of(TensorName.parts($0.name).label) }.max() ?? 0)
  }

  /// Where the columns start, from the block's left edge.
  private struct Columns {
    var shape: Int?
    var shapeWidth = 0
    var histogram = 0
    var histogramWidth = 0
    var norm = 0
    var ratio = 0
    var scale: Int?
    var word: Int?

    init(_ table: TensorTable, width: Int) {
      let tensors = table.lane.tensors
      var left = table.showsNames ? TensorTable.nameWidth(tensors) : 0
      let bins = table.axis.highest > 0 ? 32 : 24
      let beside = table.axis.width
      // The norm and the ratio, each with a blank before it.
      var room = width - left - (beside + bins / 2) - 13
      func take(_ columns: Int) -> Bool {
        guard room >= columns else { return false }
        room -= columns
        return true
      }
      shapeWidth = tensors.map { TextWidth.of(TensorName.shape($0.shape)) }.max() ?? 0
      let hasWord = take(10)
      let hasShape = take(shapeWidth + 1)
      let hasScale = take(UpdateRatio.width + 1)
      if hasShape {
        shape = left
        left += shapeWidth + 1
      }
      // A whole number of columns per bin, if there is room.
      histogram = left
      let most = beside + bins / 2 + max(0, room)
      let whole = (most - beside) / bins
      histogramWidth = whole >= 1 ? beside + bins * min(whole, 3) : most
      norm = left + histogramWidth + 1
      ratio = norm + 6
      left = ratio + 6
      if hasScale {
        scale = left
        left += UpdateRatio.width + 1
      }
      if hasWord { word = left }
    }
  }

  /// The least width at which a block can show its numbers.
  package static func narrowest(
    _ tensors: [TensorSnapshot], _ axis: NormHistogramView.Axis, showsNames: Bool
  ) -> Int {
    (showsNames ? nameWidth(tensors) : 0) + axis.width + (axis.highest > 0 ? 16 : 12) + 13 + 10
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard rect.rows > Self.headRows, rect.columns >= 12 else { return }
    let columns = Columns(self, width: rect.columns)
    var body = rect
    head(&canvas, body.takeTop(Self.headRows), columns)
    let lines = Self.lines(lane.tensors)
    let headings = lines.count - lane.tensors.count
    let height = min(
      max(1, (body.rows - headings) / max(1, lane.tensors.count)), Self.tallest)
    let chosen = cursor.flatMap { lines.firstIndex(of: .tensor($0)) } ?? 0
    let all = headings + lane.tensors.count * height
    let first = all <= body.rows ? 0 : max(0, min(chosen - body.rows / 2, lines.count - body.rows))
    var row = body.row
    for (offset, line) in lines.dropFirst(first).enumerated() {
      let end = body.row + body.rows
      if case .tensor(let i) = line, offset == 0, body.rows >= 3 {
        // Its heading is above the list's edge: it takes this line's place.
        heading(TensorName.parts(lane.tensors[i].name).group, &canvas, rect, row)
        row += 1
        continue
      }
      switch line {
      case .heading(let text):
        guard row < end else { return }
        heading(text, &canvas, rect, row)
        row += 1
      case .tensor(let i):
        guard row + height <= end else { return }
        let place = Rect(column: rect.column, row: row, columns: rect.columns, rows: height)
        tensor(i, &canvas, place, columns)
        row += height
      }
    }
  }

  private func heading(_ text: String, _ canvas: inout Canvas, _ rect: Rect, _ row: Int) {
    guard showsNames else { return }
    canvas.text(text, rect.column + 1, row, Style(bold: true), width: rect.columns - 1)
  }

  /// Titles over the columns, and the axes below them.
  private func head(_ canvas: inout Canvas, _ rect: Rect, _ columns: Columns) {
    let end = rect.column + rect.columns
    var column = rect.column + 2
    canvas.put(canvas.mark(index), rect.column, rect.row, Style(.lane(index), bold: true))
    column += canvas.text(
      lane.info.name, column, rect.row, Style(.lane(index), bold: true),
      width: max(0, rect.column + columns.norm - column))
    /// Draws a title that does not overlap the lane's name; false if it does not fit.
    @discardableResult
    func title(_ text: String, at offset: Int, to last: Int, row: Int) -> Bool {
      let start = max(rect.column + offset, row == rect.row ? column + 2 : 0)
      guard start + TextWidth.of(text) <= min(end, rect.column + last) else { return false }
      canvas.text(text, start, row, Style(.muted))
      return true
    }
    let view = NormHistogramView(axis: self.axis, ink: .lane(index))
    let axis = Rect(
      column: rect.column + columns.histogram, row: rect.row + 1, columns: columns.histogramWidth,
      rows: 1)
    view.drawAxis(into: &canvas, axis)
    if let shape = columns.shape {
      title(
        "shape".padded(left: columns.shapeWidth), at: shape, to: shape + columns.shapeWidth,
        row: rect.row + 1)
    }
    _ = ["gradient norms, log10", "log10 |g|"].first {
      title($0, at: columns.histogram, to: columns.norm, row: rect.row)
    }
    title("|g|".padded(left: 5), at: columns.norm, to: columns.ratio, row: rect.row + 1)
    let wide = "log10 update/weight"
    let room = rect.columns - columns.ratio
    title(
      TextWidth.of(wide) <= room ? wide : "update/weight", at: columns.ratio, to: rect.columns,
      row: rect.row)
    if let scale = columns.scale {
      UpdateRatio.axis(into: &canvas, rect.column + scale, rect.row + 1)
    } else {
      title("log10".padded(left: 5), at: columns.ratio, to: rect.columns, row: rect.row + 1)
    }
  }

  private func tensor(_ i: Int, _ canvas: inout Canvas, _ rect: Rect, _ columns: Columns) {
    let tensor = lane.tensors[i]
    let row = rect.row + rect.rows - 1
    let isChosen = cursor == i
    let plain = Style(tensor.isFrozen ? .muted : .standard)
    if showsNames {
      if isChosen { canvas.put("▸", rect.column, row, Style(.accent, bold: true)) }
      canvas.text(
        TensorName.parts(tensor.name).label, rect.column + 2, row,
        Style(plain.foreground, bold: isChosen), width: max(0, Self.nameWidth(lane.tensors) - 3))
    }
    if let shape = columns.shape {
      canvas.textRight(
        TensorName.shape(tensor.shape), end: rect.column + shape + columns.shapeWidth, row,
        Style(.muted), width: columns.shapeWidth)
    }
    let bars = Rect(
      column: rect.column + columns.histogram, row: rect.row, columns: columns.histogramWidth,
      rows: rect.rows)
    let ink: Ink = tensor.isFrozen ? .muted : .lane(index)
    NormHistogramView(axis: axis, ink: ink).bars(tensor.histogram, into: &canvas, bars)
    let ratio = UpdateRatio(tensor)
    func number(_ text: String, at offset: Int, _ style: Style) {
      let width = min(5, rect.columns - offset)
      guard width > 0 else { return }
      canvas.textRight(text, end: rect.column + offset + width, row, style, width: width)
    }
    let isLooked = tensor.histogram.total > 0 || tensor.gradientNorm != 0
    number(isLooked ? Numbers.short(tensor.gradientNorm) : "-", at: columns.norm, plain)
    number(ratio.text, at: columns.ratio, Style(ratio.ink, bold: ratio.ink == .bad))
    if let scale = columns.scale { ratio.draw(into: &canvas, rect.column + scale, row) }
    guard let word = columns.word else { return }
    canvas.text(
      ratio.word, rect.column + word, row, Style(ratio.ink, bold: ratio.ink == .bad),
      width: max(0, rect.columns - word))
  }
}
