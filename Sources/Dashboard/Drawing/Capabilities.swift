/// The capabilities of the terminal.
package struct Capabilities: Sendable, Equatable {
  package enum Colors: Int, Sendable { case none, eight, sixteen, full }
  package var colors: Colors
  /// False if the locale is not UTF-8, or with `--ascii`: nothing over 126 may be drawn.
  package var unicode: Bool

  package init(colors: Colors, unicode: Bool) {
    self.colors = colors
    self.unicode = unicode
  }
}
