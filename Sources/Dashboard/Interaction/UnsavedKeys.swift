import Telemetry

/// Keys while the session saves at the end: none, unless saving failed and the user must choose. (`q`
/// asks nothing: `EventLoop` leaves, and `SessionDriver.finish` saves.)
package enum UnsavedKeys {
  package static func key(_ key: Key, _ state: inout State) -> [Effect] {
    guard state.snapshot.unsaved != nil else { return [] }
    let choice: Command.SaveChoice
    switch key {
    case .enter, .character("r"): choice = .again
    case .character("o"): choice = .elsewhere
    case .character("q"): choice = .giveUp
    default: return []
    }
    return [state.send(.save(choice), to: .all)]
  }
}
