import Telemetry

/// Moving between panes, and inside the focused pane.
package enum Navigation {
  package static func focusNext(_ state: inout State, by step: Int) -> [Effect] {
    let panes = PaneRegistry.available(state).map(\.id)
    guard !panes.isEmpty else { return [] }
    let now = panes.firstIndex(of: state.focus) ?? 0
    state.focus = panes[(now + step + panes.count) % panes.count]
    return []
  }

  /// A pane over the whole screen; once more: back to where one was.
  package static func show(_ pane: PaneID, _ state: inout State) -> [Effect] {
    if state.focus == pane, state.isFullScreen { return goBack(&state) }
    let wanted = PaneView(pane, isFullScreen: true)
    if let before = state.backStack.firstIndex(of: wanted) {
      // It is there again: what came after it is done with.
      state.backStack.removeSubrange(before...)
    } else {
      state.backStack.append(state.view)
    }
    state.view = wanted
    return []
  }

  /// One level back; without one, to the loss among the other panes.
  package static func goBack(_ state: inout State) -> [Effect] {
    let (pane, stoodAlone) = (state.focus, state.showsOnePane)
    // A pane without a place stands alone either way: one key must be seen to do something.
    func isSeen() -> Bool { state.focus != pane || state.showsOnePane != stoodAlone }
    while let view = state.backStack.popLast() {
      guard PaneRegistry.pane(view.pane)?.isAvailable(state) == true else { continue }
      state.view = view
      if isSeen() { return [] }
    }
    state.isFullScreen = false
    if !isSeen() { state.focus = .loss }
    return []
  }

  /// The focused pane's other view, or its usual one again.
  package static func toggleView(_ state: inout State) -> [Effect] {
    guard let other = PaneRegistry.pane(state.focus)?.otherView(state) else { return [] }
    let isOther = state.otherViews.remove(state.focus) == nil
    if isOther { state.otherViews.insert(state.focus) }
    state.say("\(state.focus.name): " + (isOther ? other : "the usual view again"))
    return []
  }

  package static func zoom(_ state: inout State, _ key: Key) -> [Effect] {
    let now = state.nowOnAxis
    let before = state.timeView
    defer {
      if state.timeView == before {
        state.say(
          "\(key.name): " + (before.zoom > 0 ? "it goes no deeper" : "the whole range is shown"))
      }
    }
    switch key {
    case .character("+"), .character("="): state.timeView.zoom(by: 1, now: now)
    case .character("-"): state.timeView.zoom(by: -1, now: now)
    default: state.timeView.showAll()
    }
    return []
  }

  /// The direction of an arrow or one of hjkl, in columns and rows.
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
    let rect = Layout(state).places.first { $0.pane == state.focus }?.rect
    PaneRegistry.pane(state.focus)?.move(&state, dx: dx, dy: dy, in: rect)
    return []
  }
}
