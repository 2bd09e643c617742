import Telemetry

/// The table of lanes, with or without a frame around it.
package struct LaneTable {
  package let state: State
  package let without: Set<LaneColumn.ID>

  package let isFocused: Bool

  package init(state: State, without: Set<LaneColumn.ID> = [], isFocused: Bool = false) {
    (self.state, self.without, self.isFocused) = (state, without, isFocused)
  }

  /// Rows that the whole table takes.
  package static func rows(_ state: State) -> Int {
    1 + state.lanes.count + (state.info?.baselineLoss == nil ? 0 : 1)
  }

  /// Columns before the first text: the selection and the lane's mark.
  private static let indent = 5

  package static func room(_ rect: Rect) -> Int { rect.columns - indent - 1 }

  /// The columns that fit. Those of a high rank give way to the name of the predictor; remaining
  /// room goes to the patience bars, then to that name.
  package func columns(room: Int) -> [LaneColumn] {
    let all = LaneColumn.all(state.lanes, metric: state.info?.metric)
    let name = state.info.map { TextWidth.of($0.baselineName) } ?? 0
    var without = without
    var columns = LaneColumn.fitting(all, room: room, without: without)
    while Self.nameRoom(columns, room: room) < name,
      let last = columns.max(by: { $0.rank < $1.rank }), last.rank >= LaneColumn.dispensable
    {
      without.insert(last.id)
      columns = LaneColumn.fitting(all, room: room, without: without)
    }
    var left = room - Self.width(columns)
    // The predictor's name comes before longer bars, further left than those of the lanes.
    let first = min(left, max(0, name - Self.nameRoom(columns, room: Self.width(columns))))
    if first > 0 { (columns[0].width, left) = (columns[0].width + first, left - first) }
    if left > 0, let bar = columns.firstIndex(where: { $0.id == .patience }) {
      let more = min(left, LaneColumn.mostPatience - columns[bar].width)
      columns[bar].width += more
      left -= more
    }
    let missing = name - (Self.nameRoom(columns, room: Self.width(columns)) - Self.shift)
    if left > 0, missing > 0 { columns[0].width += min(left, missing) }
    return columns
  }

  private static func width(_ columns: [LaneColumn]) -> Int {
    columns.reduce(-1) { $0 + $1.width + 1 }
  }

  /// Columns by which the predictor's name may begin further left than those of the lanes.
  private static let shift = 3

  /// Columns that the predictor's name can have before its first number.
  private static func nameRoom(_ columns: [LaneColumn], room: Int) -> Int {
    guard let first = columns.firstIndex(where: { $0.baseline != nil }) else { return Int.max / 2 }
    return width(Array(columns[..<first])) + shift + max(0, room - width(columns))
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty, !state.lanes.isEmpty else { return }
    let columns = columns(room: Self.room(rect))
    header(&canvas, rect, columns)
    let rows = rect.rows - 1
    let lanes = shown(rows)
    for (offset, index) in lanes.enumerated() {
      row(&canvas, rect, rect.row + 1 + offset, index, columns)
    }
    let last = rect.row + 1 + lanes.count
    guard last < rect.row + rect.rows else { return }
    if lanes.count < state.lanes.count {
      let hidden = state.lanes.count - lanes.count
      let text = "+\(hidden) " + (hidden == 1 ? "lane" : "lanes") + ": [ ]"
      canvas.text(
        text, rect.column + Self.indent, last, Style(.muted), width: max(0, Self.room(rect)))
    } else {
      baseline(&canvas, rect, last, columns)
    }
  }

  /// All lanes, or those around the selected one and a row that counts the others.
  private func shown(_ rows: Int) -> Range<Int> {
    let count = state.lanes.count
    guard count > rows else { return 0..<count }
    let shown = max(0, rows - 1)
    let first = min(max(0, (state.selectedLane ?? 0) - shown + 1), count - shown)
    return first..<first + shown
  }

  private func header(_ canvas: inout Canvas, _ rect: Rect, _ columns: [LaneColumn]) {
    // Without a frame, the head of the table shows the focus.
    let style = isFocused ? Style(bold: true, underline: true) : Style(.muted)
    var column = rect.column + Self.indent
    for entry in columns {
      let text = entry.isText ? entry.title : entry.title.padded(left: entry.width)
      let room = min(entry.width, rect.column + rect.columns - column)
      canvas.text(text, column, rect.row, style, width: max(0, room))
      column += entry.width + 1
    }
  }

  private func row(
    _ canvas: inout Canvas, _ rect: Rect, _ row: Int, _ index: Int, _ columns: [LaneColumn]
  ) {
    let lane = state.lanes[index]
    let isOff = lane.phase == .off
    let ink: Ink = isOff ? .muted : .lane(index)
    if state.selectedLane == index {
      canvas.put("▸", rect.column + 1, row, Style(.accent, bold: true))
    }
    canvas.put(canvas.mark(index), rect.column + 3, row, Style(ink, bold: true))
    var column = rect.column + Self.indent
    for entry in columns {
      let width = max(0, min(entry.width, rect.column + rect.columns - column))
      switch entry.id {
      case .patience:
        PatienceBar.draw(lane, index, into: &canvas, column, row, width: width)
      case .lane:
        let name = entry.value(lane).shortened(to: width)
        canvas.text(name, column, row, Style(ink, bold: !isOff), width: width)
      default:
        let value = entry.value(lane)
        let isBad = !isOff && entry.isBad(lane)
        canvas.text(
          entry.isText ? value : value.padded(left: entry.width), column, row,
          Style(isOff ? .muted : isBad ? .bad : .standard, bold: isBad), width: width)
      }
      column += entry.width + 1
    }
  }

  /// "─ predicting the mean  0.1667  beaten by ▲ lstm".
  private func baseline(
    _ canvas: inout Canvas, _ rect: Rect, _ row: Int, _ columns: [LaneColumn]
  ) {
    guard let info = state.info, info.baselineLoss != nil else { return }
    let end = rect.column + rect.columns
    var column = rect.column + Self.indent
    var (first, last) = (end, column)
    for entry in columns {
      if let text = entry.baseline?(info) {
        first = min(first, column)
        let room = max(0, min(entry.width, end - column))
        canvas.text(text.padded(left: entry.width), column, row, Style(.muted), width: room)
        last = column + entry.width
      }
      column += entry.width + 1
    }
    // The name begins further left where it would not fit otherwise.
    let width = TextWidth.of(info.baselineName)
    let start = max(
      rect.column + Self.indent - Self.shift, min(rect.column + Self.indent, first - 1 - width))
    canvas.put("─", start - 2, row, Style(.muted))
    let name = Self.name(info.baselineName, width: first - 1 - start)
    canvas.text(name, start, row, Style(.muted), width: max(0, first - 1 - start))
    let room = end - last - 3
    guard let news = goodNews.first(where: { TextWidth.of($0) <= room }) else { return }
    canvas.text(news, last + 2, row, Style(.good, bold: true), width: room)
  }

  /// The predictor's name, at least two words of it, or what it is.
  private static func name(_ name: String, width: Int) -> String {
    let short = name.words(within: max(0, width))
    if short == name || short.unicodeScalars.contains(" ") { return short }
    return ["predictor", "pred.", ""].first { TextWidth.of($0) <= max(0, width) } ?? ""
  }

  /// Lanes that have learned their task and those that do better than the predictor, the longest
  /// text first; empty where there are none.
  private var goodNews: [String] {
    let lanes = state.lanes.indices.filter { state.lanes[$0].phase != .off }
    let learned = lanes.filter { state.lanes[$0].standing.learnedStep != nil }
    let ahead = lanes.filter { state.lanes[$0].standing == .ahead }
    func text(_ name: (Int) -> String, _ separator: String) -> String {
      let groups = [("learned by ", learned), ("beaten by ", ahead)].filter { !$0.1.isEmpty }
      return groups.map { $0.0 + $0.1.map(name).joined(separator: separator) }
        .joined(separator: " · ")
    }
    func mark(_ lane: Int) -> String { String(Character(state.mark(lane))) }
    guard !learned.isEmpty || !ahead.isEmpty else { return [] }
    let marks = text(mark, " ")
    let all = (learned + ahead).sorted()
    // Shorter, and no less: what was learned is not called beaten.
    let learnedMarks = "learned " + learned.map(mark).joined(separator: " ")
    let short =
      switch (learned.isEmpty, ahead.isEmpty) {
      case (true, _): [all.count == lanes.count ? "beaten by all" : marks]
      case (false, true): [all.count == lanes.count ? "all learned" : learnedMarks]
      case (false, false):
        [learnedMarks + " · beaten " + ahead.map(mark).joined(separator: " "), learnedMarks]
      }
    return [text({ mark($0) + " " + state.lanes[$0].info.name }, ", "), marks] + short
  }
}
