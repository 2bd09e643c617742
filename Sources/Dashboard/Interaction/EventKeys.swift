import Telemetry

/// `b` and `e`: move between the events of the run.
enum EventKeys {
  static let whyNot: @Sendable (State) -> String? = { state in
    if let why = Needs.lanes(state) { return why }
    return RunStrip.hasEvents(state) ? nil : "nothing has happened yet"
  }

  static func move(_ state: inout State, forward: Bool) -> [Effect] {
    let strip = RunStrip(state, isWhole: true)
    let events = strip.events
    let now = events.firstIndex { $0.id == state.eventCursor }
    let next = now.map { $0 + (forward ? 1 : -1) } ?? (forward ? 0 : events.count - 1)
    guard events.indices.contains(next) else {
      state.say(forward ? "e: this is the last event" : "b: this is the first event")
      return []
    }
    let event = events[next]
    state.eventCursor = event.id
    state.say(strip.sentence(event))
    if state.source == .recorded { return [.move(.seconds(event.seconds))] }
    show(event, &state)
    return []
  }

  /// Moves the event to the middle of the plot, and zooms in if the whole run is shown.
  private static func show(_ event: StripEvent, _ state: inout State) {
    let now = state.nowOnAxis
    if state.timeView.zoom == 0 { state.timeView.zoom = 2 }
    let range = state.timeView.range(now: now)
    let right = event.x + (range.upperBound - range.lowerBound) / 2
    state.timeView.rightEnd = right >= now ? nil : right
  }
}
