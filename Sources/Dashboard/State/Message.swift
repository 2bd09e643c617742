import Telemetry

/// Everything that can happen to the dashboard.
package enum Message: Sendable {
  case key(Key)
  case snapshot(SessionSnapshot)
  case resize(Size)
  /// The session was asked to end and is saving; training keys no longer work.
  case leaving
  /// Time passes, so that a toast or a spinner can end: seconds on a monotonic clock. Sent before
  /// every snapshot.
  case tick(Double)
}

/// A key as reported by the terminal.
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
  /// Ctrl and a lower-case letter.
  case control(Character)

  /// The name for people.
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

/// A request of the dashboard to the surrounding program.
package enum Effect: Sendable, Equatable {
  case send(Command)
  /// End this session (its best weights are saved) and open the preset of this name.
  case openPreset(String)
  /// Move to another place in the shown record.
  case move(TimelineMove)
  /// Save and leave.
  case quit
}
