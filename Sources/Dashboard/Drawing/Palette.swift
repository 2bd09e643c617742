/// The colours of a theme, as numbers of xterm's 256 (16 and up: the first sixteen are the user's
/// own). Every ink has a contrast (WCAG 2.1) of at least 4.5 to the usual backgrounds of its theme,
/// #000000 and #1e1e1e or #ffffff and #fdf6e3; `muted` and `faint`, for less important text, at
/// least 3.
///
/// Lane colours follow Okabe and Ito (2008), distinguishable with all kinds of colour vision.
package struct Palette: Sendable, Equatable {
  package let lanes: [Int]
  /// Fainter lane colours, for less important curves.
  package let faint: [Int]
  package let muted: Int
  package let good: Int
  package let warning: Int
  package let bad: Int
  /// How much arrives: from almost nothing, close to the background, to everything, which stands
  /// out. Even steps of lightness.
  package let reach: [Int]
  /// Growth, from a little to a lot: a separate hue, orange to red.
  package let growth: [Int]
  /// A neutral background: near the terminal's own.
  package let quiet: Int

  /// Colours in `reach` and `growth` of every theme.
  package static let reachCount = 9
  package static let growthCount = 3

  package static func of(_ theme: Theme) -> Palette {
    switch theme {
    case .dark: dark
    case .light: light
    }
  }

  /// Lanes: blue, orange, bluish green, reddish purple, khaki, slate, pink, light green.
  private static let dark = Palette(
    lanes: [75, 215, 43, 170, 144, 103, 211, 156], faint: [67, 130, 30, 133, 101, 243, 132, 107],
    muted: 245,
    good: 71, warning: 227, bad: 203, reach: [17, 19, 55, 61, 67, 73, 116, 158, 231],
    growth: [214, 202, 196], quiet: 236)

  /// Lanes: blue, brown, dark cyan, purple, dark red, slate, rose, black.
  private static let light = Palette(
    lanes: [26, 94, 23, 127, 88, 60, 162, 16], faint: [68, 136, 30, 133, 131, 103, 132, 243],
    muted: 242, good: 22,
    warning: 58, bad: 160, reach: [195, 152, 109, 67, 61, 55, 19, 18, 17],
    growth: [208, 166, 124], quiet: 254)
}

extension Palette {
  /// The foreground or background colour of an ink on a terminal, as an ncurses colour number; nil
  /// is the terminal's own. With 8 and 16 colours all are the terminal's, in any theme.
  package static func color(_ ink: Ink, colors: Capabilities.Colors, theme: Theme) -> Int? {
    switch colors {
    case .none: return nil
    case .eight: return eight(ink)
    case .sixteen: return sixteen(ink)
    case .full: return of(theme).color(ink)
    }
  }

  /// The ink that replaces a dim one on 256 colours: terminals dim in different ways, and the
  /// result is often unreadable.
  package static func dimmed(_ ink: Ink) -> Ink {
    switch ink {
    case .lane(let i): .faint(i)
    case .standard, .accent: .muted
    default: ink
    }
  }

  private func color(_ ink: Ink) -> Int? {
    switch ink {
    case .standard, .accent: return nil
    case .muted: return muted
    case .lane(let i): return lanes[max(0, i) % lanes.count]
    case .faint(let i): return faint[max(0, i) % faint.count]
    case .good: return good
    case .warning: return warning
    case .bad: return bad
    case .reach(let i): return Self.entry(i, of: reach)
    case .onReach(let i): return Self.isBright(Self.entry(i, of: reach)) ? 16 : 231
    case .growth(let i): return Self.entry(i, of: growth)
    case .quiet: return quiet
    }
  }

  private static func entry(_ i: Int, of ramp: [Int]) -> Int {
    ramp[min(max(i, 0), ramp.count - 1)]
  }

  private static func sixteen(_ ink: Ink) -> Int? {
    switch ink {
    case .muted: return 8
    case .lane(let i), .faint(let i): return [12, 3, 2, 13, 6, 1, 9, 10][max(0, i) % 8]
    default: return eight(ink)
    }
  }

  private static func eight(_ ink: Ink) -> Int? {
    switch ink {
    case .standard, .muted, .accent, .reach, .onReach, .quiet: return nil
    case .lane(let i), .faint(let i): return [6, 3, 5, 2, 4, 1][max(0, i) % 6]
    case .good: return 2
    case .warning: return 3
    case .bad: return 1
    case .growth(let i): return i <= 0 ? 3 : 1
    }
  }
}

extension Palette {
  /// True if black text is more readable than white: its relative luminance (WCAG 2.1) gives a
  /// greater contrast to black.
  private static func isBright(_ color: Int) -> Bool {
    let red = level((color - 16) / 36)
    let green = level((color - 16) / 6 % 6)
    let blue = level((color - 16) % 6)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179
  }

  /// The linear light of the six steps of xterm's cube: 0, 95, 135, 175, 215 and 255 of 255.
  private static func level(_ step: Int) -> Double {
    [0, 0.1144, 0.2423, 0.4287, 0.6795, 1][min(max(step, 0), 5)]
  }
}
