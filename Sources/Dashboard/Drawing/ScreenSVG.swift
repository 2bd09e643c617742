import Telemetry

/// A frame as a picture (SVG 1.1). Braille, blocks and frames are drawn as shapes and letters are
/// text of a fixed length, so that no font breaks the alignment.
struct ScreenSVG {
  /// The size of a screen cell, in the picture's units.
  static let width = 8
  static let height = 16

  private let screen: Screen
  private let colors: PictureColors
  /// One path per colour.
  private var fills: [String: String] = [:]
  private var strokes: [Stroke: String] = [:]
  private var text = ""

  private struct Stroke: Hashable {
    var color: String
    var isHeavy: Bool
  }

  init(_ screen: Screen, _ theme: Theme) {
    self.screen = screen
    colors = PictureColors(theme)
  }

  /// The whole document.
  mutating func document() -> String {
    var grounds = ""
    for row in 0..<screen.size.rows {
      grounds += backgrounds(of: row)
      letters(of: row)
      shapes(of: row)
    }
    let (width, height) = (screen.size.columns * Self.width, screen.size.rows * Self.height)
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" font-family=\"monospace\" font-size=\"13\">",
      "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(colors.ground)\"/>",
    ]
    if !grounds.isEmpty { lines.append(grounds) }
    for (color, path) in fills.sorted(by: { $0.key < $1.key }) {
      lines.append("<path fill=\"\(color)\" d=\"\(path)\"/>")
    }
    let strokes = strokes.sorted { ($0.key.color, $0.value) < ($1.key.color, $1.value) }
    for (stroke, path) in strokes {
      lines.append(
        "<path fill=\"none\" stroke=\"\(stroke.color)\" stroke-width=\"\(stroke.isHeavy ? 2 : 1)\" "
          // Corners of strong lines are filled.
          + (stroke.isHeavy ? "stroke-linecap=\"square\" " : "") + "d=\"\(path)\"/>")
    }
    return lines.joined(separator: "\n") + "\n" + text + "</svg>\n"
  }

  /// Runs of one background colour that differs from the picture's.
  private func backgrounds(of row: Int) -> String {
    var result = ""
    var column = 0
    while column < screen.size.columns {
      let color = colors.background(screen[column, row].style)
      let start = column
      while column < screen.size.columns, colors.background(screen[column, row].style) == color {
        column += 1
      }
      guard let color else { continue }
      result +=
        "<rect x=\"\(start * Self.width)\" y=\"\(row * Self.height)\" "
        + "width=\"\((column - start) * Self.width)\" height=\"\(Self.height)\" fill=\"\(color)\"/>"
    }
    return result
  }

  private mutating func shapes(of row: Int) {
    for column in 0..<screen.size.columns {
      let cell = screen[column, row]
      guard let shape = CellShape(cell.scalar) else { continue }
      let (x, y) = (Double(column * Self.width), Double(row * Self.height))
      switch shape {
      case .boxes(let boxes):
        let color = colors.foreground(cell.style)
        for box in boxes {
          fills[color, default: ""] += Self.path(
            x + box.x, y + box.y, box.width, box.height)
        }
      case .shade(let share):
        let color = colors.mixed(cell.style, share)
        fills[color, default: ""] += Self.path(x, y, Double(Self.width), Double(Self.height))
      case .lines(let lines, let isHeavy):
        let stroke = Stroke(color: colors.foreground(cell.style), isHeavy: isHeavy)
        for line in lines {
          strokes[stroke, default: ""] +=
            "M" + Self.pair(x + line.from.x, y + line.from.y)
            + (line.over.map { "Q" + Self.pair(x + $0.x, y + $0.y) + " " } ?? "L")
            + Self.pair(x + line.to.x, y + line.to.y)
        }
      }
    }
  }

  private static func path(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
    "M\(pair(x, y))h\(number(width))v\(number(height))h-\(number(width))z"
  }

  private static func pair(_ x: Double, _ y: Double) -> String { number(x) + " " + number(y) }

  /// Without trailing zeros.
  private static func number(_ x: Double) -> String { Numbers.plain(x) }

  /// Runs of letters of one style; single blanks stay inside them.
  private mutating func letters(of row: Int) {
    var column = 0
    while column < screen.size.columns {
      let cell = screen[column, row]
      guard isLetter(cell.scalar) else {
        column += 1
        continue
      }
      let start = column
      var end = column
      var word = String.UnicodeScalarView()
      var blanks = 0
      while column < screen.size.columns {
        let next = screen[column, row]
        guard next.scalar == " " || next.scalar.value == 0 || isLetter(next.scalar),
          next.style == cell.style
        else { break }
        column += 1
        if next.scalar == " " {
          blanks += 1
          guard blanks < 2 else { break }
          continue
        }
        if blanks > 0 { word.append(" ") }
        blanks = 0
        end = column
        if next.scalar.value != 0 { word.append(next.scalar) }
      }
      add(String(word), start, row, columns: end - start, cell.style)
    }
  }

  private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar != " " && scalar.value != 0 && CellShape(scalar) == nil
  }

  private mutating func add(
    _ word: String, _ column: Int, _ row: Int, columns: Int, _ style: Style
  ) {
    text +=
      "<text x=\"\(column * Self.width)\" y=\"\(row * Self.height + 12)\" "
      + "textLength=\"\(columns * Self.width)\" lengthAdjust=\"spacingAndGlyphs\" "
      + "fill=\"\(colors.foreground(style))\""
      + (style.bold ? " font-weight=\"bold\"" : "")
      + (style.underline ? " text-decoration=\"underline\"" : "") + ">"
      + Self.escaped(word) + "</text>\n"
  }

  private static func escaped(_ word: String) -> String {
    var result = ""
    for scalar in word.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Screen {
  /// The frame as an SVG document.
  package func svg(_ theme: Theme) -> String {
    var picture = ScreenSVG(self, theme)
    return picture.document()
  }
}
