/// What the colours are made for: the terminal's background.
package enum Theme: String, Sendable, CaseIterable {
  case dark
  case light
}
