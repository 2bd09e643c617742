/// The terminal background that the colours suit.
package enum Theme: String, Sendable, CaseIterable {
  case dark
  case light
}
