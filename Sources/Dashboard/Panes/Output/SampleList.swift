import Telemetry

/// Texts that a network wrote, one below another: the newest in full at the bottom, above it the
/// first lines of texts from earlier validations, as far as they fit.
package struct SampleList {
  package let samples: [TextSample]
  package let ink: Ink

  /// Most lines of an earlier sample.
  private static let mostOfEarlier = 3

  /// "step 1 800, epoch 4, val 1.62".
  package static func caption(_ sample: TextSample) -> String {
    "step \(Numbers.grouped(sample.step)), epoch \(sample.epoch), val "
      + Numbers.loss(sample.validationLoss)
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard let newest = samples.last, rect.columns > 0 else { return }
    guard samples.count > 1 else { return text(newest, &canvas, rect) }
    var rest = rect
    // A line for the caption, and at most two thirds of the room.
    let lines = Self.lines(newest, rect.columns, limit: max(1, rect.rows * 2 / 3))
    var place = rest.takeBottom(lines + 1)
    caption(newest, isNewest: true, &canvas, place.takeTop(1))
    text(newest, &canvas, place)
    for sample in samples.dropLast().reversed() {
      let lines = Self.lines(sample, rect.columns, limit: Self.mostOfEarlier)
      guard rest.rows >= lines + 1 else { break }
      place = rest.takeBottom(lines + 1)
      caption(sample, isNewest: false, &canvas, place.takeTop(1))
      text(sample, &canvas, place)
    }
  }

  private static func lines(_ sample: TextSample, _ width: Int, limit: Int) -> Int {
    max(1, Wrapping.lines(sample.prompt + sample.text, width: width, limit: limit).count)
  }

  private func caption(
    _ sample: TextSample, isNewest: Bool, _ canvas: inout Canvas, _ row: Rect
  ) {
    guard row.rows > 0 else { return }
    let style = isNewest ? Style(ink, bold: true) : Style(.muted)
    let used = canvas.text(
      "─ " + Self.caption(sample) + (isNewest ? ", newest " : " "), row.column, row.row, style,
      width: row.columns)
    for column in row.column + used..<row.column + max(used, row.columns) {
      canvas.put("─", column, row.row, Style(.muted))
    }
  }

  /// The sample's first lines, with "…" if there are more.
  private func text(_ sample: TextSample, _ canvas: inout Canvas, _ rect: Rect) {
    let all = Wrapping.lines(
      sample.prompt + sample.text, width: rect.columns, limit: rect.rows + 1)
    var promptLeft = sample.prompt.unicodeScalars.count
    for (i, line) in all.prefix(rect.rows).enumerated() {
      let length = line.unicodeScalars.count
      let row = rect.row + i
      let isCut = i == rect.rows - 1 && all.count > rect.rows
      canvas.text(
        isCut ? (line + " …").shortened(to: rect.columns) : line, rect.column, row,
        width: rect.columns)
      if promptLeft > 0 {
        let prompt = String(String.UnicodeScalarView(line.unicodeScalars.prefix(promptLeft)))
        canvas.text(prompt, rect.column, row, Style(ink, bold: true), width: rect.columns)
        promptLeft -= length + 1
      }
    }
  }
}
