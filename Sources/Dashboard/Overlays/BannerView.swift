import Telemetry

/// The preset's description, drawn over the bottom of the frame until the first key, or for the
/// first minute; for a shorter time if there is no log pane and it covers the gradient. Afterwards
/// it is in the help.
package enum BannerView {
  package static let seconds = 60.0
  package static let secondsOverPanes = 15.0

  package static func draw(_ state: State, _ layout: Layout, into canvas: inout Canvas) {
    // The keys that it suggests do not work on a record.
    guard ![.recorded, .runs].contains(state.source), state.showsBanner,
      let about = state.info?.about,
      !about.isEmpty
    else { return }
    guard layout.kind == .panes, canvas.bounds.rows >= 19 else { return }
    let log = layout.places.first { $0.pane == .log }?.rect
    // The verdict is not covered either.
    guard state.snapshot.seconds < (log == nil ? secondsOverPanes : seconds),
      log != nil || state.snapshot.phase != .done
    else { return }
    // A sweep's table is not covered.
    if state.snapshot.sweep != nil, log == nil || state.snapshot.phase == .done { return }
    let columns = canvas.bounds.columns
    if let log, lines(about, log.columns).count <= log.rows - 2 {
      box(about, state, &canvas, log)
      return
    }
    let rows = min(8, lines(about, columns).count + 2)
    // The log's own rows, and as many above them as the text needs.
    let bottom = log.map { $0.row + $0.rows } ?? (layout.verdict ?? layout.footer).row
    let top = min(log?.row ?? bottom, bottom - rows)
    box(about, state, &canvas, Rect(column: 0, row: top, columns: columns, rows: bottom - top))
  }

  private static func lines(_ about: String, _ columns: Int) -> [String] {
    Wrapping.lines(about, width: columns - 4)
  }

  private static func box(_ about: String, _ state: State, _ canvas: inout Canvas, _ rect: Rect) {
    canvas.fill(rect)
    let inner = canvas.frame(
      rect, title: state.snapshot.sweep == nil ? "About this run" : "About this sweep",
      right: "any key")
    let shown = Wrapping.lines(about, width: rect.columns - 4, limit: inner.rows)
    for (i, line) in shown.enumerated() {
      canvas.text(line, inner.column + 1, inner.row + i, width: inner.columns - 2)
    }
  }
}
