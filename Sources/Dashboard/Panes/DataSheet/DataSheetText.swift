import Telemetry

/// The whole sheet as lines for a terminal's main screen or a pipe: each a list of runs of one
/// style, without trailing blanks.
package enum DataSheetText {
  package struct Run: Sendable, Equatable {
    package var text: String
    package var style: Style
  }

  package static func lines(
    _ sheet: DataSheet, width: Int, capabilities: Capabilities
  ) -> [[Run]] {
    let view = DataSheetView(sheet, width: width, capabilities: capabilities)
    var canvas = Canvas(
      size: Size(columns: width, rows: view.rows), capabilities: capabilities)
    view.draw(into: &canvas, canvas.bounds)
    return (0..<view.rows).map { runs(canvas.screen, row: $0) }
  }

  private static func runs(_ screen: Screen, row: Int) -> [Run] {
    let cells = (0..<screen.size.columns).map { screen[$0, row] }
    let end = (cells.lastIndex { $0 != ScreenCell() }).map { $0 + 1 } ?? 0
    var runs: [Run] = []
    // Skips the second half of a wide letter.
    for cell in cells[..<end] where cell.scalar.value != 0 {
      if let last = runs.indices.last, runs[last].style == cell.style {
        runs[last].text.unicodeScalars.append(cell.scalar)
      } else {
        runs.append(Run(text: String(Character(cell.scalar)), style: cell.style))
      }
    }
    return runs
  }
}
