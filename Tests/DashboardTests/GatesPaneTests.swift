import Dashboard
import Telemetry
import Testing

@Suite struct GatesPaneTests {
  @Test(
    arguments: [
      (.forget, Float(0.93), "open: remembers"), (.forget, 0.05, "closed: forgets"),
      (.keep, 0.9, "open: keeps h"), (.replace, 0.9, "open: replaces h"),
      (.replace, 0.1, "closed: keeps h"), (.reset, 0.1, "closed: drops the past"),
      (.input, 0.5, "half open"), (.output, 0.65, "rather open"), (nil, 0.95, "open"),
      (.forget, .nan, "NaN"),
    ] as [(GateRole?, Float, String)])
  func words(_ role: GateRole?, _ mean: Float, _ words: String) {
    let gate = GateSnapshot(letter: "f", name: "", role: role, open: 0, closed: 0, mean: mean)
    #expect(GateWords.text(gate) == words)
  }

  /// What the values are, not only what they average to.
  @Test(arguments: [
    (Float(0.5), Float(0.47), GateWords.shutOrOpen), (0.3, 0.55, .shutOrOpen),
    (0.3, 0.34, .mixed), (0.2, 0.2, .half), (.nan, 0.2, .notFinite),
  ])
  func halfOpenIsNotBothEnds(_ closed: Float, _ open: Float, _ words: GateWords) {
    let gate = GateSnapshot(letter: "i", name: "input", open: open, closed: closed, mean: 0.5)
    #expect(GateWords(gate) == words)
  }

  @Test func bothEndsAreSaid() {
    let gate = GateSnapshot(letter: "f", name: "forget", open: 0.5, closed: 0.47, mean: 0.51)
    #expect(GateWords.text(gate) == "shut or wide open")
    #expect(GateWords.text(gate, width: 16) == "shut or open")
  }

  @Test func wordsAreNeverCut() {
    let gate = GateSnapshot(letter: "f", name: "forget", open: 1, closed: 0, mean: 0.99)
    #expect(GateWords.text(gate, width: 12) == "open")
  }

  private func bar(_ closed: Float, _ open: Float) -> String {
    var snapshot = Fixture.language()
    snapshot.lanes[0].layers[0].gates[1].closed = closed
    snapshot.lanes[0].layers[0].gates[1].open = open
    var state = Fixture.state(80, 24, snapshot)
    state.focus = .gates
    let line = text(render(state)).split(separator: "\n").first { $0.contains("forget f") } ?? ""
    return String(line.filter { "░▒█".contains($0) })
  }

  /// What is there at all shows, and no bar is longer than the others.
  @Test(arguments: [(Float(0), Float(0)), (1, 0), (0, 1), (1, 1), (0.001, 0.001), (2, -3)])
  func barsHaveOneLength(_ closed: Float, _ open: Float) {
    let bar = bar(closed, open)
    #expect(bar.count == self.bar(0.5, 0.25).count)
    #expect(bar.contains("░") == (closed > 0))
    #expect(closed >= 1 || bar.contains("█") == (open > 0))
  }

  /// Six lanes of three layers: every row can be scrolled to, and no further.
  @Test func everyRowCanBeReached() {
    var snapshot = Fixture.adding()
    for i in snapshot.lanes.indices {
      let layer = snapshot.lanes[i].layers[0]
      snapshot.lanes[i].layers = (0..<9).map {
        var next = layer
        (next.layer, next.isReverse, next.deadUnits) = ($0 / 2, $0 % 2 == 1, 10 * i + $0)
        return next
      }
    }
    var state = Fixture.state(80, 24, snapshot)
    state.focus = .gates
    var seen = ""
    for _ in 0..<200 {
      seen += text(render(state))
      _ = update(&state, .key(.down))
    }
    for i in snapshot.lanes.indices {
      for layer in 0..<9 { #expect(seen.contains(" \(10 * i + layer) of 64 dead")) }
    }
    let last = text(render(state))
    #expect(last.contains("28 of 64 dead"))
    _ = update(&state, .key(.up))
    #expect(text(render(state)) != last)
  }
}
