import Telemetry

/// A table with right-aligned numbers. Empty columns are omitted; if there is no room, long texts
/// are cut first, then columns are dropped by rank.
struct SheetTable: SheetBlock {
  private static let gap = 2
  /// The least width of a text before other columns are dropped, and after that.
  private static let ampleText = 14
  private static let leastText = 8

  private let table: DataSheet.Table
  private var shown: [Place] = []

  private struct Place {
    var index: Int
    var isNumber: Bool
    var width: Int
  }

  init(_ table: DataSheet.Table, width: Int) {
    self.table = table
    for (index, column) in table.columns.enumerated() {
      var place = Place(index: index, isNumber: false, width: 0)
      for row in table.rows where row.indices.contains(index) {
        place.isNumber = place.isNumber || row[index].isNumber
        place.width = max(place.width, TextWidth.of(row[index].text))
      }
      guard place.width > 0 || table.rows.isEmpty else { continue }
      place.width = max(place.width, TextWidth.of(column.title))
      shown.append(place)
    }
    let room = width - 2
    func total(texts most: Int = .max) -> Int {
      shown.reduce(-Self.gap) { $0 + ($1.isNumber ? $1.width : min($1.width, most)) + Self.gap }
    }
    while total(texts: Self.ampleText) > room,
      let last = shown.indices.max(by: { rank(shown[$0]) < rank(shown[$1]) }),
      rank(shown[last]) > 0
    {
      shown.remove(at: last)
    }
    var over = total() - room
    while over > 0,
      let widest = shown.indices.filter({ !shown[$0].isNumber && shown[$0].width > Self.leastText })
        .max(by: { shown[$0].width < shown[$1].width })
    {
      shown[widest].width -= 1
      over -= 1
    }
  }

  private func rank(_ place: Place) -> Int { table.columns[place.index].rank }

  var rows: Int { table.rows.count + 1 }

  func draw(into canvas: inout Canvas, visible: Range<Int>) {
    for row in visible where row < rows {
      var column = 1
      for place in shown {
        if row == 0 {
          let title = table.columns[place.index].title
          put(title, place, Style(.muted), &canvas, column, row)
        } else if table.rows[row - 1].indices.contains(place.index) {
          let cell = table.rows[row - 1][place.index]
          var style = cell.tone.style
          if place.index == 0, cell.tone == .plain { style.bold = true }
          put(cell.text, place, style, &canvas, column, row)
        }
        column += place.width + Self.gap
      }
    }
  }

  private func put(
    _ text: String, _ place: Place, _ style: Style, _ canvas: inout Canvas, _ column: Int,
    _ row: Int
  ) {
    let room = max(0, min(place.width, canvas.bounds.columns - column))
    let cut = text.shortened(to: room)
    let used = TextWidth.of(cut)
    canvas.text(cut, place.isNumber ? column + room - used : column, row, style, width: room)
  }
}

extension DataSheet.Table.Cell {
  fileprivate var isNumber: Bool {
    switch value {
    case .text, .none: false
    case .count, .number, .share: true
    }
  }

  fileprivate var text: String {
    switch value {
    case .text(let text): text
    case .count(let count): Numbers.grouped(count)
    case .number(let number): Numbers.tabular(number)
    case .share(let share): Numbers.percent(share)
    case .none: ""
    }
  }
}
