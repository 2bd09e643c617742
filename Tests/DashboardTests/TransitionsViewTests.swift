import Dashboard
import Telemetry
import Testing

/// What a lane that scores whole sequences has learned of neighbouring tags.
@Suite struct TransitionsViewTests {
  private static let transitions = TagTransitions(
    classes: ["B-LOC", "I-LOC", "O"],
    scores: [
      1.5, -.infinity, 0.5, -.infinity,
      -0.5, 2.75, 0, -1,
      -2, 0.25, 1, 0,
      0.75, -.infinity, 3.5, 2,
    ])

  private func state(_ columns: Int, _ rows: Int, _ transitions: TagTransitions?) -> State {
    var snapshot = Fixture.classes(3)
    for i in snapshot.lanes.indices {
      guard case .confusion(var confusion) = snapshot.lanes[i].output else { continue }
      confusion.transitions = transitions
      snapshot.lanes[i].output = .confusion(confusion)
    }
    var state = Fixture.state(columns, rows, snapshot)
    (state.focus, state.isFullScreen) = (.output, true)
    return state
  }

  /// Rows are the tag before, columns the tag after; what is impossible is no number.
  @Test func scoresStandAtTheirPlaces() {
    var state = state(80, 24, Self.transitions)
    state.otherViews.insert(.output)
    let lines = text(render(state)).split(separator: "\n").map(String.init)
    func cells(_ name: String) -> [Substring] {
      let line = lines.first { $0.contains(name + " ") && !$0.contains("score") } ?? ""
      return line.split { " ┃│".contains($0) }
    }
    #expect(cells("beginning") == ["beginning", "1.5", "×", "0.5"])
    #expect(lines.contains { $0.contains("I-LOC") && $0.contains("-2.0") && $0.contains("1.0") })
    #expect(lines.contains { $0.contains("score of a tag (across) after another (down)") })
  }

  /// Both beside each other where there is room; else `v` goes from one to the other.
  @Test func bothViewsAreFound() {
    let both = text(render(state(160, 50, Self.transitions)))
    #expect(both.contains("beginning") && both.contains("recall"))
    #expect(PaneRegistry.pane(.output)?.otherView(state(80, 24, Self.transitions)) != nil)
    #expect(PaneRegistry.pane(.output)?.otherView(state(80, 24, nil)) == nil)
    // The other view of a lane without a chain is the one that it has.
    var plain = state(80, 24, nil)
    plain.otherViews.insert(.output)
    #expect(text(render(plain)).contains("recall"))
  }

  @Test func whatIsAmissStopsNothing() {
    let hostile = [
      TagTransitions(classes: [], scores: []), TagTransitions(classes: ["a"], scores: [1]),
      TagTransitions(
        classes: ["\u{1b}[31m", "世界世界世界世界世界世界"],
        scores: [.nan, .infinity, 1e30, -1e30, .nan, 0, 1, 2, -.infinity]),
      TagTransitions(
        classes: (0..<21).map { "tag \($0)" }, scores: .init(repeating: 0, count: 22 * 22)),
    ]
    for transitions in hostile {
      for (columns, rows) in [(160, 50), (120, 36), (80, 24), (41, 9)] {
        for isOther in [false, true] {
          var state = state(columns, rows, transitions)
          if isOther { state.otherViews.insert(.output) }
          #expect(render(state).cells.count == columns * rows)
        }
      }
    }
  }
}
