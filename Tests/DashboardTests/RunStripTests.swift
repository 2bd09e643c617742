import Dashboard
import Telemetry
import Testing

/// The row under the loss plot with all that happened, and the keys that go from one to the next.
@Suite struct RunStripTests {
  private func sample(_ columns: Int = 160, _ rows: Int = 50) -> State {
    var state = Fixture.state(columns, rows)
    for lane in state.snapshot.lanes.indices {
      state.snapshot.lanes[lane].interventions = []
      state.snapshot.lanes[lane].explosions = []
      state.snapshot.lanes[lane].bestStep = nil
    }
    state.snapshot.lanes[0].interventions = [
      Intervention(step: 400, seconds: 4, label: "5 clip 0.5")
    ]
    state.snapshot.lanes[1].interventions = [
      Intervention(step: 400, seconds: 4, label: "5 clip 0.5"),
      Intervention(step: 900, seconds: 9, label: "lr 0.1"),
    ]
    state.snapshot.lanes[2].bestStep = 700
    return state
  }

  private func line(_ state: State) -> Substring? {
    render(state).text.split(separator: "\n").first { $0.contains(" run ─") }
  }

  @Test func eventsAreInOrderAndOneForSeveralLanes() {
    let strip = RunStrip(sample())
    #expect(strip.events.map(\.step) == [400, 700, 900])
    #expect(strip.events.map(\.kind) == [.change, .best, .change])
    #expect(strip.events[0].lanes == [0, 1] && strip.events[2].lanes == [1])
    #expect(strip.sentence(strip.events[0]) == "rnn, lstm, step 400: 5 clip 0.5")
    #expect(strip.sentence(strip.events[1]) == "gru, step 700: best validation")
  }

  @Test(arguments: [(120, 36), (160, 50)])
  func itIsDrawn(_ columns: Int, _ rows: Int) throws {
    let row = try #require(line(sample(columns, rows)))
    let letters = row.filter { "bc".contains($0) }
    #expect(letters.hasPrefix("cbc") || letters.contains("cbc"), "\(row)")
  }

  @Test func keysGoFromOneToTheNext() {
    var state = sample()
    func press(_ key: Character) -> [Effect] { update(&state, .key(.character(key))) }
    #expect(press("b").isEmpty)
    #expect(state.notice?.text == "lstm, step 900: lr 0.1")
    #expect(state.timeView.zoom == 2)
    let range = state.timeView.range(now: state.nowOnAxis)
    #expect(range.contains(900))
    _ = press("b")
    #expect(state.notice?.text == "gru, step 700: best validation")
    #expect(state.timeView.range(now: state.nowOnAxis).contains(700))
    _ = press("b")
    _ = press("b")
    #expect(state.notice?.text == "b: this is the first event")
    _ = press("e")
    _ = press("e")
    _ = press("e")
    #expect(state.notice?.text == "e: this is the last event")
    state.snapshot.lanes[1].interventions = []
    state.snapshot.lanes[0].interventions = []
    state.snapshot.lanes[2].bestStep = nil
    _ = press("b")
    #expect(state.notice?.text == "b e: nothing has happened yet")
  }

  /// In a record the keys go through all of the run, whichever place is shown, by time.
  @Test func aRecordIsWhole() {
    var state = State(
      size: Size(columns: 160, rows: 50),
      capabilities: Capabilities(colors: .full, unicode: true), presets: [], source: .recorded)
    let whole = sample().snapshot
    var early = whole
    early.lanes[1].interventions = []
    early.lanes[0].interventions = []
    early.newestLanes = whole.lanes
    early.timeline = TimelineSnapshot(
      step: 100, lastStep: 1824, isAtEnd: false, isAtStart: false, hasInterventionBefore: false,
      hasInterventionAfter: true, isPlaying: false, speed: 4, run: .ended, age: nil, goOn: "x")
    _ = update(&state, .snapshot(early))
    // A frame is what it was; the keys know the whole.
    #expect(RunStrip(state).events.map(\.step) == [700])
    #expect(RunStrip(state, isWhole: true).events.map(\.step) == [400, 700, 900])
    for (key, seconds) in [("b", 9), ("b", nil), ("b", 4), ("e", nil), ("e", 9)]
      as [(Character, Double?)]
    {
      let effects = update(&state, .key(.character(key)))
      guard case .move(.seconds(let found))? = effects.first else {
        Issue.record("\(key): \(effects)")
        continue
      }
      if let seconds { #expect(abs(found - seconds) < 0.5) }
    }
  }

  /// What happened later has its place, and another event at the same place does not hide it.
  @Test func theGreaterOneIsSeen() {
    var state = sample()
    state.snapshot.lanes[0].phase = .diverged(
      step: 400, layer: "rnn.0", timeStep: 3, what: "the gradient overflowed")
    state.snapshot.lanes[2].info.origin = LaneOrigin(lane: 0, step: 100)
    let events = RunStrip(state).events
    #expect(events.map(\.kind) == [.fork, .change, .divergence, .best, .change])
    #expect(line(state)?.contains("x") == true)
  }
}
