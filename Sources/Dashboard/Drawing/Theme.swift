/// The terminal background that the colours are made for.
package enum Theme: String, Sendable, CaseIterable {
  case dark
  case light
}
