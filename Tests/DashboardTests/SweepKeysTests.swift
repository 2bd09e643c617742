import Dashboard
import Telemetry
import Testing

@Suite struct SweepKeysTests {
  /// Keys that change training do nothing, and say why; the footer and the help leave them out.
  @Test func keysOfTrainingSayWhyNot() {
    for key in " n15<>()cpr" {
      var state = SweepFixture.state(120, 36)
      #expect(update(&state, .key(.character(key))).isEmpty)
      #expect(state.overlay == nil)
      #expect(state.notice?.text.hasSuffix("the trials of a sweep run by themselves") == true)
    }
    let state = SweepFixture.state(120, 36)
    let names = FooterLine.entries(state, width: 400).map(\.0)
    #expect(!names.contains("Space") && !names.contains("r") && !names.contains("p"))
    #expect(names.contains("q") && names.contains("Tab") && names.contains("?"))
    let help = HelpText.lines(state)
    #expect(!help.contains { $0.text.hasPrefix("pause") || $0.key == "1-9" })
    #expect(help.contains { $0.text == "This sweep" })
  }

  @Test func panesWithNothingToShowAreNotAnnounced() {
    let state = SweepFixture.state(200, 80)
    #expect(PaneRegistry.available(state).map(\.id) == [.loss, .lanes, .log])
  }

  @Test func qQuits() {
    var state = SweepFixture.state(80, 24)
    #expect(update(&state, .key(.character("q"))) == [.quit])
  }

  /// Through the rows as they stand on screen, which is the order of the ranking.
  @Test func arrowsGoThroughTheRanking() throws {
    var state = SweepFixture.state(80, 24)
    let order = try #require(state.snapshot.sweep?.order)
    state.focus = .lanes
    _ = update(&state, .key(.down))
    #expect(state.selectedLane == order[0])
    _ = update(&state, .key(.down))
    #expect(state.selectedLane == order[1])
    _ = update(&state, .key(.pageDown))
    #expect(state.selectedLane == order[11])
    for key in [Key.end, .down, .pageDown] {
      _ = update(&state, .key(key))
      #expect(state.selectedLane == order.last)
    }
    for key in [Key.home, .up, .pageUp] {
      _ = update(&state, .key(key))
      #expect(state.selectedLane == order.first)
    }
    _ = update(&state, .key(.character("[")))
    #expect(state.selectedLane == order.last)
  }

  /// Curves of the folds that run, of the best and of the selected combination, in epochs.
  @Test func curvesOfWhatRuns() throws {
    var state = SweepFixture.state(120, 36)
    let order = try #require(state.snapshot.sweep?.order)
    #expect(Set(state.drawingOrder) == [20, 21, order[0]])
    state.selectedLane = order[30]
    #expect(Set(state.drawingOrder) == [20, 21, order[0], order[30]])
    #expect(state.drawingOrder.last == order[30])
    #expect(state.timeView.axis == .epochs && state.nowOnAxis == 12)
  }
}
