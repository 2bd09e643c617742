import Telemetry

/// Everything that can happen to the dashboard.
package enum Message: Sendable {
  case key(Key)
  case snapshot(SessionSnapshot)
  case resize(Size)
  /// The session is asked to end and saves; keys of training mean nothing any more.
  case leaving
  /// Time passes, so that a toast or a spinner can end: seconds on a monotonic clock. One goes before
  /// every snapshot.
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
  /// Ctrl and a letter, a small one.
  case control(Character)

  /// As it is written for people.
  package var name: String {
    switch self {
    case .character(" "): "Space"
    case .character(let letter): String(letter)
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .up: "up"
    case .down: "down"
    case .left: "left"
    case .right: "right"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "Page Up"
    case .pageDown: "Page Down"
    case .function(let number): "F\(number)"
    case .control(let letter): "Ctrl-\(letter.uppercased())"
    }
  }
}

/// What the dashboard asks of the program around it.
package enum Effect: Sendable, Equatable {
  case send(Command)
  /// End this session (its best weights are saved) and open the preset of this name.
  case openPreset(String)
  /// To another place in the record that is shown.
  case move(TimelineMove)
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
