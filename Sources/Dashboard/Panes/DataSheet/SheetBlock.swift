import Telemetry

/// A piece of the data sheet, laid out for a width and drawn into its own canvas.
protocol SheetBlock {
  var rows: Int { get }
  /// Draws into a canvas of the block's width and rows; only those in `visible` will be shown.
  func draw(into canvas: inout Canvas, visible: Range<Int>)
}

/// Positioned text, row by row.
struct SheetLines: SheetBlock {
  struct Span {
    var column: Int
    var text: String
    var style: Style
  }

  private(set) var lines: [[Span]] = []

  var rows: Int { lines.count }

  mutating func newLine() { lines.append([]) }

  /// Adds to the last line.
  mutating func add(_ text: String, at column: Int, _ style: Style = Style()) {
    if lines.isEmpty { newLine() }
    lines[lines.count - 1].append(Span(column: column, text: text, style: style))
  }

  /// Adds to an existing line.
  mutating func mark(_ text: String, atRow row: Int, column: Int) {
    lines[row].append(Span(column: column, text: text, style: Style(.muted)))
  }

  /// Adds a paragraph in new lines, cut after `limit` of them.
  mutating func addParagraph(
    _ text: String, at column: Int, width: Int, limit: Int = 400, _ style: Style = Style()
  ) {
    for line in Wrapping.lines(text, width: max(8, width), limit: limit) {
      newLine()
      add(line, at: column, style)
    }
  }

  func draw(into canvas: inout Canvas, visible: Range<Int>) {
    let width = canvas.bounds.columns
    for row in visible where lines.indices.contains(row) {
      for span in lines[row] {
        canvas.text(span.text, span.column, row, span.style, width: max(0, width - span.column))
      }
    }
  }
}

extension DataSheet.Tone {
  var style: Style {
    switch self {
    case .plain: Style()
    case .muted: Style(.muted)
    case .warning: Style(.warning, bold: true)
    }
  }
}
