/// Wraps text to a width in screen cells, at blanks if possible.
package enum Wrapping {
  /// - Parameter limit: the most lines; if there is more, the last one ends in "…".
  package static func lines(_ text: String, width: Int, limit: Int = 400) -> [String] {
    guard width > 0, limit > 0 else { return [] }
    var lines: [String] = []
    // A number and its "%" stay together.
    let text = text.replacing(" %", with: "\u{A0}%")
    // Not by Character: "\r\n" is a single Character.
    for paragraph in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      wrap(paragraph, width, &lines)
      if lines.count > limit { break }
    }
    guard lines.count > limit else { return finished(lines) }
    return finished(lines.prefix(limit - 1) + [(lines[limit - 1] + " …").shortened(to: width)])
  }

  private static func wrap(
    _ paragraph: Substring.UnicodeScalarView, _ width: Int, _ lines: inout [String]
  ) {
    var line = String.UnicodeScalarView()
    var used = 0
    // The line up to its last blank, and its width.
    var blank: (String.UnicodeScalarView.Index, Int)?
    for scalar in paragraph where scalar != "\r" {
      let cells = TextWidth.of(String(Character(scalar)))
      if used + cells > width, !line.isEmpty {
        if scalar != " ", let (end, widthBefore) = blank {
          let rest = line[line.index(after: end)...]
          lines.append(String(line[..<end]))
          line = String.UnicodeScalarView(rest)
          used -= widthBefore + 1
        } else {
          lines.append(String(line))
          (line, used) = (String.UnicodeScalarView(), 0)
        }
        blank = nil
        if scalar == " ", line.isEmpty { continue }
      }
      if scalar == " " { blank = (line.endIndex, used) }
      line.append(scalar)
      used += cells
    }
    lines.append(String(line))
  }

  private static func finished(_ lines: [String]) -> [String] {
    lines.map { $0.replacing("\u{A0}%", with: " %") }
  }
}
