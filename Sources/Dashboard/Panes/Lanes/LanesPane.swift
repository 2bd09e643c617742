import Telemetry

extension PaneID {
  package static let lanes = PaneID("Lanes")
}

/// A row for every lane, and one for the trivial predictor.
package struct LanesPane: Pane {
  package let id = PaneID.lanes
  package let key: Character = "N"
  package let help = [
    "One row a lane: its name and hidden units; ▸ is the selected one ([ and ] choose, * is all).",
    "val: the last validation loss; best: the least so far, whose weights are kept, or the best of the",
    "metric that early_stopping.monitor names. Losses are means.",
    "Next to the losses: accuracy for classes, rmse for a series, on the validation part.",
    "gap: validation minus training loss, both without dropout. reach: see Gradient;",
    "l2, e1, d1: of layer 2, of the encoder's or the decoder's first.",
    "|g|: norm of the gradient; |g| max: the largest so far, with ! where it threw the weights away.",
    "dead: units whose state does not change. satur.: values at a bound, of the most saturated gate,",
    "or of h. The last row is the trivial predictor, the loss to beat, and the lanes that beat it.",
    "suspects: what is probably wrong, the number that shows it, and the key or pane to try next.",
    "Enter: how each lane is doing or ended, its suspects in full, penalties, test loss, clipping.",
    "In a sweep a row is a combination, the best on top, with the mean of its best validation losses",
    "over the folds, ± their standard deviation (sd) and the error of the mean (se). simplest: the",
    "fewest parameters within one se of the best. A mark means: it has a curve above. Enter:",
    "the loss of each fold, and why a trial failed.",
  ]

  package init() {}

  package func move(_ state: inout State, dx: Int, dy: Int, in rect: Rect?) {
    guard let order = state.snapshot.sweep?.order, !order.isEmpty else {
      let step = dx + min(max(dy, -1), 1)
      if step != 0 { state.selectLane(by: step) }
      return
    }
    // A long table ends at its ends.
    let now = state.selectedLane.flatMap { order.firstIndex(of: $0) } ?? -1
    state.selectedLane = order[min(max(0, now + dx + dy), order.count - 1)]
  }

  package func arrows(_ state: State) -> String? { state.snapshot.sweep == nil ? nil : "choose" }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    if let sweep = context.state.snapshot.sweep {
      CombinationTable(state: context.state, sweep: sweep).draw(into: &canvas, rect, context)
      return
    }
    let state = context.state
    let inner = canvas.frame(rect, key: key, title: "Lanes", focused: context.isFocused)
    let without = context.isFullScreen ? [] : Self.shownElsewhere(context)
    var rest = inner
    let place = rest.takeTop(LaneTable.rows(state))
    let table = LaneTable(state: state, without: without)
    table.draw(into: &canvas, place)
    guard context.isFullScreen, rest.columns >= 10 else { return }
    _ = rest.takeTop(1)
    let shown = Set(table.columns(room: LaneTable.room(place)).map(\.id))
    LaneFacts(state: state, without: shown).draw(into: &canvas, rest)
  }

  /// Columns that other panes of the same frame show, which are not repeated.
  private static func shownElsewhere(_ context: PaneContext) -> Set<LaneColumn.ID> {
    var columns: Set<LaneColumn.ID> = []
    for place in context.places {
      if place.pane == .earlyStopping { columns.insert(.patience) }
      if place.pane == .gradient,
        GradientPane.showsEveryLane(context.state, columns: place.rect.columns)
      {
        columns.insert(.reach)
      }
    }
    return columns
  }
}
