import Telemetry

/// A data sheet laid out for a width: its head, then its sections below each other, small ones side
/// by side if there is room for two.
package struct DataSheetView {
  private static let besideFrom = 132
  private static let gap = 4

  private let capabilities: Capabilities
  private var places: [Place] = []
  /// Rows of the whole sheet.
  package private(set) var rows = 0

  private struct Place {
    /// Nil: the head.
    var section: DataSheet.Section?
    var block: any SheetBlock
    var column: Int
    var row: Int
    var width: Int

    /// The title's line, if there is one.
    var headRows: Int { section == nil ? 0 : 1 }
    var rows: Int { headRows + block.rows }
  }

  package init(_ sheet: DataSheet, width: Int, capabilities: Capabilities) {
    self.capabilities = capabilities
    let width = max(1, width)
    add(nil, SheetHead.block(sheet, width: width), width: width)
    var index = 0
    while index < sheet.sections.count {
      let section = sheet.sections[index]
      let next = index + 1 < sheet.sections.count ? sheet.sections[index + 1] : nil
      if width >= Self.besideFrom, section.isSmall, let next, next.isSmall {
        let half = (width - Self.gap) / 2
        let row = rows
        add(section, block(section.body, width: half), width: half)
        let below = rows
        rows = row
        add(next, block(next.body, width: half), column: width - half, width: half)
        rows = max(rows, below)
        index += 2
      } else {
        add(section, block(section.body, width: width), width: width)
        index += 1
      }
    }
    rows = max(0, rows - 1)
  }

  /// Adds a piece below the others, with a blank row after it.
  private mutating func add(
    _ section: DataSheet.Section?, _ block: any SheetBlock, column: Int = 0, width: Int
  ) {
    let place = Place(section: section, block: block, column: column, row: rows, width: width)
    places.append(place)
    rows += place.rows + 1
  }

  private func block(_ body: DataSheet.Body, width: Int) -> any SheetBlock {
    switch body {
    case .table(let table): SheetTable(table, width: width)
    case .steps(let steps):
      SheetSteps.block(steps, width: width, arrow: capabilities.unicode ? "→" : "->")
    case .bars(let bars): SheetBars(bars, width: width)
    case .classes(let classes): SheetClasses(classes, width: width)
    case .histogram(let histogram): SheetHistogram(histogram, width: width)
    case .map(let map): SheetMap(map, width: width)
    case .curves(let curves): SheetCurves(curves, width: width)
    case .text(let paragraphs): SheetText.block(paragraphs, width: width)
    }
  }

  /// Fills the rectangle with rows of the sheet, starting at row `first`.
  package func draw(into canvas: inout Canvas, _ rect: Rect, first: Int = 0) {
    guard !rect.isEmpty else { return }
    for place in places {
      let from = max(0, first - place.row)
      let to = min(place.rows, first + rect.rows - place.row)
      guard from < to else { continue }
      var own = canvas.part(Size(columns: place.width, rows: place.rows))
      draw(place, from..<to, &own)
      canvas.paste(
        own, rows: from..<to, column: rect.column + place.column,
        row: rect.row + place.row + from - first)
    }
  }

  private func draw(_ place: Place, _ visible: Range<Int>, _ canvas: inout Canvas) {
    guard let section = place.section else {
      return place.block.draw(into: &canvas, visible: visible)
    }
    if visible.contains(0) { heading(section, place.width, &canvas) }
    let from = max(0, visible.lowerBound - 1)
    guard from < visible.upperBound - 1 else { return }
    var body = canvas.part(Size(columns: place.width, rows: place.block.rows))
    place.block.draw(into: &body, visible: from..<visible.upperBound - 1)
    canvas.paste(body, rows: from..<visible.upperBound - 1, column: 0, row: from + 1)
  }

  /// "Columns ─────────────── 2 of 8 used ─".
  private func heading(_ section: DataSheet.Section, _ width: Int, _ canvas: inout Canvas) {
    for column in 1..<max(1, width - 1) { canvas.put("─", column, 0, Style(.muted)) }
    var used = 1
    if !section.title.isEmpty {
      used += canvas.text(
        section.title.shortened(to: max(0, width - 4)) + " ", 1, 0, Style(.accent, bold: true),
        width: max(0, width - 2))
    }
    let note = TextWidth.of(section.note)
    if note > 0, used + note + 4 < width {
      canvas.text(" " + section.note + " ", width - 4 - note, 0, Style(.muted))
    }
  }
}

extension DataSheet.Section {
  /// True if it reads well at half the width.
  fileprivate var isSmall: Bool {
    switch body {
    case .table, .steps: false
    case .curves(let curves): curves.parts.isEmpty && curves.lines.count <= 3
    case .bars, .classes, .histogram, .map, .text: true
    }
  }
}
