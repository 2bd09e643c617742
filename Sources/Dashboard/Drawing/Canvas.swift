/// A screen that is being drawn on, with what the terminal can show. Every scalar of a frame passes
/// `put`, so that nothing over 126 reaches a terminal that knows only ASCII.
package struct Canvas {
  package private(set) var screen: Screen
  package let unicode: Bool
  package let colors: Capabilities.Colors

  package init(size: Size, capabilities: Capabilities) {
    screen = Screen(size: size)
    unicode = capabilities.unicode
    colors = capabilities.colors
  }

  package var bounds: Rect { Rect(screen.size) }

  /// Draws one scalar that is one cell wide; outside the screen it does nothing.
  @inline(__always)
  package mutating func put(
    _ scalar: Unicode.Scalar, _ column: Int, _ row: Int, _ style: Style = Style()
  ) {
    let safe = unicode || scalar.value < 127 ? scalar : Glyphs.ascii(scalar)
    screen[column, row] = ScreenCell(safe, style)
  }

  /// Draws text from anywhere: control characters are shown escaped, combining marks are dropped,
  /// wide scalars take two cells, and what does not fit in `width` is cut.
  ///
  /// - Returns: the columns used.
  @discardableResult
  package mutating func text(
    _ text: String, _ column: Int, _ row: Int, _ style: Style = Style(), width: Int = Int.max
  ) -> Int {
    var used = 0
    for scalar in text.unicodeScalars {
      if TextWidth.isControl(scalar) {
        for letter in TextWidth.escape(scalar).unicodeScalars {
          if used + 1 > width { return used }
          put(letter, column + used, row, style)
          used += 1
        }
        continue
      }
      var cells = TextWidth.of(scalar)
      if cells == 0 { continue }
      if !unicode { cells = 1 }
      if used + cells > width { return used }
      put(scalar, column + used, row, style)
      if cells == 2 {
        // A wide scalar in the last column would leave its second half outside.
        if column + used + 1 >= screen.size.columns {
          put(" ", column + used, row, style)
        } else {
          screen[column + used + 1, row] = ScreenCell(Unicode.Scalar(0), style)
        }
      }
      used += cells
    }
    return used
  }

  /// Text that ends at `end` (exclusive) and is cut at `width`.
  package mutating func textRight(
    _ string: String, end: Int, _ row: Int, _ style: Style = Style(), width: Int = Int.max
  ) {
    let needed = min(TextWidth.of(string), width)
    text(string, end - needed, row, style, width: needed)
  }

  package mutating func fill(_ rect: Rect, _ scalar: Unicode.Scalar = " ", _ style: Style = Style())
  {
    for row in rect.row..<rect.row + rect.rows {
      for column in rect.column..<rect.column + rect.columns { put(scalar, column, row, style) }
    }
  }

  /// Copies rows of another canvas to a place; what lies outside the screen is left away.
  package mutating func paste(_ other: Canvas, rows: Range<Int>, column: Int, row: Int) {
    for (offset, from) in rows.enumerated() {
      for place in 0..<other.screen.size.columns {
        screen[column + place, row + offset] = other.screen[place, from]
      }
    }
  }

  package func isBlank(_ column: Int, _ row: Int) -> Bool { screen[column, row].scalar == " " }

  /// A rounded frame, heavy where it has the focus, with its titles in the upper edge.
  ///
  /// - Parameters:
  ///   - shorter: stands on the right where `right` has no room.
  ///   - reserve: columns of the upper edge, from its right end, that stay free of titles.
  /// - Returns: what lies inside.
  package mutating func frame(
    _ rect: Rect, title: String, right: String = "", shorter: String = "", focused: Bool = false,
    reserve: Int = 0
  ) -> Rect {
    guard rect.columns >= 2, rect.rows >= 2 else { return Rect(rect.column, rect.row) }
    let style = Style(focused ? .standard : .muted, bold: focused)
    let (h, v): (Unicode.Scalar, Unicode.Scalar) = focused ? ("━", "┃") : ("─", "│")
    let (last, bottom) = (rect.column + rect.columns - 1, rect.row + rect.rows - 1)
    for column in rect.column + 1..<max(rect.column + 1, last) {
      put(h, column, rect.row, style)
      put(h, column, bottom, style)
    }
    for row in rect.row + 1..<max(rect.row + 1, bottom) {
      put(v, rect.column, row, style)
      put(v, last, row, style)
    }
    put(focused ? "┏" : "╭", rect.column, rect.row, style)
    put(focused ? "┓" : "╮", last, rect.row, style)
    put(focused ? "┗" : "╰", rect.column, bottom, style)
    put(focused ? "┛" : "╯", last, bottom, style)
    let room = rect.columns - 6 - reserve
    if room > 0, !title.isEmpty {
      put(" ", rect.column + 2, rect.row)
      let used = text(title, rect.column + 3, rect.row, Style(.accent, bold: true), width: room)
      put(" ", rect.column + 3 + used, rect.row)
      for right in [right, shorter] where !right.isEmpty {
        let rightWidth = TextWidth.of(right)
        guard used + rightWidth + 3 <= room else { continue }
        text(" " + right + " ", last - 3 - rightWidth - reserve, rect.row, Style(.muted))
        break
      }
    }
    return rect.inset(columns: 1, rows: 1)
  }
}

extension Rect {
  /// Nothing, at a place.
  fileprivate init(_ column: Int, _ row: Int) {
    self.init(column: column, row: row, columns: 0, rows: 0)
  }
}
