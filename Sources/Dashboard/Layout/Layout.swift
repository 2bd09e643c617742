import Telemetry

/// Where panes go for a given size: computed from what there is to show, so that every size works,
/// not only the usual ones.
package struct Layout: Equatable {
  package enum Kind: Equatable {
    /// A single line that says so (`render`).
    case tooSmall
    /// Several framed panes.
    case panes
    /// One pane fills everything between header and footer.
    case single
  }

  package var kind: Kind
  package var header: Rect
  package var footer: Rect
  package var places: [PanePlace] = []
  /// The lane table without a frame, the settings on one line, and the newest line of the log.
  package var table: Rect?
  package var strip: Rect?
  package var logLine: Rect?
  /// Below the lane table; blank while there are no suspects, or shared with the log's line.
  package var suspects: Rect?
  /// The result, once every lane has ended.
  package var verdict: Rect?

  /// Above this many rows the Gradient pane would only show older steps.
  private static let ampleGradient = 20

  package static let leastColumns = 40
  package static let leastRows = 8

  package init(_ state: State) {
    var rest = Rect(state.size)
    kind = .panes
    header = Rect(column: 0, row: 0, columns: 0, rows: 0)
    footer = header
    guard rest.columns >= Self.leastColumns, rest.rows >= Self.leastRows else {
      kind = .tooSmall
      return
    }
    header = rest.takeTop(1)
    footer = rest.takeBottom(1)
    let available = Set(PaneRegistry.available(state).map(\.id))
    if state.isFullScreen {
      single(state, rest)
      return
    }
    if state.snapshot.sweep != nil {
      sweep(state, rest)
    } else if rest.columns >= 100, rest.rows >= 28 {
      wide(state, rest, available)
    } else if rest.columns >= 66, rest.rows >= 19 {
      medium(state, rest, available)
    } else {
      small(state, rest, available)
    }
    let shown = places.map(\.pane)
    let standsElsewhere: Bool =
      switch state.focus {
      case .loss where state.snapshot.sweep != nil: true
      case .lanes, .loss: table != nil
      default: false
      }
    if available.contains(state.focus), !shown.contains(state.focus), !standsElsewhere {
      single(state, rest)
    }
  }

  private mutating func single(_ state: State, _ rest: Rect) {
    (kind, table, strip, logLine, suspects, verdict) = (.single, nil, nil, nil, nil, nil)
    places = [PanePlace(pane: state.focus, rect: rest)]
  }

  /// Loss next to the lanes, the gradient over the whole width, settings and log below.
  private mutating func wide(_ state: State, _ area: Rect, _ available: Set<PaneID>) {
    var rest = area
    let lanes = max(1, state.lanes.count)
    takeVerdict(state, &rest)
    let extra = rest.rows - 34
    let isLarge = rest.rows >= 45 && rest.columns >= 140
    // Answers replace the settings, which then take one line.
    let showsAnswers = !isLarge && state.info?.kind == .pairs
    if showsAnswers, available.contains(.regularizers) { strip = rest.takeBottom(1) }
    var bottom = rest.takeBottom(
      isLarge ? 9 + extra / 8 : showsAnswers ? max(5, min(lanes + 3, 8)) : 5)
    let hasGradient = available.contains(.gradient)
    let suspectRows = area.rows >= 34 ? 2 : 1
    rest.rows -= suspectRows
    let tableRows = LaneTable.rows(state) + 2
    let stopRows = lanes + 2
    // If early stopping is off, its rows go to another pane.
    let mayStop = available.contains(.earlyStopping) && state.hasEarlyStopping
    let most = hasGradient ? min(rest.rows - 8, max(14, rest.rows * 3 / 5)) : rest.rows
    let showsStop = mayStop && tableRows + stopRows <= most
    let needed = tableRows + (showsStop ? stopRows : 0)
    let topRows = hasGradient ? min(most, max(13 + extra * 2 / 5, needed)) : rest.rows
    var top = rest.takeTop(topRows)
    rest.rows += suspectRows
    suspects = rest.takeTop(suspectRows)
    let right = top.takeRight(min(max(46, rest.columns * 7 / 16), 76))
    add(.loss, top)
    let inColumn = showsAnswers ? available.subtracting([.output]) : available
    column(right, state, inColumn, tableRows, stopRows: showsStop ? stopRows : 0, isLarge)
    if available.contains(.gradient) {
      let layerRows = isLarge && available.contains(.layers) ? LayersPane.rows(state) + 2 : 0
      let hasLayers = layerRows > 0 && rest.rows >= layerRows + Self.ampleGradient
      let layers = rest.takeBottom(hasLayers ? layerRows : 0)
      add(.gradient, rest)
      if hasLayers { add(.layers, layers) }
    }

    if isLarge, available.contains(.output) {
      add(.output, bottom.takeLeft(bottom.columns * 2 / 5))
    }
    let log = bottom.takeRight(min(max(46, area.columns * 2 / 5), bottom.columns / 2))
    if showsAnswers {
      add(.output, bottom)
    } else if available.contains(.regularizers) {
      add(.regularizers, bottom)
    }
    add(.log, log)
  }

  /// The lanes, early stopping below them, and anything else that fits.
  private mutating func column(
    _ right: Rect, _ state: State, _ available: Set<PaneID>, _ tableRows: Int, stopRows: Int,
    _ isLarge: Bool
  ) {
    var column = right
    let gateRows = available.contains(.gates) ? GatesPane.rows(state) + 2 : right.rows
    let spare = right.rows - tableRows - stopRows
    if stopRows > 0 {
      if isLarge, spare > gateRows {
        add(.lanes, column.takeTop(tableRows))
        // One row more than the lanes need, for a "what if".
        add(.earlyStopping, column.takeBottom(stopRows + 1))
        add(.gates, column)
      } else {
        add(.lanes, column.takeTop(tableRows + max(0, spare - 3)))
        add(.earlyStopping, column)
      }
    } else if spare >= gateRows {
      add(.lanes, column.takeTop(tableRows))
      add(.gates, column)
    } else if spare >= 6, !isLarge, available.contains(.output) {
      add(.lanes, column.takeTop(tableRows))
      add(.output, column)
    } else {
      add(.lanes, column)
    }
  }

  /// Everything stacked; table, settings and log without frames.
  private mutating func medium(_ state: State, _ area: Rect, _ available: Set<PaneID>) {
    var rest = area
    takeVerdict(state, &rest)
    // The verdict is also the newest line of the log.
    if verdict == nil { logLine = rest.takeBottom(1) }
    suspects = logLine
    if verdict != nil, state.lanes.contains(where: { !$0.suspects.isEmpty }) {
      suspects = rest.takeBottom(1)
    }
    if available.contains(.regularizers) { strip = rest.takeBottom(1) }
    let tableRows = state.lanes.isEmpty ? 0 : LaneTable.rows(state)
    var gradientRows = max(6, (rest.rows - tableRows) / 2)
    if !available.contains(.gradient) || rest.rows - tableRows - gradientRows < Self.leastLoss {
      gradientRows = 0
    }
    let gradient = rest.takeBottom(gradientRows)
    if tableRows > 0 { table = rest.takeBottom(tableRows) }
    add(.loss, rest)
    if gradientRows > 0 { add(.gradient, gradient) }
  }

  /// If the Loss pane would have fewer rows, the gradient is dropped.
  private static let leastLoss = 5

  /// The loss above the table, or the table alone.
  private mutating func small(_ state: State, _ area: Rect, _ available: Set<PaneID>) {
    var rest = area
    let rows = LaneTable.rows(state)
    if rest.rows > rows { takeVerdict(state, &rest, most: 1) }
    if rest.rows >= rows + 7 {
      suspects = rest.takeBottom(1)
      table = rest.takeBottom(rows)
      add(.loss, rest)
    } else {
      table = rest.takeTop(rows)
      suspects = rest.rows > 0 ? rest.takeTop(1) : nil
    }
  }

  /// The table of combinations takes the whole width, with the log below and the curves of the
  /// running folds above.
  private mutating func sweep(_ state: State, _ area: Rect) {
    var rest = area
    let isTall = rest.rows >= 28
    if rest.rows >= 33 { _ = rest.takeBottom(1) }
    if !isTall, rest.rows >= 12 { logLine = rest.takeBottom(1) }
    let log = rest.takeBottom(isTall ? 5 + (rest.rows - 28) / 8 : 0)
    let table = state.lanes.count + 3
    if rest.rows >= 12 {
      add(.loss, rest.takeTop(max(rest.rows * 2 / 5, rest.rows - table, 6)))
    }
    add(.lanes, rest)
    if isTall { add(.log, log) }
  }

  private mutating func takeVerdict(_ state: State, _ rest: inout Rect, most: Int = 2) {
    let rows = VerdictLine.lines(state, columns: rest.columns, most: most).count
    if rows > 0 { verdict = rest.takeBottom(rows) }
  }

  private mutating func add(_ pane: PaneID, _ rect: Rect) {
    places.append(PanePlace(pane: pane, rect: rect))
  }
}

extension State {
  /// True if early stopping is on in any running lane.
  fileprivate var hasEarlyStopping: Bool {
    lanes.contains { $0.phase != .off && $0.earlyStopping.on }
  }

  /// One pane fills the screen: on request, or because it has no place among the others.
  package var showsOnePane: Bool { isFullScreen || Layout(self).kind == .single }
}
