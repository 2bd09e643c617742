import Telemetry
import Testing
import Training

@Suite struct TrainerEarlyStoppingTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// Nothing after the first validation counts as an improvement, so that patience 2 stops at
  /// epoch 3 and epoch 1 is the best.
  private func session(on: Bool = true, patience: Int = 2) throws -> SmallSession {
    try SmallSession(
      SmallData.adding.dataset(in: scratch),
      lane: {
        $0.earlyStopping.on = on
        $0.earlyStopping.patience = patience
        $0.earlyStopping.minDelta = 1e6
      })
  }

  @Test func theBestWeightsAreRestored() throws {
    let session = try session()
    session.steps(100)
    #expect(session.lane.progress.phase == .stoppedEarly(epoch: 3, step: 15, bestEpoch: 1))
    #expect(session.trainer.hasEnded)
    let words = session.words(of: "lstm")
    #expect(
      words == [
        "validation", "improved", "validation", "no improvement", "validation", "early stop",
        "end: early_stop", "verdict",
      ])
    let atBest = try self.session(on: false)
    atBest.steps(5)
    #expect(session.lane.state.weights == atBest.lane.state.weights)
    #expect(session.lane.state.best?.weights == atBest.lane.state.weights)
  }

  @Test(arguments: ["off", "50"])
  func theLaneGoesOnAsIfItHadNotStopped(_ value: String) throws {
    let stopped = try session()
    stopped.steps(40)
    #expect(stopped.trainer.hasEnded)
    stopped.set("early_stopping", value)
    #expect(stopped.lane.isTraining)
    #expect(stopped.lane.progress.statuses["early_stopping"] == .applied(step: 15))
    #expect(stopped.lane.progress.interventions.map(\.step) == [15])
    let through = try session(on: value != "off", patience: value == "off" ? 2 : 50)
    through.steps(15)
    #expect(LaneBits(stopped.lane) == LaneBits(through.lane))
    stopped.steps(12)
    through.steps(12)
    #expect(LaneBits(stopped.lane) == LaneBits(through.lane))
    #expect(stopped.lane.progress.step == 27)
    #expect(stopped.lane.state.moments == through.lane.state.moments)
  }

  /// Stopped at its very last step it has nothing to go on to: no step more than was asked for.
  @Test(arguments: [true, false])
  func whatStoppedAtTheEndEndsThere(_ byEpochs: Bool) throws {
    let session = try SmallSession(
      SmallData.adding.dataset(in: scratch),
      training: {
        $0.maxEpochs = byEpochs ? 3 : nil
        $0.maxSteps = byEpochs ? nil : 15
      },
      lane: {
        $0.earlyStopping.patience = 2
        $0.earlyStopping.minDelta = 1e6
      })
    session.steps(20)
    #expect(session.lane.progress.phase == .stoppedEarly(epoch: 3, step: 15, bestEpoch: 1))
    session.set("early_stopping", "off")
    session.steps(5)
    #expect(session.lane.progress.step == 15)
    #expect(session.lane.progress.phase == .finished)
    let reason = byEpochs ? "max_epochs" : "max_steps"
    #expect(
      session.words(of: "lstm").suffix(5) == [
        "end: early_stop", "verdict", "command", "end: \(reason)", "verdict",
      ])
    #expect(session.words(of: "lstm").filter { $0 == "validation" }.count == 3)
    let value = session.lane.state
    #expect(value.weights == value.best?.weights, "it ends with its best weights")
  }

  @Test func morePatienceThanIsUsedUpIsNeededToGoOn() throws {
    let session = try session()
    session.steps(40)
    session.set("early_stopping", "2")
    #expect(!session.lane.isTraining)
    session.set("regularizers.l2", "on")
    #expect(!session.lane.isTraining, "only early stopping's own setting wakes the lane")
    session.trainer.apply(.all, .strengthen(key: "early_stopping"))
    #expect(session.lane.isTraining)
    session.steps(40)
    #expect(session.lane.progress.phase == .stoppedEarly(epoch: 6, step: 30, bestEpoch: 1))
    #expect(session.lane.progress.regularization["l2"]?.isOn == true, "and settings are kept")
  }

  @Test func switchedOffItNeverStops() throws {
    let session = try session(on: false)
    session.steps(60)
    #expect(session.lane.isTraining)
    #expect(session.lane.progress.earlyStopping.bestEpoch == 1)
    #expect(session.lane.progress.ghosts.stops.map(\.epoch) == [3, 4, 6, 11])
  }

  @Test func switchedOnAfterItsPatienceItStopsAtTheNextValidation() throws {
    let session = try session(on: false)
    session.steps(30)
    session.set("early_stopping", "on")
    session.steps(30)
    #expect(session.lane.progress.phase == .stoppedEarly(epoch: 7, step: 35, bestEpoch: 1))
  }

  @Test func otherLanesGoOnWithoutTheStoppedOne() throws {
    let session = try SmallSession(
      SmallData.adding.dataset(in: scratch), ["rnn", "gru"],
      lane: {
        $0.earlyStopping.patience = $0.name == "rnn" ? 1 : 100
        $0.earlyStopping.minDelta = 1e6
      })
    session.steps(30)
    #expect(session.trainer.lanes.map(\.progress.step) == [10, 30])
    let alone = try SmallSession(
      SmallData.adding.dataset(in: scratch), ["gru"],
      lane: {
        $0.earlyStopping.patience = 100
        $0.earlyStopping.minDelta = 1e6
      })
    alone.steps(30)
    #expect(LaneBits(session.trainer.lanes[1]) == LaneBits(alone.lane))
  }
}
