import Engine
import Telemetry
import Testing
import Training

@Suite struct TrainerCommandsTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func session(
    _ cells: [String] = ["lstm"], training: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws -> SmallSession {
    try SmallSession(SmallData.adding.dataset(in: scratch), cells, training: training)
  }

  private func answers(_ session: SmallSession) -> [String] {
    session.events.compactMap(\.answer)
  }

  @Test func appliedCommandsAreToldAndDrawn() throws {
    let session = try session()
    session.steps(3)
    session.set("regularizers.clip", "0.5")
    session.set("regularizers.l2.strength", "0.01")
    session.trainer.apply(.lane(0), .strengthen(key: "regularizers.l2"))
    session.trainer.apply(.all, .weaken(key: "training.learning_rate"))
    session.set("regularizers.clip", "off")
    #expect(
      answers(session) == [
        "regularizers.clip = 0.5 at 3", "regularizers.l2 = 0.01 at 3",
        "regularizers.l2 = 0.02 at 3", "training.learning_rate = 0.0008 at 3",
        "regularizers.clip = off at 3",
      ])
    // The last word of a setting between two steps counts.
    let lines = session.lane.progress.interventions
    #expect(lines.map(\.label) == ["2 L2 0.02", "lr 0.0008", "5 clip off"])
    #expect(lines.allSatisfy { $0.step == 3 })
    #expect(session.lane.progress.statuses["regularizers.clip"] == .applied(step: 3))
    #expect(abs(session.lane.learningRate - 0.0008) < 1e-9)
  }

  /// The strength of what is off changes for later, and nothing on the curve.
  @Test func whatIsOffMakesNoMark() throws {
    let session = try session()
    session.steps(2)
    let before = session.lane.progress.regularization["dropout"]?.strength
    session.trainer.apply(.all, .strengthen(key: "regularizers.dropout"))
    let after = session.lane.progress.regularization["dropout"]
    #expect(after?.isOn == false && after?.strength != before)
    session.set("regularizers.dropout", "off")
    #expect(session.lane.progress.interventions.isEmpty)
    #expect(session.lane.progress.statuses["regularizers.dropout"] == .applied(step: 2))
    session.set("regularizers.dropout", "on")
    session.set("regularizers.clip", "off")
    session.set("regularizers.clip", "on")
    #expect(session.lane.progress.interventions.map(\.label).count == 2)
  }

  @Test func rejectedCommandsChangeNothing() throws {
    let session = try session(["rnn", "lstm"])
    session.steps(2)
    let before = session.trainer.lanes.map { LaneBits($0) }
    session.set("regularizers.clip", "much")
    session.set("training.batch", "64")
    session.trainer.apply(.lane(7), .set(key: "regularizers.clip", value: "2"))
    session.trainer.apply(.lane(7), .restart)
    session.trainer.apply(.all, .chooseCells(["elman"]))
    session.trainer.apply(.all, .chooseCells([]))
    #expect(
      answers(session) == [
        "regularizers.clip = 1 at 2: 'much' is neither on, off nor a number",
        "training.batch = 64 at 2: no setting of this name can change while training",
        "regularizers.clip = 2 at 2: there is no such lane",
        "restart =  at 2: there is no such lane", "cells = elman at 2: there is no cell 'elman'",
        "cells =  at 2: at least one cell must run",
      ])
    #expect(session.trainer.lanes.map { LaneBits($0) } == before)
    #expect(session.trainer.lanes.allSatisfy { $0.isTraining })
    #expect(session.lane.progress.interventions.isEmpty)
    guard case .rejected = session.lane.progress.statuses["regularizers.clip"] else {
      Issue.record("the setting shows that its last command was rejected")
      return
    }
  }

  @Test func whatIsTheSameForAllLanesIsToldOnce() throws {
    let session = try session(["rnn", "lstm", "gru"])
    session.set("regularizers.dropout", "0.3")
    session.trainer.apply(.lane(1), .set(key: "regularizers.dropout", value: "0.5"))
    session.trainer.apply(.all, .strengthen(key: "regularizers.dropout"))
    let lanes = session.events.map(\.lane)
    #expect(lanes == [nil, "lstm", "rnn", "lstm", "gru"])
    #expect(
      answers(session).suffix(3) == [
        "regularizers.dropout = 0.35 at 0", "regularizers.dropout = 0.55 at 0",
        "regularizers.dropout = 0.35 at 0",
      ])
  }

  @Test func onAndOffAgainBeforeAStepChangesNothing() throws {
    let untouched = try session()
    untouched.steps(11)
    for setting in SettingsTable().all where setting.info.switches {
      let toggled = try session()
      toggled.steps(4)
      let wasOn = setting.isOn(toggled.lane.progress)
      toggled.set(setting.info.key, wasOn ? "off" : "on")
      toggled.set(setting.info.key, wasOn ? "on" : "off")
      toggled.steps(7)
      #expect(LaneBits(toggled.lane) == LaneBits(untouched.lane), "\(setting.info.key)")
    }
  }

  @Test func aSwitchActsFromTheNextStepOn() throws {
    let untouched = try session()
    untouched.steps(6)
    for key in ["l1", "l2", "dropout", "recurrent_dropout"] {
      let changed = try session()
      changed.steps(5)
      changed.set("regularizers.\(key)", "on")
      changed.steps(1)
      #expect(LaneBits(changed.lane).weights != LaneBits(untouched.lane).weights, "\(key)")
    }
  }

  /// Gradient descent moves by rate times gradient: twice the rate, twice the way.
  @Test func theLearningRateScalesTheStep() throws {
    func way(_ rate: String?) throws -> [Float] {
      let session = try session {
        $0.optimizer = "sgd"
        $0.learningRate = 0.5
      }
      session.set("regularizers.clip", "off")
      session.steps(2)
      let before = session.lane.state.weights
      if let rate { session.set("training.learning_rate", rate) }
      session.steps(1)
      return zip(session.lane.state.weights, before).map { $0 - $1 }
    }
    let (once, twice) = (try way(nil), try way("1"))
    #expect(once.contains { abs($0) > 1e-3 })
    #expect(zip(once, twice).allSatisfy { abs(2 * $0 - $1) < 1e-6 })
  }

  @Test func restartingBeginsAfreshAndKeepsTheCurves() throws {
    let session = try session(["lstm", "gru"])
    let start = session.lane.state.weights
    session.steps(8)
    let other = LaneBits(session.trainer.lanes[1])
    session.set("regularizers.l2", "0.5")
    let curve = session.lane.progress.trainCurve
    session.trainer.apply(.lane(0), .restart)
    let value = session.lane.state
    #expect(value.weights == start)
    #expect(value.moments.allSatisfy { $0.allSatisfy { $0 == 0 } })
    #expect(value.best?.weights == nil)
    #expect(value.progress.step == 0)
    #expect(value.progress.earlier?.trainCurve == curve)
    #expect(value.progress.trainCurve.isEmpty)
    #expect(value.progress.earlyStopping.bestLoss == nil)
    #expect(session.lane.progress.regularization["l2"]?.strength == 0.5, "settings stay")
    #expect(LaneBits(session.trainer.lanes[1]) == other)
    #expect(answers(session).last == "restart =  at 0")
    session.steps(4)
    #expect(session.lane.progress.step == 4)
    #expect(session.trainer.lanes[1].progress.step == 12)
  }

  @Test func choosingCells() throws {
    let session = try session(["rnn", "gru"])
    session.steps(3)
    session.trainer.apply(.all, .chooseCells(["gru", "lstm"]))
    #expect(session.trainer.lanes.map(\.info.name) == ["rnn", "gru", "lstm"])
    #expect(session.trainer.lanes.allSatisfy { $0.info.optimizer == "adam" })
    #expect(session.trainer.lanes.map(\.isTraining) == [false, true, true])
    #expect(session.lane.progress.phase == .off)
    session.steps(2)
    #expect(session.trainer.lanes.map(\.progress.step) == [3, 5, 2])
    session.trainer.apply(.all, .restart)
    #expect(session.lane.progress.phase == .off, "a lane that rests is not woken by others")
    session.trainer.apply(.all, .chooseCells(["rnn"]))
    #expect(session.trainer.lanes.map(\.isTraining) == [true, false, false])
    session.trainer.apply(.all, .chooseCells(["rnn", "lstm", "gru"]))
    #expect(session.trainer.lanes.map(\.isTraining) == [true, true, true])
    #expect(session.trainer.lanes.count == 3)
    session.steps(1)
    session.trainer.finish()
    #expect(Set(session.trainer.results().map(\.lane)) == ["rnn", "lstm", "gru"])
  }

  @Test func aNewLaneNeverTakesAnothersName() throws {
    let session = try SmallSession(
      SmallData.adding.dataset(in: scratch), ["lstm"], lane: { $0.name = "gru" })
    session.trainer.apply(.all, .chooseCells(["lstm", "gru"]))
    let names = session.trainer.lanes.map(\.info.name)
    #expect(names.count == 2)
    #expect(Set(names).count == 2)
  }

  @Test func interventionsAreBounded() throws {
    let session = try session { $0.maxEpochs = nil }
    for i in 0..<250 {
      session.set("regularizers.clip", i % 2 == 0 ? "2" : "3")
      session.steps(1)
    }
    let lines = session.lane.progress.interventions
    #expect(lines.count == 200)
    #expect(lines.last?.step == 249)
  }
}
