import Telemetry

/// Each step of the preparation: name, effect, changes, and examples before -> after.
enum SheetSteps {
  static func block(_ steps: [PreparationReport], width: Int, arrow: String) -> SheetLines {
    var lines = SheetLines()
    let number = String(steps.count).utf8.count
    let names = 1 + number + 2
    let widest = steps.map { TextWidth.of($0.name) }.max() ?? 0
    let changes = steps.map { change(of: $0, arrow: arrow) }
    let right = changes.map { TextWidth.of($0.text) }.max() ?? 0
    let nameWidth = min(widest, 28)
    let effects = names + nameWidth + 3
    // The effect next to the name if it fits, else below it.
    let beside = width - effects - right - 4
    let isWide = beside >= 36
    for (place, step) in steps.enumerated() {
      lines.newLine()
      lines.add(String(place + 1).padded(left: number), at: 1, Style(.muted))
      let room = isWide ? nameWidth : max(8, width - names - right - 3)
      lines.add(step.name.shortened(to: room), at: names, Style(bold: true))
      let (text, style) = changes[place]
      lines.add(text, at: max(names + 9, width - 1 - TextWidth.of(text)), style)
      var effect = Wrapping.lines(step.effect, width: isWide ? beside : max(8, width - names - 1))
      if isWide, !effect.isEmpty { lines.add(effect.removeFirst(), at: effects) }
      let column = isWide ? effects : names
      for line in effect where !line.isEmpty {
        lines.newLine()
        lines.add(line, at: column)
      }
      flow(step.examples, at: column, width: width, arrow: arrow, &lines)
    }
    return lines
  }

  /// Examples one after another, as many as fit, in at most three lines.
  private static func flow(
    _ examples: [String], at start: Int, width: Int, arrow: String, _ lines: inout SheetLines
  ) {
    var column = width
    var used = 0
    for example in examples {
      let text = shown(example, arrow: arrow).shortened(to: max(8, width - start - 1))
      let length = TextWidth.of(text)
      if column + length >= width {
        if used == 3 { return }
        used += 1
        lines.newLine()
        column = start
      }
      lines.add(text, at: column, Style(.muted))
      column += length + 3
    }
  }

  private static func shown(_ text: String, arrow: String) -> String {
    arrow == "->" ? text : text.replacing("->", with: arrow)
  }

  private static func change(
    of step: PreparationReport, arrow: String
  ) -> (text: String, style: Style) {
    var words: [String] = []
    if step.rowsBefore != step.rowsAfter {
      words.append(
        "\(Numbers.grouped(step.rowsBefore)) \(arrow) "
          + Numbers.counted(step.rowsAfter, "row"))
    }
    if step.valuesChanged > 0 {
      words.append(Numbers.counted(step.valuesChanged, "value") + " changed")
    }
    if words.isEmpty, step.examples.isEmpty { return ("no change", Style(.muted)) }
    return (words.joined(separator: ", "), Style())
  }
}
