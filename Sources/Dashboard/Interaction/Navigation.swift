import Telemetry

/// Moving between panes and lanes, and inside the focused pane.
package enum Navigation {
  package static func focusNext(_ state: inout State, by step: Int) -> [Effect] {
    let panes = PaneRegistry.available(state).map(\.id)
    guard !panes.isEmpty else { return [] }
    let now = panes.firstIndex(of: state.focus) ?? 0
    state.focus = panes[(now + step + panes.count) % panes.count]
    return []
  }

  /// To the data and back to where it was.
  package static func toggleData(_ state: inout State) -> [Effect] {
    if state.focus == .data {
      (state.focus, state.isFullScreen) = state.beforeData ?? (.loss, false)
      state.beforeData = nil
    } else {
      state.beforeData = (state.focus, state.isFullScreen)
      state.focus = .data
    }
    return []
  }

  @discardableResult
  package static func selectLane(_ state: inout State, by step: Int) -> [Effect] {
    // A sweep's rows stand in the order of their ranking.
    let order = state.snapshot.sweep?.order ?? Array(state.lanes.indices)
    guard !order.isEmpty else { return [] }
    guard let lane = state.selectedLane, let now = order.firstIndex(of: lane) else {
      state.selectedLane = step > 0 ? order.first : order.last
      return []
    }
    state.selectedLane = order[(now + step % order.count + order.count) % order.count]
    return []
  }

  package static func zoom(_ state: inout State, _ key: Key) -> [Effect] {
    let now = state.nowOnAxis
    switch key {
    case .character("+"), .character("="): state.timeView.zoom(by: 1, now: now)
    case .character("-"): state.timeView.zoom(by: -1, now: now)
    default: state.timeView.showAll()
    }
    return []
  }

  /// What an arrow or one of hjkl means, by columns and rows.
  private static func direction(_ key: Key) -> (dx: Int, dy: Int) {
    switch key {
    case .left, .character("h"): return (-1, 0)
    case .right, .character("l"): return (1, 0)
    case .up, .character("k"): return (0, -1)
    case .down, .character("j"): return (0, 1)
    case .pageUp: return (0, -10)
    case .pageDown: return (0, 10)
    case .home: return (0, -100_000)
    case .end: return (0, 100_000)
    default: return (0, 0)
    }
  }

  package static func move(_ state: inout State, _ key: Key) -> [Effect] {
    let (dx, dy) = direction(key)
    PaneRegistry.pane(state.focus)?.move(&state, dx: dx, dy: dy)
    return []
  }
}
