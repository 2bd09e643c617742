import Dashboard
import Telemetry
import Testing

@Suite struct LossTraceTests {
  private func traces(
    range: ClosedRange<Double>, columns: Int = 50, smoothing: Int = 0,
    _ change: (inout LaneSnapshot) -> Void
  ) -> LaneTraces {
    var snapshot = Fixture.adding()
    snapshot.lanes = [snapshot.lanes[0]]
    let empty = Series()
    snapshot.lanes[0].trainCurve = empty
    snapshot.lanes[0].validationCurve = empty
    snapshot.lanes[0].plainCurve = empty
    (snapshot.lanes[0].bestLoss, snapshot.lanes[0].bestStep) = (nil, nil)
    change(&snapshot.lanes[0])
    var state = Fixture.state(120, 36, snapshot)
    state.timeView.smoothingLevel = smoothing
    return LaneTraces(
      0, of: state, LossTime(view: state.timeView, range: range, columns: columns))
  }

  @Test func trainingHasOnePointADotColumn() throws {
    let lane = traces(range: 0...1000) {
      for step in 1...1000 {
        $0.trainCurve.append(step: step, seconds: 0, value: step % 2 == 0 ? 1 : 3)
      }
    }
    let points = lane.train.points
    #expect(points.count == 100 && Set(points.map(\.x)).count == 100)
    let middle = try #require(points.first { $0.x == 50 })
    #expect(abs(middle.value - 2) < 0.2 && middle.least == 1 && middle.largest == 3)
    #expect(points.filter(\.isStart).count == 1)
    #expect(lane.main.points.count == 100, "no validation yet")
  }

  @Test func whatIsNotFiniteIsAGap() {
    let lane = traces(range: 0...100) {
      for step in 1...100 {
        $0.trainCurve.append(
          step: step, seconds: 0, value: (40...60).contains(step) ? .nan : 1)
      }
    }
    let values = lane.train.values(width: 100)
    #expect(values[20] == 1 && values[50].isNaN && values[80] == 1)
    #expect(lane.train.points.filter(\.isStart).count == 2)
  }

  /// However many validations share a bucket, the best one is on the curve.
  @Test func theBestValidationIsAlwaysAPoint() {
    let lane = traces(range: 0...10_000) {
      for i in 1...5000 {
        $0.validationCurve.append(step: i * 2, seconds: 0, value: i == 3210 ? 0.1 : 0.5)
      }
      ($0.bestLoss, $0.bestStep) = (0.1, 6420)
    }
    let best = lane.validation.points.filter { $0.value == Double(Float(0.1)) }
    #expect(best.map(\.x) == [64])
  }

  /// Zoomed in between two validations, the line between them is still seen.
  @Test func aLineThatCrossesTheWindowIsCutAtItsEdges() {
    let lane = traces(range: 250...750) {
      for step in [0, 1000, 2000] {
        $0.validationCurve.append(step: step, seconds: 0, value: Float(step) / 1000)
      }
    }
    #expect(lane.validation.points.map(\.x) == [0, 99])
    #expect(lane.validation.points.map(\.value) == [0.25, 0.75])
  }
}
