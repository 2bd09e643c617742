import Dashboard
import Telemetry
import Testing

@Suite struct LaneSentenceTests {
  private func text(_ state: LanePhase, _ width: Int) -> String {
    var lane = Fixture.adding().lanes[0]
    lane.phase = state
    return LaneSentence.text(lane, width: width)
  }

  @Test func divergedIsNeverCut() {
    let state = LanePhase.diverged(
      step: 43, layer: "rnn.0", timeStep: 17, what: "the gradient overflowed")
    #expect(
      text(state, 80) == "diverged at step 43: the gradient overflowed in rnn.0, t 17")
    #expect(text(state, 40) == "diverged at step 43: rnn.0, t 17")
    #expect(text(state, 30) == "diverged at step 43: rnn.0")
    #expect(text(state, 20) == "diverged at step 43")
    #expect(text(state, 10) == "diverged")
    let loss = LanePhase.diverged(
      step: 1200, layer: "loss", timeStep: nil, what: "the loss is not finite")
    #expect(text(loss, 80) == "diverged at step 1 200: the loss is not finite")
  }

  @Test func trainingSaysHowFarItIs() {
    var lane = Fixture.adding().lanes[2]
    let start = "training: epoch 9, step 1 824"
    #expect(LaneSentence.text(lane, width: 80) == start)
    lane.standing = .learned(step: 1368)
    #expect(LaneSentence.text(lane, width: 80) == start + ", learned at step 1 368")
    lane.standing = .ahead
    #expect(LaneSentence.text(lane, width: 80) == start + ", better than the predictor")
    #expect(LaneSentence.text(lane, width: 30) == start)
  }

  @Test func stopped() {
    let state = LanePhase.stoppedEarly(epoch: 12, step: 1368, bestEpoch: 2)
    #expect(text(state, 80) == "stopped at epoch 12, step 1 368: weights of epoch 2 restored")
    #expect(text(state, 48) == "stopped at epoch 12, weights of epoch 2 restored")
    #expect(text(state, 47) == "stopped at epoch 12, back to epoch 2")
    #expect(text(state, 25) == "stopped at epoch 12")
  }

  /// Whatever the width, what is shown is one of the sentences, whole.
  @Test(arguments: [
    LanePhase.training, .finished, .off, .stoppedEarly(epoch: 3, step: 9, bestEpoch: 1),
  ])
  func whole(_ state: LanePhase) {
    var lane = Fixture.adding().lanes[0]
    lane.phase = state
    for width in 10...90 { #expect(LaneSentence.all(lane).contains(text(state, width))) }
  }

  @Test func lanesInFullShowTheReason() {
    var snapshot = Fixture.adding()
    snapshot.lanes[0].phase = .diverged(
      step: 43, layer: "rnn.0", timeStep: 17, what: "the gradient overflowed")
    snapshot.lanes[1].testLoss = 0.0321
    snapshot.lanes[1].phase = .finished
    var state = Fixture.state(120, 36, snapshot)
    (state.focus, state.isFullScreen) = (.lanes, true)
    let frame = rows(render(state))
    #expect(frame.contains("diverged at step 43: the gradient overflowed in rnn.0, t 17"))
    #expect(frame.contains("0.0321"))
  }

  private func rows(_ screen: Screen) -> String { DashboardTests.text(screen) }
}
