import Telemetry

/// The result in a sentence, once every lane has ended.
package enum VerdictLine {
  /// Nothing before the end; the last one ends in "…" where the sentence is longer.
  package static func lines(_ state: State, columns: Int, most: Int) -> [String] {
    guard let verdict = state.snapshot.verdict, columns > 2, most > 0 else { return [] }
    var lines = Wrapping.lines(verdict.text, width: columns - 2)
    guard lines.count > most else { return lines }
    let rest = lines[(most - 1)...].joined(separator: " ")
    lines.removeSubrange((most - 1)...)
    return lines + [rest.shortened(to: columns - 2)]
  }

  package static func draw(_ state: State, into canvas: inout Canvas, _ rect: Rect) {
    let lines = lines(state, columns: rect.columns, most: rect.rows)
    for (row, line) in lines.enumerated() {
      canvas.text(
        line, rect.column + 1, rect.row + row, style(state), width: max(0, rect.columns - 1))
    }
  }

  private static func style(_ state: State) -> Style {
    let outcomes = state.snapshot.verdict?.outcome.entries.map(\.value) ?? []
    if outcomes.contains(.solved) { return Style(.good, bold: true) }
    let isLost = !outcomes.isEmpty && outcomes.allSatisfy { $0 == .diverged }
    return Style(isLost ? .bad : .standard, bold: true)
  }
}
