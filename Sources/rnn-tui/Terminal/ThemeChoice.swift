import Dashboard

/// The theme in use, and why.
package struct ThemeChoice: Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    case requested
    /// The terminal reported its background.
    case background(TerminalColor)
    /// COLORFGBG, with its value.
    case environment(String)
    /// Unknown: the default.
    case unknown
  }

  package let theme: Theme
  package let reason: Reason

  /// - Parameters:
  ///   - requested: `--theme`.
  ///   - background: as the terminal reported it.
  ///   - environment: COLORFGBG.
  package init(requested: Theme?, background: TerminalColor?, environment: String?) {
    if let requested {
      (theme, reason) = (requested, .requested)
    } else if let background {
      (theme, reason) = (background.theme, .background(background))
    } else if let environment, let theme = Self.theme(ofColorFgBg: environment) {
      (self.theme, reason) = (theme, .environment(environment))
    } else {
      (theme, reason) = (.dark, .unknown)
    }
  }

  /// "15;0", or "15;default;0": the last number is the background, one of sixteen colours. White and
  /// the bright colours, except dark grey, are light.
  private static func theme(ofColorFgBg text: String) -> Theme? {
    guard let last = text.split(separator: ";").last, let color = Int(last) else { return nil }
    switch color {
    case 0...6, 8: return .dark
    case 7, 9...15: return .light
    default: return nil
    }
  }
}
