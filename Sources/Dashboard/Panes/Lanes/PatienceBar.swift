import Telemetry

/// "▆▆▆▆▆░░░░░  5", dim while it is full, or the reason for having no bar.
package enum PatienceBar {
  package static func draw(
    _ lane: LaneSnapshot, _ index: Int, into canvas: inout Canvas, _ column: Int, _ row: Int,
    width: Int
  ) {
    guard width > 0 else { return }
    let stopping = lane.earlyStopping
    if lane.phase != .training {
      let ink: Ink = if case .diverged = lane.phase { .bad } else { .warning }
      var text = LaneColumn.state(lane)
      if case .stoppedEarly(let epoch, _, _) = lane.phase {
        let long = text + " e\(epoch)"
        if TextWidth.of(long) <= width { text = long }
      }
      canvas.text(text, column, row, Style(ink, bold: true), width: width)
      return
    }
    guard stopping.on, stopping.patience > 0 else {
      canvas.text("off", column, row, Style(.muted), width: width)
      return
    }
    let left = max(0, stopping.left)
    let bar = max(0, width - 3)
    let isFull = left >= stopping.patience
    let isLow = left * 3 <= stopping.patience
    Bars.horizontal(
      &canvas, column, row, width: bar, share: Double(left) / Double(stopping.patience),
      Style(isFull ? .muted : isLow ? .warning : .lane(index)))
    canvas.textRight(
      String(left), end: column + width, row, Style(isFull ? .muted : .standard), width: width)
  }
}
