import Telemetry

/// Keys while an overlay is open: the lists of cells and presets, a question, help.
package enum Choosing {
  package static func openCells(_ state: inout State) -> [Effect] {
    guard let cells = state.info?.cells, !cells.isEmpty else { return [] }
    let running = Set(state.lanes.filter { $0.phase != .off }.map(\.info.cell))
    state.overlay = .cells(cursor: 0, chosen: cells.map { running.contains($0) })
    return []
  }

  package static func key(_ key: Key, _ overlay: Overlay, _ state: inout State) -> [Effect] {
    if case .value(let field) = overlay { return ValueField.press(key, field, &state) }
    if key == .escape || key == .character("q") {
      state.overlay = nil
      return []
    }
    switch overlay {
    case .help(let scroll): return help(key, scroll, &state)
    case .cells(let cursor, let chosen): return cells(key, cursor, chosen, &state)
    case .presets(let cursor): return presets(key, cursor, &state)
    case .fork(let cursor): return fork(key, cursor, &state)
    case .confirmRestart:
      state.overlay = nil
      guard key == .character("y") || key == .enter || key == .character("r") else { return [] }
      return [state.send(.restart, to: state.selection)]
    case .confirmRemoval(let lane):
      state.overlay = nil
      // There is no way back: no key that was meant for something else.
      guard key == .character("y") else { return [] }
      return [state.send(.remove, to: .lane(lane))]
    case .divergence(let lane):
      guard key == .enter else {
        tellUnknown(key, &state)
        return []
      }
      state.overlay = nil
      return [state.send(.recover, to: .lane(lane))]
    case .value: return []
    }
  }

  /// Reports a key that has no meaning here.
  private static func tellUnknown(_ key: Key, _ state: inout State) {
    switch key {
    case .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .tab, .backTab,
      .character("j"),
      .character("k"):
      break
    default: state.say("\(key.name): no such key here · Esc back")
    }
  }

  private static func moved(_ cursor: Int, _ key: Key, count: Int) -> Int {
    let last = max(0, count - 1)
    switch key {
    case .up, .left, .character("k"), .backTab: return max(0, cursor - 1)
    case .down, .right, .character("j"), .tab: return min(last, cursor + 1)
    case .home, .pageUp: return 0
    case .end, .pageDown: return last
    default: return min(max(0, cursor), last)
    }
  }

  private static func help(_ key: Key, _ scroll: Int, _ state: inout State) -> [Effect] {
    switch key {
    case .character("?"), .function(1), .enter: state.overlay = nil
    case .pageDown, .character(" "): state.overlay = .help(scroll: min(scroll + 10, 500))
    case .pageUp: state.overlay = .help(scroll: max(0, scroll - 10))
    default:
      tellUnknown(key, &state)
      state.overlay = .help(scroll: moved(scroll, key, count: HelpText.lines(state).count))
    }
    return []
  }

  private static func cells(
    _ key: Key, _ cursor: Int, _ chosen: [Bool], _ state: inout State
  ) -> [Effect] {
    let names = state.info?.cells ?? []
    let cursor = moved(cursor, key, count: min(names.count, chosen.count))
    var chosen = chosen
    switch key {
    case .character(" ") where chosen.indices.contains(cursor):
      chosen[cursor].toggle()
    case .enter:
      let wanted = zip(names, chosen).filter(\.1).map(\.0)
      guard !wanted.isEmpty else {
        state.say("at least one cell must run")
        return []
      }
      state.overlay = nil
      return [state.send(.chooseCells(wanted), to: .all)]
    default: tellUnknown(key, &state)
    }
    state.overlay = .cells(cursor: cursor, chosen: chosen)
    return []
  }

  private static func fork(_ key: Key, _ cursor: Int, _ state: inout State) -> [Effect] {
    let changes = Forking.changes(state)
    let byDigit = Forking.place(key, changes, state)
    let cursor = byDigit ?? moved(cursor, key, count: changes.count)
    state.overlay = .fork(cursor: cursor)
    guard key == .enter || byDigit != nil else {
      tellUnknown(key, &state)
      return []
    }
    guard changes.indices.contains(cursor) else { return [] }
    guard let setting = changes[cursor] else {
      state.overlay = nil
      return [state.send(.fork(nil), to: state.selection)]
    }
    state.overlay = .value(ValueField(key: setting, isForFork: true))
    return []
  }

  private static func presets(_ key: Key, _ cursor: Int, _ state: inout State) -> [Effect] {
    let cursor = moved(cursor, key, count: state.presets.count)
    state.overlay = .presets(cursor: cursor)
    guard key == .enter else {
      tellUnknown(key, &state)
      return []
    }
    guard state.presets.indices.contains(cursor) else { return [] }
    state.overlay = nil
    return [.openPreset(state.presets[cursor].name)]
  }
}
