import CNcurses
import Dashboard

/// Hands out the terminal's limited colour pairs: xterm and linux have 64.
struct ColorPairs {
  private struct Pair: Hashable {
    var foreground: Int
    var background: Int
  }

  private let colors: Capabilities.Colors
  private let available: Int
  private let colorCount: Int
  /// The number for the terminal's own colour: -1, or white on black if it has none.
  private let ownForeground: Int
  private let ownBackground: Int
  private var theme: Theme
  private var pairs: [Pair: Int16] = [:]

  /// Starts colour in ncurses, unless it is not wanted: then no colour code is ever written.
  init(_ colors: Capabilities.Colors, _ theme: Theme) {
    self.theme = theme
    guard colors != .none, start_color() == OK else {
      self.colors = .none
      (available, colorCount, ownForeground, ownBackground) = (0, 0, -1, -1)
      return
    }
    let hasOwn = use_default_colors() == OK
    self.colors = colors
    available = min(Int(curses_color_pairs()), Int(Int16.max))
    colorCount = Int(curses_colors())
    (ownForeground, ownBackground) = hasOwn ? (-1, -1) : (7, 0)
  }

  /// Switches to another theme; all pairs become free.
  mutating func use(_ theme: Theme) {
    self.theme = theme
    pairs = [:]
  }

  /// The number of the pair for two inks. If all are taken, the background is dropped first, then
  /// the foreground: the text stays readable.
  mutating func pair(_ foreground: Ink, on background: Ink) -> Int16 {
    guard colors != .none else { return 0 }
    let wanted = Pair(
      foreground: number(foreground) ?? ownForeground,
      background: number(background) ?? ownBackground)
    return take(wanted)
      ?? take(Pair(foreground: wanted.foreground, background: ownBackground)) ?? 0
  }

  private mutating func take(_ pair: Pair) -> Int16? {
    if pair.foreground == ownForeground, pair.background == ownBackground { return 0 }
    if let known = pairs[pair] { return known }
    let new = Int16(clamping: pairs.count + 1)
    guard Int(new) < available else { return nil }
    guard init_pair(new, Int16(pair.foreground), Int16(pair.background)) == OK else { return nil }
    pairs[pair] = new
    return new
  }

  private func number(_ ink: Ink) -> Int? {
    guard let color = Palette.color(ink, colors: colors, theme: theme), color < colorCount else {
      return nil
    }
    return color
  }
}
