import Dashboard
import Telemetry
import Testing

/// What a fork's loss is more or less than its origin's.
@Suite struct LossDifferenceTests {
  /// Lane 2 is a fork of lane 1 since step 100, worse by a tenth of what it was at each step.
  private func forked(_ columns: Int = 120, _ rows: Int = 36) -> State {
    var snapshot = Fixture.adding()
    for place in snapshot.lanes.indices { snapshot.lanes[place].info.id = LaneID(place) }
    snapshot.lanes[2].info.origin = LaneOrigin(lane: snapshot.lanes[1].info.id, step: 100)
    for (lane, offset) in [(1, 0.0), (2, 0.1)] {
      (snapshot.lanes[lane].trainCurve, snapshot.lanes[lane].validationCurve) = (Series(), Series())
      for step in 1...400 {
        let loss = Float(1 / Double(step) + (step > 100 ? offset : 0))
        snapshot.lanes[lane].trainCurve.append(step: step, seconds: 0.1, value: loss)
        if step.isMultiple(of: 100) {
          snapshot.lanes[lane].validationCurve.append(step: step, seconds: 0.1, value: loss)
        }
      }
    }
    return Fixture.state(columns, rows, snapshot)
  }

  @Test func isOfTheSameSteps() throws {
    var state = forked()
    state.timeView.smoothingLevel = 0
    let difference = try #require(LossDifference(state))
    #expect(difference.fork == 2 && difference.origin == 1)
    #expect(difference.train.map(\.step) == Array(101...400))
    #expect(difference.train.allSatisfy { abs($0.value - 0.1) < 1e-6 })
    #expect(difference.validation.map(\.step) == [200, 300, 400])
    #expect(abs(difference.most - 0.1) < 1e-6)
  }

  /// Where one of them was put back, only what both have is compared.
  @Test func whatOneDoesNotHaveIsLeftOut() throws {
    var state = forked()
    var short = Series()
    for bucket in state.snapshot.lanes[1].trainCurve.buckets.prefix(250) { short.take(bucket) }
    state.snapshot.lanes[1].trainCurve = short
    #expect(try #require(LossDifference(state)).train.map(\.step) == Array(101...250))
    state.snapshot.lanes[1].phase = .off
    #expect(LossDifference(state) != nil)
    state.snapshot.lanes[2].phase = .off
    #expect(LossDifference(state) == nil)
    #expect(LossDifference(Fixture.state(120, 36)) == nil)
  }

  @Test func standsBelowThePlot() {
    let state = forked(160, 50)
    let text = render(state).text
    #expect(text.contains("minus"))
    #expect(text.contains("+0.10") && text.contains("-0.10"))
    #expect(!render(Fixture.state(160, 50)).text.contains("minus"))
  }

  @Test func smallPanesHaveNone() {
    #expect(!render(forked(80, 24)).text.contains("minus"))
    var state = forked(80, 24)
    state.isFullScreen = true
    #expect(render(state).text.contains("minus"))
  }
}
