package struct Notice: Sendable, Equatable {
  package var text: String
  package var until: Double
}

/// Removed by `expire`, or by any key; drawn by `FooterLine`.
extension State {
  package static let noticeSeconds = 4.0

  package mutating func say(_ text: String) {
    notice = Notice(text: text, until: now + Self.noticeSeconds)
  }
}
