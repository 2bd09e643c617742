import Telemetry

extension PaneID {
  package static let gates = PaneID("Gates")
}

/// How open the gates of every layer are, how many states are saturated, and which units are dead.
package struct GatesPane: Pane {
  package let id = PaneID.gates
  package let key: Character = "T"
  package let help = [
    "A bar is all values of a gate over units, steps and sequences: closed (below 0.1), open (above",
    "0.9) or in between. The number is their mean. An open forget gate (LSTM) or update gate (GRU)",
    "remembers; a closed one forgets. minGRU's update gate is the other way round: open, it",
    "replaces h.",
    "A gate that is saturated everywhere hardly learns any more.",
    "half open: most values are in between. shut or wide open: nearly all are at one bound or the",
    "other.",
    "state h: the share of h at the bounds of its activation, where the gradient is almost zero.",
    "dead: units whose state did not change over a whole batch; they carry no information.",
  ]

  package init() {}

  package var usesDiagnostics: Bool { true }

  package func isAvailable(_ state: State) -> Bool {
    state.lanes.contains { $0.phase != .off && !$0.layers.isEmpty }
  }

  package func whyUnavailable(_ state: State) -> String {
    "no layer measured yet"
  }

  package func move(_ state: inout State, dx: Int, dy: Int, in rect: Rect?) {
    if dx != 0 { state.selectLane(by: dx) }
    let shown = max(0, (rect?.rows ?? 0) - 2 - GateTable.headRows)
    let last = max(0, GateTable.lines(state).count - shown)
    state.gateScroll = min(max(0, min(state.gateScroll, last) + dy), last)
  }

  package func arrows(_ state: State) -> String? { "scroll" }

  /// Rows of all lanes without scrolling, with the axis.
  package static func rows(_ state: State) -> Int {
    GateTable.headRows + GateTable.lines(state).count
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let state = context.state
    let isWide = rect.columns >= 120
    let legend = isWide ? "closed < 0.1 ░  between ▒  open > 0.9 █" : Self.legend
    let cost = context.isFullScreen ? DiagnosticsShare.text(state.lanes) : nil
    let inner = canvas.frame(
      rect, key: key, title: isWide ? "Gates · share of their values" : "Gates",
      right: (cost.map { $0 + " · " } ?? "") + legend, shorter: legend, focused: context.isFocused)
    GateTable(state: state, isAiry: context.isFullScreen).draw(
      into: &canvas, inner.inset(columns: 1, rows: 0))
  }

  private static let legend = "< 0.1 ░  between ▒  > 0.9 █"
}
