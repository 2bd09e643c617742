import Telemetry

/// Paragraphs with a dot before each; long ones are cut.
enum SheetText {
  private static let mostLines = 6

  static func block(_ paragraphs: [String], width: Int) -> SheetLines {
    var lines = SheetLines()
    for text in paragraphs {
      let before = lines.rows
      lines.addParagraph(text, at: 3, width: width - 4, limit: mostLines)
      if lines.rows > before { lines.mark("·", atRow: before, column: 1) }
    }
    return lines
  }
}
