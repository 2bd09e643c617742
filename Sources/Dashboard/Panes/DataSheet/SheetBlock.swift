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

/// Numbers as the data sheet writes them.
enum SheetNumber {
  /// Four significant digits without trailing zeros, whole numbers in full.
  static func text(_ value: Double) -> String {
    if value.magnitude >= 9999.5, value.magnitude < 1e7 {
      return Numbers.grouped(Whole.rounded(value))
    }
    var text = Numbers.significant(value, 4)
    guard text.utf8.contains(46), !text.utf8.contains(101) else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// "87%", "4.7%", "<0.1%": never 0 % if there are any.
  static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "-" }
    let percent = min(max(share, 0), 1) * 100
    if percent > 0, percent < 0.1 { return "<0.1%" }
    return percent < 9.95 && percent > 0
      ? Numbers.fixed(percent, 1) + "%" : Numbers.fixed(percent, 0) + "%"
  }

  static func counted(_ count: Int, _ noun: String) -> String {
    "\(Numbers.grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }
}
