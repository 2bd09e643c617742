/// Unicode glyphs for drawing, and their substitutes on terminals that can only show ASCII.
package enum Glyphs {
  /// The marks of lanes, by index.
  package static let marks: [Unicode.Scalar] = ["●", "▲", "■", "◆", "▼", "★", "✚", "◢"]
  package static let asciiMarks: [Unicode.Scalar] = ["o", "^", "#", "+", "v", "*", "x", "&"]

  /// The same marks in outline: they only tell curves apart.
  package static let outlines: [Unicode.Scalar] = ["○", "△", "□", "◇", "▽", "☆", "✛", "◿"]

  package static func outline(_ lane: Int) -> Unicode.Scalar {
    outlines[max(0, lane) % outlines.count]
  }

  package static func mark(_ lane: Int) -> Unicode.Scalar { marks[max(0, lane) % marks.count] }

  /// One to eight eighths of a cell, from the bottom.
  package static let bars: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  /// Five shades, from nothing to all.
  package static let shades: [Unicode.Scalar] = [" ", "░", "▒", "▓", "█"]
  /// Ten shades in ASCII.
  package static let asciiShades: [Unicode.Scalar] = [
    " ", ".", ":", "-", "=", "+", "*", "#", "%", "@",
  ]

  /// The ASCII substitute; never over 126.
  package static func ascii(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.value < 127 { return scalar }
    switch scalar {
    case "─", "━", "╌", "┄", "┈", "—", "–", "−": return "-"
    case "│", "┃", "┆", "┊", "┤", "├", "▏": return "|"
    case "╭", "╮", "╰", "╯", "┏", "┓", "┗", "┛", "┬", "┴", "┼", "└", "◆": return "+"
    case "●", "○": return "o"
    case "▲", "↑": return "^"
    case "■", "█", "▇", "▆", "▓": return "#"
    case "▼", "▾", "↓": return "v"
    case "★", "▅", "▄": return "*"
    case "▃", "▂", "▒": return "="
    case "▁": return "_"
    case "░", "·", "•": return "."
    case "▸", "▶", "→", "›": return ">"
    case "◀", "←", "‹": return "<"
    case "⏸": return "="
    case "ρ": return "r"
    case "×": return "x"
    case "≥": return ">"
    case "≤": return "<"
    case "…": return "~"
    case "∂": return "d"
    case "✓": return "*"
    case "✗", "✚": return "x"
    case "◢": return "&"
    case "␣", "∅": return "_"
    case "\u{00A0}", "\u{2009}", "\u{202F}": return " "
    default:
      if (0x2800...0x28FF).contains(scalar.value) { return scalar.value == 0x2800 ? " " : "*" }
      return "?"
    }
  }
}
