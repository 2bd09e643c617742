import Datasets
import Engine
import Foundation
import Telemetry
import Testing
import Training

/// The way out of a divergence: three commands that one undo takes back.
struct RecoverTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// A lane that blows up as soon as it is given a rate that is far too large.
  private func session(maxSteps: Int? = nil) throws -> SmallSession {
    try SmallSession(
      SmallData.adding.dataset(in: scratch), ["rnn", "gru"],
      training: {
        $0.batch = 16
        $0.maxSteps = maxSteps
        $0.validateEvery = .steps(5)
      },
      lane: {
        $0.earlyStopping.on = false
        $0.training.optimizer = "sgd"
        $0.regularization[GradientClipping.key]?.isOn = false
      })
  }

  private func explode(_ session: SmallSession) {
    session.trainer.apply(.lane(LaneID(0)), .set(key: "training.learning_rate", value: "100"))
    spoil(session)
  }

  /// A step with weights that are no numbers.
  private func spoil(_ session: SmallSession) {
    let model = session.trainer.lanes[0].model
    for place in 0..<model.weights.count { model.weights.values[place] = .nan }
    model.weightsChanged()
    session.steps(1)
  }

  private func hasDiverged(_ lane: Lane) -> Bool {
    if case .diverged = lane.progress.phase { true } else { false }
  }

  @Test func backToTheLastValidation() throws {
    let session = try session()
    session.steps(12)
    explode(session)
    let lane = session.trainer.lanes[0]
    try #require(hasDiverged(lane))
    session.trainer.apply(.lane(LaneID(0)), .recover)
    #expect(session.refusals.isEmpty)
    #expect(lane.isTraining && lane.progress.step == 10)
    // Half of the rate that it had there, not of that which blew it up.
    #expect(lane.progress.learningRate == 0.0005)
    #expect(lane.progress.regularization[GradientClipping.key]?.isOn == true)
    #expect(lane.progress.regularization[GradientClipping.key]?.strength == 1)
    let names = session.events.compactMap { event -> String? in
      if case .command(let e) = event { e.name } else { nil }
    }
    #expect(names.suffix(3) == ["rewind", "training.learning_rate", "regularizers.clip"])
    session.steps(20)
    #expect(lane.isTraining && lane.progress.step == 30)
    // One undo: where it had diverged.
    session.trainer.apply(.lane(LaneID(0)), .undo)
    #expect(hasDiverged(lane) && lane.progress.step == 12)
  }

  /// Each divergence at the same place halves the rate once more.
  @Test func again() throws {
    let session = try session()
    session.steps(12)
    for time in 1...3 {
      spoil(session)
      session.trainer.apply(.lane(LaneID(0)), .recover)
      #expect(session.trainer.lanes[0].progress.learningRate == 0.001 / Float(1 << time))
    }
    #expect(session.refusals.isEmpty)
  }

  @Test func withoutAValidationFromTheStart() throws {
    let session = try session()
    session.steps(2)
    explode(session)
    session.trainer.apply(.all, .recover)
    let lane = session.trainer.lanes[0]
    #expect(session.refusals.isEmpty && lane.isTraining && lane.progress.step == 0)
    #expect(lane.progress.regularization[GradientClipping.key]?.isOn == true)
    session.steps(9)
    session.trainer.apply(.lane(LaneID(0)), .undo)
    #expect(hasDiverged(lane) && lane.progress.step == 2)
  }

  @Test func whatIsRefused() throws {
    let session = try session()
    session.steps(7)
    session.trainer.apply(.all, .recover)
    session.trainer.apply(.lane(LaneID(1)), .recover)
    session.trainer.apply(.lane(LaneID(7)), .recover)
    #expect(
      session.refusals == ["no lane has diverged", "it has not diverged", "there is no such lane"])
  }

  /// A request that goes back to a state has states kept for it, whoever watches; one that is refused
  /// is not asked of a repeated run.
  @Test func aRequestInAdvanceHasItsStates() throws {
    let session = try session(maxSteps: 20)
    let driver = SessionDriver(
      session.trainer, mailbox: nil,
      scheduled: try ["7:recover", "12:rnn:recover"].map { try ScheduledRequest($0) }, threads: 1)
    var requests: [String] = []
    driver.onLine = { line in
      if case .request(let line) = line { requests.append(line.request.text) }
      if case .curve(let curve) = line, curve.at == 11, session.lane.isTraining {
        let model = session.lane.model
        for place in 0..<model.weights.count { model.weights.values[place] = .nan }
        model.weightsChanged()
      }
    }
    driver.run()
    #expect(requests == ["rnn:recover"])
    #expect(session.lane.progress.step == 20 && session.lane.progress.phase == .finished)
  }
}
