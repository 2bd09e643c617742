import CNcurses
import Dashboard
import Glibc

/// Writes frames to ncurses: the differences from the previous frame, in runs of one style.
struct ScreenDifference {
  /// By default ncurses moves three or more rows by scrolling a region of the screen, with codes that
  /// recorders and smaller emulators do not know. It always rewrites fewer rows.
  private static let rowsAtOnce = 2

  private struct Look {
    var attributes: attr_t
    var pair: Int16
  }

  private let unicode: Bool
  private let colors: Capabilities.Colors
  private var pairs: ColorPairs
  private var looks: [Style: Look] = [:]
  private var last: Screen?
  private var run: [wchar_t] = []
  /// The last scalar found to be one column wide: a map asks for a few, thousands of times.
  private var lastNarrow: UInt32?

  init(_ capabilities: Capabilities, _ theme: Theme) {
    unicode = capabilities.unicode
    colors = capabilities.colors
    pairs = ColorPairs(capabilities.colors, theme)
  }

  /// Switches to the colours of another theme.
  mutating func use(_ theme: Theme) {
    pairs.use(theme)
    looks = [:]
    invalidate()
  }

  /// The next frame is drawn in full, over whatever the terminal shows then.
  mutating func invalidate() { last = nil }

  /// Draws nothing when the frame is the one already shown.
  /// - Parameter refreshed: called whenever ncurses has written a part of the frame.
  mutating func draw(_ screen: Screen, refreshed: () -> Void) {
    let before = last?.size == screen.size ? last : nil
    if before == screen { return }
    if before == nil {
      werase(curses_screen())
      clearok(curses_physical_screen(), true)
    }
    let width = screen.size.columns
    let isWhole = before == nil
    var waiting = 0
    screen.cells.withUnsafeBufferPointer { cells in
      (before ?? screen).cells.withUnsafeBufferPointer { old in
        for row in 0..<screen.size.rows {
          let changed = write(cells, row: row, width: width) {
            isWhole || cells[$0] != old[$0]
          }
          waiting += changed ? 1 : 0
          guard waiting == Self.rowsAtOnce else { continue }
          wrefresh(curses_screen())
          refreshed()
          waiting = 0
        }
      }
    }
    wrefresh(curses_screen())
    refreshed()
    last = screen
  }

  /// - Parameter changed: whether the screen cell at an index of `cells` must be written.
  /// - Returns: whether anything was written.
  private mutating func write(
    _ cells: UnsafeBufferPointer<ScreenCell>, row: Int, width: Int, changed: (Int) -> Bool
  ) -> Bool {
    let base = row * width
    var column = 0
    var wrote = false
    while column < width {
      guard changed(base + column) else {
        column += 1
        continue
      }
      wrote = true
      let start = column
      let style = cells[base + start].style
      run.removeAll(keepingCapacity: true)
      repeat {
        let isWide = column + 1 < width && cells[base + column + 1].scalar.value == 0
        append(cells[base + column].scalar, isWide: isWide)
        column += isWide ? 2 : 1
      } while column < width && cells[base + column].style == style && changed(base + column)
      let look = look(of: style)
      _ = curses_write(
        Int32(row), Int32(start), run, Int32(run.count), look.attributes, look.pair)
    }
    return wrote
  }

  /// Writes "?" for a scalar that the terminal could show in another width, or obey instead of show:
  /// one such scalar would shift the rest of the row.
  private mutating func append(_ scalar: Unicode.Scalar, isWide: Bool) {
    let value = scalar.value
    if !isWide, value >= 32, value < 127 {
      run.append(wchar_t(bitPattern: value))
    } else if !isWide, value == lastNarrow {
      run.append(wchar_t(bitPattern: value))
    } else if unicode, value >= 160, curses_width(wchar_t(bitPattern: value)) == (isWide ? 2 : 1) {
      if !isWide { lastNarrow = value }
      run.append(wchar_t(bitPattern: value))
    } else {
      run.append(value == 0 ? 32 : 63)
      if isWide { run.append(32) }
    }
  }

  private mutating func look(of style: Style) -> Look {
    if let known = looks[style] { return known }
    var attributes: attr_t = 0
    if style.bold { attributes |= curses_bold() }
    if style.reverse { attributes |= curses_reverse() }
    if style.underline { attributes |= curses_underline() }
    var foreground = style.foreground
    if style.dim, colors == .full {
      foreground = Palette.dimmed(foreground)
    } else if style.dim {
      attributes |= curses_dim()
    }
    let look = Look(
      attributes: attributes, pair: pairs.pair(foreground, on: style.background))
    looks[style] = look
    return look
  }
}
