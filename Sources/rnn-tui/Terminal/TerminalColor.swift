import Dashboard
import Glibc

/// A colour that a terminal reports; components 0...1.
package struct TerminalColor: Equatable, Sendable {
  package let red: Double
  package let green: Double
  package let blue: Double

  package init(red: Double, green: Double, blue: Double) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// As XParseColor writes it: "rgb:1e1e/1e1e/1e1e" with one to four digits each, "rgba:" with a
  /// fourth part, or "#1e1e1e". Nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts: [Substring]
    if text.hasPrefix("#") {
      let digits = Substring(text.dropFirst())
      let size = digits.utf8.count / 3
      guard (1...4).contains(size), digits.utf8.count == size * 3, digits.allSatisfy(\.isASCII)
      else { return nil }
      parts = (0..<3).map { digits.dropFirst($0 * size).prefix(size) }
    } else if text.hasPrefix("rgb:") || text.hasPrefix("rgba:") {
      parts = Substring(text).drop { $0 != ":" }.dropFirst().split(
        separator: "/", omittingEmptySubsequences: false)
    } else {
      return nil
    }
    let shares = parts.prefix(3).compactMap(Self.share)
    guard shares.count == 3, parts.count == 3 || text.hasPrefix("rgba:") && parts.count == 4 else {
      return nil
    }
    self.init(red: shares[0], green: shares[1], blue: shares[2])
  }

  private static func share(_ digits: Substring) -> Double? {
    guard (1...4).contains(digits.utf8.count), digits.allSatisfy(\.isHexDigit),
      let value = Int(digits, radix: 16)
    else { return nil }
    return Double(value) / Double(1 << (4 * digits.utf8.count) - 1)
  }

  /// The theme for this background: the one whose text, light or dark, has the greater contrast
  /// (WCAG 2.1, relative luminance).
  package var theme: Theme {
    func linear(_ share: Double) -> Double {
      share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    return luminance > 0.179 ? .light : .dark
  }

  /// "#1e1e1e".
  package var text: String {
    "#"
      + [red, green, blue].map { share in
        let digits = String(Int((min(max(share, 0), 1) * 255).rounded()), radix: 16)
        return digits.utf8.count < 2 ? "0" + digits : digits
      }.joined()
  }
}
