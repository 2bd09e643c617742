import Telemetry

/// The alignment of labels with steps: a row of probabilities per label, a row for blanks, and the
/// inputs below them.
package struct SpikesView {
  package let spikes: LabelSpikes

  private static let (leastLabel, mostLabel) = (5, 14)
  private static let leastColumns = 10
  /// Rows of the axis, and of the blank line.
  private static let (axisRows, blankRows) = (1, 1)

  package init(spikes: LabelSpikes) { self.spikes = spikes }

  /// Rows that everything takes.
  package var rows: Int {
    guard spikes.isWhole else { return 0 }
    return spikes.labels.count + Self.blankRows + spikes.inputRows + Self.axisRows
  }

  /// With fewer rows there would not be a label.
  package static let leastRows = 3

  /// - Returns: the number of used rows.
  @discardableResult
  package func draw(into canvas: inout Canvas, _ rect: Rect) -> Int {
    let labelWidth = min(
      Self.mostLabel,
      max(Self.leastLabel, spikes.labels.map { TextWidth.of(AnswerTokens.shown($0)) }.max() ?? 0))
    let room = Rect(
      column: rect.column + labelWidth + 1, row: rect.row, columns: rect.columns - labelWidth - 1,
      rows: rect.rows)
    guard spikes.isWhole, room.columns >= Self.leastColumns, rect.rows >= Self.leastRows else {
      return 0
    }
    // All stretches have the same width, so that the length of a spike shows its duration.
    let each = max(1, room.columns / spikes.columns)
    let width = min(room.columns, each * spikes.columns)
    let left = rect.rows - Self.axisRows - Self.blankRows
    let inputs = min(spikes.inputRows, max(0, left - min(spikes.labels.count, (left + 1) / 2)))
    let labels = min(spikes.labels.count, left - inputs)
    var row = rect.row
    func line(_ name: String, _ style: Style, _ share: (Int) -> Float) {
      canvas.textRight(
        name.shortened(to: labelWidth), end: rect.column + labelWidth, row, style,
        width: labelWidth)
      for column in 0..<width {
        let value = share(column * spikes.columns / width)
        if value.isFinite {
          ShadeScale.shares.draw(share: Double(value), into: &canvas, room.column + column, row)
        } else {
          ReachScale.draw(.nonfinite, into: &canvas, room.column + column, row)
        }
      }
      row += 1
    }
    for label in 0..<labels {
      line(AnswerTokens.shown(spikes.labels[label]), Style(bold: true)) {
        spikes.probabilities[label * spikes.columns + $0]
      }
    }
    line("blank", Style(.muted)) { spikes.blank[$0] }
    for place in 0..<inputs {
      // If there are too many rows, some are dropped evenly.
      let shown = place * spikes.inputRows / inputs
      let input = spikes.isPicture ? shown : spikes.inputRows - 1 - shown
      line(place == 0 ? "input" : "", Style(.muted)) {
        spikes.input[input * spikes.columns + $0]
      }
    }
    axis(&canvas, room.column, row, width, more: spikes.labels.count - labels)
    return row + 1 - rect.row
  }

  /// "1 … step 84"; the answer has fewer steps than the source if some are skipped.
  private func axis(
    _ canvas: inout Canvas, _ start: Int, _ row: Int, _ width: Int, more: Int
  ) {
    canvas.text("1", start, row, Style(.muted), width: width)
    let end =
      spikes.steps == spikes.inputSteps
      ? "step \(Numbers.grouped(spikes.steps))"
      : "step \(Numbers.grouped(spikes.inputSteps)), answered at \(Numbers.grouped(spikes.steps))"
    canvas.textRight(end, end: start + width - 1, row, Style(.muted), width: max(0, width - 2))
    guard more > 0 else { return }
    let text = "\(more) more labels"
    if width > TextWidth.of(end) + TextWidth.of(text) + 6 {
      canvas.text(text, start + 3, row, Style(.muted), width: TextWidth.of(text))
    }
  }
}
