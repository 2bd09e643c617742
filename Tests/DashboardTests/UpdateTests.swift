import Dashboard
import Telemetry
import Testing

@Suite struct UpdateTests {
  @Test func requestStaysUntilItsAnswer() {
    var state = Fixture.state(120, 36)
    _ = update(&state, .key(.character("3")))
    #expect(SettingSummary(2, state).status == .requested)
    _ = update(&state, .snapshot(Fixture.adding()))
    #expect(SettingSummary(2, state).status == .requested)
    var answer = Fixture.adding()
    for i in answer.lanes.indices {
      answer.lanes[i].settings[2] = SettingSnapshot(
        on: true, text: "0.1", status: .applied(step: 1900))
    }
    answer.answeredCommand = 1
    _ = update(&state, .snapshot(answer))
    #expect(SettingSummary(2, state).statusText == "at step 1 900")
  }

  /// The second refusal looks like the first: what counts is that the command was answered.
  @Test func anAnswerThatChangesNothingIsAnAnswer() {
    var snapshot = Fixture.adding()
    snapshot.lanes[0].settings[2].status = .rejected(reason: "needs classes")
    var state = Fixture.state(120, 36, snapshot)
    for id in 1...2 {
      _ = update(&state, .key(.character("3")))
      #expect(SettingSummary(2, state).status == .requested)
      snapshot.answeredCommand = id
      _ = update(&state, .snapshot(snapshot))
      #expect(SettingSummary(2, state).statusText == "rejected: needs classes")
    }
  }

  @Test func requestWithoutAnswerExpires() {
    var state = Fixture.state(120, 36)
    _ = update(&state, .tick(10))
    _ = update(&state, .key(.character("3")))
    _ = update(&state, .tick(14))
    #expect(!state.requests.isEmpty)
    _ = update(&state, .tick(16))
    #expect(state.requests.isEmpty)
  }

  @Test func rejectionIsShownWithItsReason() {
    var snapshot = Fixture.adding()
    snapshot.lanes[0].settings[3].status = .rejected(reason: "needs a hidden layer")
    let summary = SettingSummary(3, Fixture.state(120, 36, snapshot))
    #expect(summary.status == .rejected(reason: "needs a hidden layer"))
    #expect(summary.statusText == "rejected: needs a hidden layer")
  }

  @Test func bannerEndsWithTheFirstKey() {
    var state = Fixture.state(120, 36)
    state.showsBanner = true
    _ = update(&state, .key(.character("y")))
    #expect(!state.showsBanner)
  }

  @Test func paneThatHasNoRoomIsOneTabAway() {
    var state = Fixture.state(80, 24)
    var seen: [PaneID] = []
    for _ in PaneRegistry.available(state) {
      seen.append(state.focus)
      let layout = Layout(state)
      #expect(layout.places.contains { $0.pane == state.focus } || layout.table != nil)
      _ = update(&state, .key(.tab))
    }
    #expect(state.focus == seen.first)
    #expect(Set(seen).count == PaneRegistry.available(state).count)
  }

  @Test func zoomAndPanStayInsideTheRun() {
    var view = TimeView()
    view.zoom(by: 2, now: 1000)
    #expect(view.range(now: 1000) == 750...1000)
    view.pan(by: -0.5, now: 1000)
    #expect(view.range(now: 1000) == 625...875)
    // Follows nothing any more, until it is back at the right end.
    #expect(view.range(now: 1200).upperBound == 875)
    view.pan(by: 9, now: 1000)
    #expect(view.rightEnd == nil)
    view.pan(by: -1000, now: 1000)
    #expect(view.range(now: 1000) == 0...250)
    view.showAll()
    #expect(view.range(now: 1000) == 0...1000)
  }

  /// The x axis ends at round values and grows in steps.
  @Test func axisEndsAtRoundValues() {
    var view = TimeView()
    var ends: Set<Double> = []
    for now in 1...2000 {
      let range = view.range(now: Double(now))
      #expect(range.lowerBound == 0 && range.upperBound >= Double(now))
      ends.insert(range.upperBound)
    }
    #expect(ends.count <= 24, "\(ends.sorted())")
    // Zoomed in it follows in steps too.
    view.zoom = 2
    let moved = Set((1500...1599).map { view.range(now: Double($0)).upperBound })
    #expect(moved.count <= 3 && moved.allSatisfy { $0 >= 1500 })
    view.axis = .epochs
    (view.zoom, view.rightEnd) = (0, nil)
    #expect(view.range(now: 0) == 0...1 && view.range(now: 1.3).upperBound == 1.5)
  }

  /// The banner goes with the first key, which does its work too, or after a minute.
  @Test func bannerGoes() {
    var state = Fixture.state(120, 36)
    state.showsBanner = true
    #expect(text(render(state)).contains("About this run"))
    state.snapshot.seconds = 60
    #expect(!text(render(state)).contains("About this run"))
    state.snapshot.seconds = 41
    #expect(!update(&state, .key(.character(" "))).isEmpty)
    #expect(!text(render(state)).contains("About this run"))
    #expect(HelpText.lines(state).contains { $0.text == "This preset" })
  }
}
