import Telemetry

extension PaneID {
  package static let data = PaneID("Data")
}

/// The contents of the data and their preparation.
package struct DataPane: Pane {
  package let id = PaneID.data
  package let key: Character = "D"
  package let help = [
    "The data and the task; the columns with their kinds, ranges and missing values; what each",
    "step of the preparation changed, with values before and after; how balanced the parts and",
    "classes are, how long the sequences are, and what examples look like.",
    "`rnn-tui data FILE` prints the same without training.",
  ]

  package init() {}

  package func isAvailable(_ state: State) -> Bool { state.info?.dataSheet != nil }

  package func whyUnavailable(_ state: State) -> String {
    "there is no description of the data"
  }

  package func move(_ state: inout State, dx: Int, dy: Int, in rect: Rect?) {
    guard let sheet = state.info?.dataSheet else { return }
    let inner = (rect ?? Rect(state.size)).inset(columns: 1, rows: 1)
    let view = DataSheetView(sheet, width: inner.columns, capabilities: state.capabilities)
    let last = max(0, view.rows - inner.rows)
    state.dataScroll = min(max(0, min(state.dataScroll, last) + dy), last)
  }

  package func arrows(_ state: State) -> String? { "scroll" }

  package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
    let room = rect.inset(columns: 1, rows: 1)
    let sheet = context.state.info?.dataSheet
    let view = sheet.map {
      DataSheetView($0, width: room.columns, capabilities: context.state.capabilities)
    }
    let rows = view?.rows ?? 0
    let first = min(max(0, context.state.dataScroll), max(0, rows - room.rows))
    let isLong = rows > room.rows
    let lines = "lines \(first + 1)-\(min(rows, first + room.rows)) of \(rows)"
    let inner = canvas.frame(
      rect, key: key, title: "Data", right: isLong ? lines : "", focused: context.isFocused)
    view?.draw(into: &canvas, inner, first: first)
  }
}
