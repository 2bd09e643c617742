import Telemetry

/// The only place where the state changes.
///
/// - Returns: requests to the surrounding program.
package func update(_ state: inout State, _ message: Message) -> [Effect] {
  switch message {
  case .key(let key): return press(key, &state)
  case .snapshot(let snapshot):
    take(snapshot, &state)
    return []
  case .resize(let size):
    // Larger than any terminal that can show it: see the limits of ncurses.
    state.size = Size(
      columns: min(max(0, size.columns), 4000), rows: min(max(0, size.rows), 2000))
    return []
  case .leaving:
    (state.isLeaving, state.overlay) = (true, nil)
    return []
  case .tick(let seconds):
    if seconds.isFinite { state.now = seconds }
    state.expire()
    state.mapPace.release(&state.snapshot, now: state.now)
    return []
  }
}

private func take(_ snapshot: SessionSnapshot, _ state: inout State) {
  let isOther =
    snapshot.info?.preset != state.info?.preset || snapshot.info?.seed != state.info?.seed
  var snapshot = snapshot
  // On a record, every place is drawn as it was.
  if state.source != .recorded {
    state.mapPace.take(&snapshot, after: state.snapshot, now: state.now)
  }
  let old = state.snapshot
  let newest = old.log.last
  let selected = state.selectedLane.flatMap { lane in
    state.lanes.indices.contains(lane) ? state.lanes[lane].info.id : nil
  }
  state.snapshot = snapshot
  // Saves looking it up in the log.
  if !isOther, state.source == .live || state.isAtTheTrainer, let newest,
    let last = snapshot.log.last, last.kind == .rejected, last != newest
  {
    state.say((last.lane.map { "\($0): " } ?? "") + last.text)
  }
  if isOther {
    // Another session: choices made in the last one do not apply.
    (state.selectedLane, state.lastSwitched, state.requests) = (nil, nil, [])
    (state.settingCursor, state.logScroll, state.layer) = (0, 0, nil)
    (state.tensorCursor, state.gateScroll, state.dataScroll) = (0, 0, 0)
    (state.example, state.eventCursor) = (0, nil)
    state.timeView.showAll()
    state.timeView.logScale = nil
    state.showsBanner = true
    if snapshot.sweep != nil {
      // Folds have different lengths, and one point per epoch is smooth enough.
      (state.timeView.axis, state.timeView.smoothingLevel) = (.epochs, 0)
    }
    switch state.overlay {
    case .cells, .value, .fork: state.overlay = nil
    default: break
    }
    state.backStack = []
  }
  // The same lane, wherever it is now.
  if state.selectedLane != nil {
    state.selectedLane = snapshot.lanes.firstIndex { $0.info.id == selected }
  }
  switch state.overlay {
  case .confirmRemoval(let lane) where !snapshot.lanes.contains { $0.info.id == lane }:
    state.overlay = nil
  case .divergence(let lane)
  where !snapshot.lanes.contains { $0.info.id == lane && Recovery.hasDiverged($0) }:
    state.overlay = nil
  default: break
  }
  Recovery.offer(after: old, &state)
  if let pane = PaneRegistry.pane(state.focus), !pane.isAvailable(state) {
    (state.focus, state.isFullScreen, state.backStack) = (.loss, false, [])
  }
  state.settleRequests()
}

private func press(_ key: Key, _ state: inout State) -> [Effect] {
  state.notice = nil
  if key == .control("c") { return [.quit] }
  if state.isLeaving { return UnsavedKeys.key(key, &state) }
  if state.info != nil, !state.lanes.isEmpty { state.showsBanner = false }
  if let overlay = state.overlay { return Choosing.key(key, overlay, &state) }
  guard let binding = KeyBindings.binding(for: key, state) else {
    state.say("\(key.name): no such key · ? help")
    return []
  }
  if let why = binding.whyDisabled(state) {
    state.say("\(binding.name): \(why)")
    return []
  }
  return binding.action(&state, key)
}
