/// A size in screen cells.
package struct Size: Sendable, Equatable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// The purpose of a colour; `Palette` maps it to a terminal's colour.
package enum Ink: Sendable, Hashable {
  /// The terminal's own foreground or background.
  case standard
  /// Frames, ticks, less important text.
  case muted
  /// Titles and keys.
  case accent
  /// The colour of the lane with this index.
  case lane(Int)
  /// The same, fainter.
  case faint(Int)
  case good
  case warning
  case bad
  /// The maps' ramp, from 0 (almost nothing) to `Palette.reachCount` - 1 (all).
  case reach(Int)
  /// Text on that colour of the ramp.
  case onReach(Int)
  /// Growth, from 0 (a little) to `Palette.growthCount` - 1 (a lot).
  case growth(Int)
  /// The background of a map's rows from after the task was learned.
  case quiet
}

package struct Style: Sendable, Hashable {
  package var foreground: Ink
  package var background: Ink
  package var bold: Bool
  package var reverse: Bool
  package var underline: Bool
  /// Fainter than its ink, if the terminal supports it.
  package var dim: Bool

  package init(
    _ foreground: Ink = .standard, on background: Ink = .standard, bold: Bool = false,
    reverse: Bool = false, underline: Bool = false, dim: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.bold = bold
    self.reverse = reverse
    self.underline = underline
    self.dim = dim
  }
}

extension Style {
  /// Hashes one number instead of eight: a frame looks up thousands of styles.
  package func hash(into hasher: inout Hasher) {
    let flags = (bold ? 1 : 0) | (reverse ? 2 : 0) | (underline ? 4 : 0) | (dim ? 8 : 0)
    hasher.combine(foreground.code << 20 | background.code << 4 | flags)
  }
}

extension Ink {
  /// In 16 bits, nearly always different for different inks.
  fileprivate var code: Int {
    switch self {
    case .standard: 0
    case .muted: 1
    case .accent: 2
    case .good: 3
    case .warning: 4
    case .bad: 5
    case .quiet: 6
    case .lane(let i): 0x100 | i & 0xFF
    case .faint(let i): 0x200 | i & 0xFF
    case .reach(let i): 0x300 | i & 0xFF
    case .onReach(let i): 0x400 | i & 0xFF
    case .growth(let i): 0x500 | i & 0xFF
    }
  }
}

/// One cell of the screen: a scalar one column wide, or the first half of one two columns wide,
/// whose second half is `Unicode.Scalar(0)`.
package struct ScreenCell: Sendable, Equatable {
  package var scalar: Unicode.Scalar
  package var style: Style

  package init(_ scalar: Unicode.Scalar = " ", _ style: Style = Style()) {
    self.scalar = scalar
    self.style = style
  }
}

/// A frame ready for any terminal: rows of screen cells, row 0 on top.
package struct Screen: Sendable, Equatable {
  package let size: Size
  package private(set) var cells: [ScreenCell]

  package init(size: Size) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    cells = Array(repeating: ScreenCell(), count: self.size.columns * self.size.rows)
  }

  /// Outside the screen, reading gives a blank and writing does nothing.
  package subscript(column: Int, row: Int) -> ScreenCell {
    get {
      guard contains(column, row) else { return ScreenCell() }
      return cells[row * size.columns + column]
    }
    set {
      guard contains(column, row) else { return }
      cells[row * size.columns + column] = newValue
    }
  }

  private func contains(_ column: Int, _ row: Int) -> Bool {
    column >= 0 && row >= 0 && column < size.columns && row < size.rows
  }
}
