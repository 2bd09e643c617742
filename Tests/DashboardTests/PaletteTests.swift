import Dashboard
import Foundation
import Testing

@Suite struct PaletteTests {
  private static let lanes = (0..<6).map { Ink.lane($0) }

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

  @Test func standsOnBlackAndOnWhite() throws {
    for ink in Self.lanes + [.muted, .good, .warning, .bad] {
      let color = try #require(Palette.color(ink, colors: .full))
      #expect(color >= 16, "\(ink): the first sixteen colours are the user's own")
      let light = luminance(color)
      #expect((light + 0.05) / 0.05 >= 3, "\(ink) on black")
      #expect(1.05 / (light + 0.05) >= 3, "\(ink) on white")
    }
  }

  @Test(arguments: [Capabilities.Colors.eight, .sixteen, .full])
  func lanesDiffer(_ colors: Capabilities.Colors) throws {
    let chosen = try Self.lanes.map { try #require(Palette.color($0, colors: colors)) }
    #expect(Set(chosen).count == chosen.count)
  }

  /// Black and white may be the background; bright black is for what steps back.
  @Test func sixteenColoursAvoidBackgrounds() {
    for ink in Self.lanes + [.good, .warning, .bad] {
      let color = Palette.color(ink, colors: .sixteen) ?? -1
      #expect((1...6).contains(color) || (9...14).contains(color), "\(ink): \(color)")
    }
    #expect(Palette.color(.muted, colors: .sixteen) == 8)
    for ink in Self.lanes + [.muted, .good, .bad] {
      #expect(Palette.color(ink, colors: .none) == nil)
      #expect((Palette.color(ink, colors: .eight) ?? 1) < 8)
    }
  }

  /// The map's ramp gets brighter, step by step.
  @Test func rampRises() throws {
    let ramp = try (0..<16).map {
      luminance(try #require(Palette.color(.ramp($0), colors: .full)))
    }
    for (a, b) in zip(ramp, ramp.dropFirst()) { #expect(b > a) }
  }
}
