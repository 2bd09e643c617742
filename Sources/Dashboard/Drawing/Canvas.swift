/// A screen that is being drawn on, with the terminal's capabilities. Every scalar of a frame
/// passes through `put`, so that nothing over 126 reaches an ASCII terminal.
package struct Canvas {
  package private(set) var screen: Screen
  package let unicode: Bool
  package let colors: Capabilities.Colors
  private let record: DrawingRecord?
  /// For each lane the index of its mark and colour, kept when other lanes are removed; empty: the
  /// lane's own index.
  private let seats: [Int]

  /// - Parameter record: collects texts that are cut or overwritten; for tests.
  package init(
    size: Size, capabilities: Capabilities, seats: [Int] = [], record: DrawingRecord? = nil
  ) {
    screen = Screen(size: size)
    self.seats = seats.enumerated().allSatisfy { $0.offset == $0.element } ? [] : seats
    unicode = capabilities.unicode
    colors = capabilities.colors
    self.record = record
  }

  package var bounds: Rect { Rect(screen.size) }

  /// An empty canvas for the same terminal, to be pasted later.
  package func part(_ size: Size) -> Canvas {
    Canvas(
      size: size, capabilities: Capabilities(colors: colors, unicode: unicode), seats: seats,
      record: record.map { _ in DrawingRecord() })
  }

  /// The index of a lane's mark and colour.
  package func seat(_ lane: Int) -> Int { seats.indices.contains(lane) ? seats[lane] : lane }

  package func mark(_ lane: Int) -> Unicode.Scalar { Glyphs.mark(seat(lane)) }

  /// Resolves lane inks by the lane's seat.
  private func inked(_ style: Style) -> Style {
    guard !seats.isEmpty, case .lane(let lane) = style.foreground else { return style }
    var style = style
    style.foreground = .lane(seat(lane))
    return style
  }

  /// Draws one scalar that is one cell wide; outside the screen it does nothing.
  @inline(__always)
  package mutating func put(
    _ scalar: Unicode.Scalar, _ column: Int, _ row: Int, _ style: Style = Style()
  ) {
    let safe = unicode || scalar.value < 127 ? scalar : Glyphs.ascii(scalar)
    record?.write(safe, column, row, isText: false)
    screen[column, row] = ScreenCell(safe, inked(style))
  }

  /// Draws text from anywhere: control characters are shown escaped, combining marks are dropped,
  /// wide scalars take two cells. Text that does not fit in `width`, or passes the screen's edge,
  /// is cut and ends in "…" ("~" in ASCII).
  ///
  /// - Returns: the columns used.
  @discardableResult
  package mutating func text(
    _ text: String, _ column: Int, _ row: Int, _ style: Style = Style(), width: Int = Int.max
  ) -> Int {
    let room = min(width, screen.size.columns - column)
    guard room > 0 else { return 0 }
    let scalars = text.unicodeScalars
    guard let end = cut(scalars, room) else { return draw(scalars[...], column, row, style, room) }
    record?.cut(text, kept: String(scalars[..<end]), column: column, row: row)
    let used = draw(scalars[..<end], column, row, style, room)
    return used + draw("…".unicodeScalars[...], column + used, row, style, room - used)
  }

  /// Where to cut text so that it and the "…" take at most `room` columns; nil: it fits. Trailing
  /// blanks need no room.
  private func cut(
    _ scalars: String.UnicodeScalarView, _ room: Int
  ) -> String.UnicodeScalarView.Index? {
    var used = 0
    // After the last letter that leaves room for the "…".
    var end = scalars.startIndex
    for index in scalars.indices {
      used += cells(scalars[index])
      if used > room {
        return scalars[index...].allSatisfy { $0 == " " } ? nil : Self.beforeNumber(end, scalars)
      }
      if used < room, scalars[index] != " " { end = scalars.index(after: index) }
    }
    return nil
  }

  /// Half a number is a different number: a cut inside one moves to before it.
  private static func beforeNumber(
    _ end: String.UnicodeScalarView.Index, _ scalars: String.UnicodeScalarView
  ) -> String.UnicodeScalarView.Index {
    var end = end
    while true {
      let (kept, rest) = (scalars[..<end], scalars[end...])
      let start = kept.lastIndex(of: " ").map { scalars.index(after: $0) } ?? kept.startIndex
      guard let next = rest.first, var digit = kept[start...].firstIndex(where: isDigit) else {
        return end
      }
      // "17 551" is one number.
      let group = rest.dropFirst().prefix(3)
      let isGroup = next == " " && group.count == 3 && group.allSatisfy(isDigit)
      guard isGroup || !" ,;)]".unicodeScalars.contains(next) else { return end }
      if digit > start, "-+.<".unicodeScalars.contains(scalars[scalars.index(before: digit)]) {
        digit = scalars.index(before: digit)
      }
      end =
        scalars[..<digit].lastIndex { $0 != " " }.map { scalars.index(after: $0) }
        ?? scalars.startIndex
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private func cells(_ scalar: Unicode.Scalar) -> Int {
    if TextWidth.isControl(scalar) { return TextWidth.escape(scalar).utf8.count }
    let cells = TextWidth.of(scalar)
    return unicode ? cells : min(1, cells)
  }

  private mutating func draw(
    _ scalars: Substring.UnicodeScalarView, _ column: Int, _ row: Int, _ style: Style, _ room: Int
  ) -> Int {
    var used = 0
    func write(_ scalar: Unicode.Scalar) {
      let safe = unicode || scalar.value < 127 ? scalar : Glyphs.ascii(scalar)
      record?.write(safe, column + used, row, isText: true)
      screen[column + used, row] = ScreenCell(safe, inked(style))
      used += 1
    }
    for scalar in scalars where used < room {
      if TextWidth.isControl(scalar) {
        for letter in TextWidth.escape(scalar).unicodeScalars { write(letter) }
        continue
      }
      let cells = self.cells(scalar)
      if cells == 0 { continue }
      write(scalar)
      if cells == 2 {
        screen[column + used, row] = ScreenCell(Unicode.Scalar(0), inked(style))
        used += 1
      }
    }
    return used
  }

  /// Draws text that ends at `end` (exclusive) and is cut at `width`.
  package mutating func textRight(
    _ string: String, end: Int, _ row: Int, _ style: Style = Style(), width: Int = Int.max
  ) {
    let needed = min(TextWidth.of(string), width, max(0, end))
    text(string, end - needed, row, style, width: needed)
  }

  package mutating func fill(_ rect: Rect, _ scalar: Unicode.Scalar = " ", _ style: Style = Style())
  {
    record?.clear(rect)
    for row in rect.row..<rect.row + rect.rows {
      for column in rect.column..<rect.column + rect.columns { put(scalar, column, row, style) }
    }
  }

  /// Copies rows of another canvas to a place; parts outside the screen are omitted.
  package mutating func paste(_ other: Canvas, rows: Range<Int>, column: Int, row: Int) {
    if let part = other.record { record?.add(part) }
    for (offset, from) in rows.enumerated() {
      for place in 0..<other.screen.size.columns {
        screen[column + place, row + offset] = other.screen[place, from]
      }
    }
  }

  package func isBlank(_ column: Int, _ row: Int) -> Bool { screen[column, row].scalar == " " }

  /// Draws a rounded frame, heavy if it has the focus, with titles in the upper edge.
  ///
  /// - Parameters:
  ///   - key: the letter that shows the pane, drawn before the title.
  ///   - title: parts separated by " · "; the last ones are dropped if there is no room for all.
  ///   - shorter: shown on the right if `right` has no room.
  ///   - reserve: columns of the upper edge, from its right end, that stay free of titles.
  /// - Returns: the rectangle inside.
  package mutating func frame(
    _ rect: Rect, key: Character? = nil, title: String, right: String = "", shorter: String = "",
    focused: Bool = false, reserve: Int = 0
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
      let start = rect.column + 3
      var used = 0
      if let key, room >= 3 {
        used += text("\(key) ", start, rect.row, Style(.accent, bold: true, underline: true))
      }
      let title = Self.fitting(title, width: room - used)
      used += text(title, start + used, rect.row, Style(.accent, bold: true), width: room - used)
      put(" ", start + used, rect.row)
      for right in [right, shorter] where !right.isEmpty {
        let rightWidth = TextWidth.of(right)
        guard used + rightWidth + 3 <= room else { continue }
        text(" " + right + " ", last - 3 - rightWidth - reserve, rect.row, Style(.muted))
        break
      }
    }
    return rect.inset(columns: 1, rows: 1)
  }

  /// A title without as many of its last parts as needed.
  private static func fitting(_ title: String, width: Int) -> String {
    var title = title
    while TextWidth.of(title) > width, let end = title.range(ofLast: " · ") {
      title = String(title[..<end])
    }
    return title
  }
}

extension String {
  /// The start of the last occurrence of `other`.
  fileprivate func range(ofLast other: String) -> Index? {
    var start = endIndex
    while start > startIndex {
      start = index(before: start)
      if self[start...].hasPrefix(other) { return start }
    }
    return nil
  }
}

extension Rect {
  /// An empty rectangle at a place.
  fileprivate init(_ column: Int, _ row: Int) {
    self.init(column: column, row: row, columns: 0, rows: 0)
  }
}
