/// The foreground or background colour of an ink on a terminal, as an ncurses colour number; nil is
/// the terminal's own. Lane colours follow Okabe and Ito (2008), told apart by all kinds of colour
/// vision, in tones of a middle lightness that stand on a dark and on a light background: every ink
/// of 256 colours has a contrast of 3 and more (WCAG) to black and to white.
package enum Palette {
  package static func color(_ ink: Ink, colors: Capabilities.Colors) -> Int? {
    switch colors {
    case .none: return nil
    case .eight: return eight(ink)
    case .sixteen: return sixteen(ink)
    case .full: return full(ink)
    }
  }

  private static func full(_ ink: Ink) -> Int? {
    switch ink {
    case .standard, .accent: return nil
    case .muted: return 244
    case .lane(let i): return lanes[max(0, i) % lanes.count]
    case .good: return 28
    case .warning: return 136
    case .bad: return 160
    case .ramp(let i): return ramp[min(max(i, 0), 15)]
    case .reach(let i): return reach[min(max(i, 0), reach.count - 1)]
    case .growth(let i): return growth[min(max(i, 0), growth.count - 1)]
    case .quiet: return 236
    }
  }

  /// Blue, vermilion, bluish green, reddish purple, brown, slate.
  private static let lanes = [32, 166, 29, 169, 94, 103]

  /// Dark to bright in even steps of lightness, through purple and orange (as inferno).
  private static let ramp = [
    16, 17, 53, 54, 89, 90, 126, 161, 167, 203, 208, 214, 220, 221, 227, 230,
  ]

  private static let reach = [16, 17, 18, 19, 25, 31, 37, 79, 158]
  private static let growth = [220, 208, 196]

  private static func sixteen(_ ink: Ink) -> Int? {
    switch ink {
    case .muted: return 8
    case .lane(let i): return [12, 3, 2, 13, 6, 1][max(0, i) % 6]
    default: return eight(ink)
    }
  }

  private static func eight(_ ink: Ink) -> Int? {
    switch ink {
    case .standard, .muted, .accent, .ramp, .reach, .quiet: return nil
    case .growth: return 1
    case .lane(let i): return [6, 3, 5, 2, 4, 1][max(0, i) % 6]
    case .good: return 2
    case .warning: return 3
    case .bad: return 1
    }
  }
}
