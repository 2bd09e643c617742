import Foundation
import Telemetry
import Testing
import Training

/// Numbers that stop being finite: what is told, what goes on, what is kept.
@Suite struct DivergenceTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// `rnn` with a learning rate that blows it up within a few steps, beside `gru`.
  private func session(_ cells: [String] = ["rnn", "gru"], validateEvery: Int = 1) throws
    -> SmallSession
  {
    try SmallSession(
      SmallData.adding.dataset(in: scratch), cells, threads: 2,
      training: {
        $0.validateEvery = .steps(validateEvery)
        $0.maxSteps = 60
      },
      lane: {
        guard $0.name == "rnn" else { return }
        $0.training.optimizer = "sgd"
        $0.training.learningRate = 1e9
        $0.regularization["clip"]?.isOn = false
        $0.earlyStopping.on = false
      })
  }

  @Test func theLaneStopsWithAPlaceAndOthersGoOn() throws {
    let session = try session()
    session.steps(60)
    guard case .diverged(let step, let layer, let timeStep, let what) = session.lane.progress.phase
    else {
      Issue.record("the lane should have diverged: \(session.lane.progress.phase)")
      return
    }
    #expect(session.lane.progress.step == step - 1, "the step that failed changed nothing")
    #expect(["rnn.0", "head", "loss"].contains(layer))
    if let timeStep { #expect((1...10).contains(timeStep)) }
    #expect(!what.isEmpty)
    let words = session.words(of: "rnn")
    #expect(words.suffix(3) == ["diverged", "end: diverged", "verdict"])
    #expect(words.filter { $0 == "diverged" }.count == 1)

    let other = session.trainer.lanes[1]
    #expect(other.progress.phase == .finished)
    #expect(other.progress.step == 60)
    let alone = try self.session(["gru"])
    alone.steps(60)
    #expect(LaneBits(other) == LaneBits(alone.lane))
  }

  /// Losses that are not finite are part of what a lane is: a copy is equal to it all the same.
  @Test func aValueWithGapsEqualsItself() throws {
    let session = try session(["rnn"])
    session.steps(60)
    let value = session.lane.state
    #expect(value.progress.validationCurve.buckets.contains { $0.nonfinite > 0 })
    #expect(value == session.lane.state)
    session.lane.state = value
    #expect(session.lane.state == value)
    session.trainer.apply(.all, .restart)
    #expect(session.lane.state != value)
    #expect(session.lane.state == session.lane.state, "the curves from before have the gaps")
  }

  @Test func theBestWeightsStayFiniteAndAreSaved() throws {
    let session = try session()
    session.trainer.save(in: try RunFolder(scratch.file("run"), preset: "small"))
    session.steps(60)
    let value = session.lane.state
    #expect(value.best?.weights != nil)
    #expect(value.weights.allSatisfy { $0.isFinite })
    let model = try ModelFile(contentsOf: scratch.file("run/rnn.safetensors"))
    #expect(model.weights == value.best?.weights)
    let result = session.trainer.results()[0]
    #expect(result.diverged)
    #expect(result.reason == .diverged)
    #expect(result.file == .success(scratch.file("run/rnn.safetensors")))
    #expect(!session.trainer.results()[1].diverged)
  }

  @Test func withoutAValidationNothingIsSaved() throws {
    let session = try session(["rnn"], validateEvery: 1000)
    session.trainer.save(in: try RunFolder(scratch.file("run"), preset: "small"))
    session.steps(60)
    #expect(session.trainer.hasEnded)
    #expect(
      session.trainer.results()[0].file
        == .failure(SaveFailure("diverged before its first validation", isLoss: false)))
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.file("run")).isEmpty)
  }

  @Test func aDivergedLaneCanStartAfresh() throws {
    let session = try session(["rnn"])
    session.steps(60)
    session.set("training.learning_rate", "0.001")
    #expect(!session.lane.isTraining)
    session.trainer.apply(.all, .restart)
    #expect(session.lane.isTraining)
    session.steps(20)
    #expect(session.lane.progress.step == 20)
    #expect(session.lane.progress.lastValidationLoss?.isFinite == true)
  }
}
