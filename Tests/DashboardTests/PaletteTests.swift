import Dashboard
import Foundation
import Testing

@Suite struct PaletteTests {
  private static let lanes = (0..<8).map { Ink.lane($0) }

  /// WCAG 2.1, relative luminance; of a colour of xterm's cube or its row of greys.
  private func luminance(_ color: Int) -> Double {
    let steps = [0.0, 95, 135, 175, 215, 255]
    let rgb: [Double] =
      color >= 232
      ? Array(repeating: Double(8 + 10 * (color - 232)), count: 3)
      : [(color - 16) / 36, (color - 16) / 6 % 6, (color - 16) % 6].map { steps[$0] }
    let linear = rgb.map { value in
      let share = value / 255
      return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  private func contrast(_ one: Double, _ other: Double) -> Double {
    (max(one, other) + 0.05) / (min(one, other) + 0.05)
  }

  /// Luminance of the backgrounds that a theme is for: #000000 and #1e1e1e, #ffffff and #fdf6e3.
  private static let backgrounds: [Theme: [Double]] = [
    .dark: [0, 0.01298], .light: [1, 0.9241],
  ]

  private static let quiet = [Ink.muted] + (0..<8).map { Ink.faint($0) }
  private static let loud = lanes + [.good, .warning, .bad]

  /// WCAG 2.1: 4.5 for text, 3 for what steps back.
  @Test(arguments: Theme.allCases)
  func everyInkIsReadOnItsBackgrounds(_ theme: Theme) throws {
    for ink in Self.loud + Self.quiet {
      let color = try #require(Palette.color(ink, colors: .full, theme: theme))
      #expect(color >= 16, "\(ink): the first sixteen colours are the user's own")
      for background in try #require(Self.backgrounds[theme]) {
        let found = contrast(luminance(color), background)
        #expect(found >= (Self.quiet.contains(ink) ? 3 : 4.5), "\(ink) on \(background): \(found)")
      }
    }
  }

  @Test(arguments: Theme.allCases)
  func textIsReadOnTheRamp(_ theme: Theme) throws {
    for level in 0..<Palette.reachCount {
      let on = try #require(Palette.color(.reach(level), colors: .full, theme: theme))
      let text = try #require(Palette.color(.onReach(level), colors: .full, theme: theme))
      #expect(contrast(luminance(on), luminance(text)) >= 4.5, "level \(level)")
    }
  }

  @Test(arguments: [Capabilities.Colors.eight, .sixteen, .full], Theme.allCases)
  func lanesDiffer(_ colors: Capabilities.Colors, _ theme: Theme) throws {
    // Of eight colours six can be lanes': then the marks tell them apart.
    let chosen = try Self.lanes.prefix(colors == .eight ? 6 : 8).map {
      try #require(Palette.color($0, colors: colors, theme: theme))
    }
    #expect(Set(chosen).count == chosen.count)
  }

  /// Black and white may be the background; bright black is for what steps back.
  @Test func sixteenColoursAvoidBackgrounds() {
    for ink in Self.lanes + [.good, .warning, .bad] {
      let color = Palette.color(ink, colors: .sixteen, theme: .light) ?? -1
      #expect((1...6).contains(color) || (9...14).contains(color), "\(ink): \(color)")
    }
    #expect(Palette.color(.muted, colors: .sixteen, theme: .dark) == 8)
    for ink in Self.lanes + [.muted, .good, .bad] {
      #expect(Palette.color(ink, colors: .none, theme: .dark) == nil)
      #expect((Palette.color(ink, colors: .eight, theme: .dark) ?? 1) < 8)
    }
  }

  /// Away from the background, in steps of lightness (CIE L*) that are seen.
  @Test(arguments: Theme.allCases)
  func theRampStrikesTheEyeMoreAndMore(_ theme: Theme) {
    let ramp = Palette.of(theme).reach.map { color in
      let light = luminance(color)
      return light > 0.008856 ? 116 * cbrt(light) - 16 : 903.3 * light
    }
    #expect(ramp.count == Palette.reachCount)
    for (a, b) in zip(ramp, ramp.dropFirst()) {
      #expect((theme == .dark ? b - a : a - b) >= 5)
    }
  }

  @Test func whatIsDimIsFaint() {
    #expect(Palette.dimmed(.lane(2)) == .faint(2) && Palette.dimmed(.standard) == .muted)
    #expect(Palette.dimmed(.bad) == .bad)
  }

  @Test(arguments: Theme.allCases)
  func quietRowsStepBack(_ theme: Theme) throws {
    let quiet = try #require(Palette.color(.quiet, colors: .full, theme: theme))
    for background in try #require(Self.backgrounds[theme]) {
      #expect(contrast(luminance(quiet), background) < 2)
    }
  }

  @Test(arguments: Theme.allCases)
  func growthIsAFamilyOfItsOwn(_ theme: Theme) {
    let palette = Palette.of(theme)
    #expect(palette.growth.count == Palette.growthCount)
    #expect(Set(palette.growth).isDisjoint(with: palette.reach))
    // More red than blue, where the ramp nowhere is.
    func redness(_ color: Int) -> Int { (color - 16) / 36 - (color - 16) % 6 }
    #expect(palette.growth.allSatisfy { redness($0) >= 2 })
    #expect(palette.reach.allSatisfy { redness($0) <= 0 })
  }
}
