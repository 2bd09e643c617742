import Dashboard
import Telemetry
import Testing

@Suite struct MapPaceTests {
  private func snapshot(rows: Int, columns: Int = 10) -> SessionSnapshot {
    var snapshot = Fixture.adding()
    var map = Waterfall(columns: columns)
    for row in 0..<rows { map.push(steps: row + 1...row + 1, end: 0) { _ in NormLevel.highest } }
    for lane in snapshot.lanes.indices {
      snapshot.lanes[lane].gradients[0].map = map
      snapshot.lanes[lane].step = rows
    }
    return snapshot
  }

  private func feed(_ state: inout State, at seconds: Double, _ snapshot: SessionSnapshot) -> Int {
    _ = update(&state, .tick(seconds))
    _ = update(&state, .snapshot(snapshot))
    return state.lanes[0].gradients[0].map.count
  }

  @Test func aMapChangesTenTimesASecond() {
    var state = Fixture.state(80, 24, snapshot(rows: 1))
    var changes = 0
    var shown = 1
    for frame in 1...120 {
      let count = feed(&state, at: 5 + Double(frame) / 60, snapshot(rows: 1 + frame))
      // Everything else is new at once.
      #expect(state.lanes[0].step == 1 + frame)
      if count != shown { changes += 1 }
      shown = count
    }
    #expect((15...20).contains(changes))
  }

  @Test func theLastMapIsShownWhenNothingFollows() {
    var state = Fixture.state(80, 24, snapshot(rows: 1))
    #expect(feed(&state, at: 5, snapshot(rows: 2)) == 2)
    #expect(feed(&state, at: 5.04, snapshot(rows: 3)) == 2)
    _ = update(&state, .tick(5.08))
    #expect(state.lanes[0].gradients[0].map.count == 2)
    _ = update(&state, .tick(5.25))
    #expect(state.lanes[0].gradients[0].map.count == 3)
  }

  @Test(arguments: [SessionPhase.paused, .done])
  func nothingIsHeldBackWhileNoneTrains(_ phase: SessionPhase) {
    var state = Fixture.state(80, 24, snapshot(rows: 1))
    #expect(feed(&state, at: 5, snapshot(rows: 2)) == 2)
    #expect(feed(&state, at: 5.04, snapshot(rows: 3)) == 2)
    var last = snapshot(rows: 3)
    last.phase = phase
    #expect(feed(&state, at: 5.06, last) == 3)
  }

  @Test func anotherSessionIsNotHeldBack() {
    var state = Fixture.state(80, 24, snapshot(rows: 1))
    #expect(feed(&state, at: 5, snapshot(rows: 2)) == 2)
    #expect(feed(&state, at: 5.04, snapshot(rows: 5, columns: 7)) == 5)
    var other = snapshot(rows: 1)
    other.lanes.removeLast()
    #expect(feed(&state, at: 5.08, other) == 1)
    #expect(state.lanes.count == 2)
  }
}
