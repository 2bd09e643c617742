import Telemetry

/// The colours of a picture: those of a terminal with 256 colours, as RGB.
struct PictureColors {
  private let theme: Theme
  private let ink: RGB
  private let paper: RGB

  private struct RGB: Equatable {
    var red: Int
    var green: Int
    var blue: Int

    var text: String { "#" + [red, green, blue].map(Self.hex).joined() }

    private static func hex(_ part: Int) -> String {
      let digits = String(part, radix: 16)
      return digits.utf8.count < 2 ? "0" + digits : digits
    }
  }

  init(_ theme: Theme) {
    self.theme = theme
    switch theme {
    case .dark:
      (ink, paper) = (RGB(red: 212, green: 212, blue: 212), RGB(red: 30, green: 30, blue: 30))
    case .light:
      (ink, paper) = (RGB(red: 40, green: 40, blue: 40), RGB(red: 255, green: 255, blue: 255))
    }
  }

  /// The picture's background.
  var ground: String { paper.text }

  func foreground(_ style: Style) -> String { pair(style).front.text }

  /// The background of a style; nil: the picture's.
  func background(_ style: Style) -> String? {
    let back = pair(style).back
    return back == paper ? nil : back.text
  }

  /// The foreground mixed over the background with this share, 0...1.
  func mixed(_ style: Style, _ share: Double) -> String {
    let (front, back) = pair(style)
    func mix(_ part: (RGB) -> Int) -> Int {
      WholeNumber.rounded(share * Double(part(front)) + (1 - share) * Double(part(back)))
    }
    return RGB(red: mix(\.red), green: mix(\.green), blue: mix(\.blue)).text
  }

  private func pair(_ style: Style) -> (front: RGB, back: RGB) {
    let ink = style.dim ? Palette.dimmed(style.foreground) : style.foreground
    let front = color(ink) ?? self.ink
    let back = color(style.background) ?? paper
    return style.reverse ? (back, front) : (front, back)
  }

  private func color(_ ink: Ink) -> RGB? {
    Palette.color(ink, colors: .full, theme: theme).map(Self.ofTerminal)
  }

  /// xterm's cube of 6 x 6 x 6 from 16, and its greys from 232.
  private static func ofTerminal(_ number: Int) -> RGB {
    guard number < 232 else {
      let grey = 8 + 10 * (min(number, 255) - 232)
      return RGB(red: grey, green: grey, blue: grey)
    }
    let steps = [0, 95, 135, 175, 215, 255]
    let place = max(0, number - 16)
    return RGB(
      red: steps[place / 36 % 6], green: steps[place / 6 % 6], blue: steps[place % 6])
  }
}
