import Dashboard
import Telemetry
import Testing

@Suite struct DataPaneTests {
  private func data(_ columns: Int, _ rows: Int, _ sheet: DataSheet) -> State {
    var state = Fixture.state(columns, rows, Fixture.withData(sheet))
    state.focus = .data
    return state
  }

  /// `d` goes there and back to where it was, in full screen too.
  @Test func keyGoesThereAndBack() {
    for isFull in [false, true] {
      var state = Fixture.state(120, 36, Fixture.withData(Fixture.seriesSheet()))
      (state.focus, state.isFullScreen) = (.gradient, isFull)
      _ = update(&state, .key(.character("d")))
      #expect(state.focus == .data && state.showsOnePane)
      _ = update(&state, .key(.character("d")))
      #expect(state.focus == .gradient && state.isFullScreen == isFull)
      _ = update(&state, .key(.character("d")))
      _ = update(&state, .key(.escape))
      #expect(state.focus == .gradient && state.isFullScreen == isFull)
    }
  }

  @Test func withoutASheetTheKeySaysSo() {
    var state = Fixture.state(120, 36)
    _ = update(&state, .key(.character("d")))
    #expect(state.focus == .loss && state.notice?.text.hasPrefix("d:") == true)
    #expect(!PaneRegistry.available(state).map(\.id).contains(.data))
  }

  @Test(arguments: [(120, 36), (80, 24), (60, 16), (40, 8)])
  func everyLineCanBeReachedAndNoMore(_ columns: Int, _ rows: Int) {
    var state = data(columns, rows, Fixture.seriesSheet())
    var seen = ""
    var frames: [String] = []
    for _ in 0..<200 {
      frames.append(text(render(state)))
      seen += frames[frames.count - 1]
      _ = update(&state, .key(.character("j")))
    }
    for part in ["pollution.csv", "Columns", "Preparation", "Parts", "The series", "Notes"] {
      #expect(seen.contains(part), "\(part)")
    }
    #expect(frames[198] == frames[199])
    _ = update(&state, .key(.up))
    #expect(text(render(state)) != frames[199])
    _ = update(&state, .key(.home))
    #expect(text(render(state)) == frames[0])
    _ = update(&state, .key(.end))
    #expect(text(render(state)) == frames[199])
  }

  @Test func anotherSessionBeginsAtTheTop() {
    var state = data(80, 24, Fixture.seriesSheet())
    _ = update(&state, .key(.end))
    #expect(state.dataScroll > 0)
    var other = Fixture.withData(Fixture.textSheet())
    other.info?.preset = "spam"
    _ = update(&state, .snapshot(other))
    #expect(state.dataScroll == 0 && text(render(state)).contains("sms-spam.tsv"))
  }
}
