import Telemetry

/// Everything that can happen to the dashboard.
package enum Message: Sendable {
  case key(Key)
  case snapshot(SessionSnapshot)
  case resize(Size)
  /// The session is asked to end and saves; keys of training mean nothing any more.
  case leaving
  /// Time passes, so that a toast or a spinner can end: seconds on a monotonic clock.
  case tick(Double)
}

/// A key as the terminal tells it.
package enum Key: Sendable, Hashable {
  case character(Character)
  case enter
  case escape
  case tab
  case backTab
  case backspace
  case up
  case down
  case left
  case right
  case home
  case end
  case pageUp
  case pageDown
  case function(Int)
  case controlC
}

/// What the dashboard asks of the program around it.
package enum Effect: Sendable, Equatable {
  case send(Command)
  /// End this session (its best weights are saved) and open the preset of this name.
  case openPreset(String)
  /// Save and leave.
  case quit
}

/// What the terminal can show.
package struct Capabilities: Sendable, Equatable {
  package enum Colors: Int, Sendable { case none, eight, sixteen, full }
  package var colors: Colors
  /// False where the locale is not UTF-8, or with `--ascii`: nothing over 126 may be drawn.
  package var unicode: Bool

  package init(colors: Colors, unicode: Bool) {
    self.colors = colors
    self.unicode = unicode
  }
}
