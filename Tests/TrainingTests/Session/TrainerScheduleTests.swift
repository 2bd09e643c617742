import Engine
import Foundation
import Telemetry
import Testing
import Training

/// Schedules at work in a session: the rates that steps are taken with, and what is told of them.
@Suite struct TrainerScheduleTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// 160 training sequences in batches of 32: 5 steps an epoch. The base rate is 0.01.
  private func session(
    _ schedule: String, _ options: [ScheduleOption: Double] = [:],
    _ change: (inout TrainingConfiguration) -> Void = { _ in },
    lane: (inout LaneConfiguration) -> Void = { _ in }
  ) throws -> SmallSession {
    try SmallSession(
      SmallData.adding.dataset(in: scratch),
      training: {
        $0.learningRate = 0.01
        $0.schedule = schedule
        for (option, value) in options { $0.scheduleOptions[option] = value }
        change(&$0)
      },
      lane: {
        // Nothing after the first validation counts as an improvement.
        $0.earlyStopping.minDelta = 1e6
        $0.earlyStopping.on = false
        lane(&$0)
      })
  }

  private static func option(_ schedule: String, _ name: String) -> ScheduleOption {
    ScheduleRegistry.named(schedule)!.options.first { $0.name == name }!
  }

  /// The rates of the next steps, from where the session is.
  private func rates(_ session: SmallSession, _ count: Int) -> [Float] {
    (0..<count).map { _ in
      let rate = session.lane.learningRate
      session.steps(1)
      return rate
    }
  }

  /// "lr 0.005 (step) at 10"
  private func told(_ session: SmallSession) -> [String] {
    session.events.compactMap {
      guard case .learningRate(let e) = $0 else { return nil }
      return "lr \(Numbers.setting(e.value)) (\(e.reason)) at \(e.step)"
    }
  }

  private func marks(_ session: SmallSession) -> [String] {
    session.lane.progress.interventions.map { "\($0.label) at \($0.step)" }
  }

  @Test func dropsAreDrawnAndTold() throws {
    let session = try session(
      "step", [Self.option("step", "every"): 2, .factor: 0.5], { $0.maxEpochs = 6 })
    #expect(rates(session, 12) == Array(repeating: 0.01, count: 10) + [0.005, 0.005])
    session.steps(100)
    #expect(session.lane.progress.step == 30)
    #expect(told(session) == ["lr 0.005 (step) at 10", "lr 0.0025 (step) at 20"])
    #expect(marks(session) == ["lr 0.005 at 10", "lr 0.0025 at 20"], "and none at the end")
    // Before the validation of the same step, which has the new rate.
    let words = session.words(of: "lstm")
    let place = try #require(words.firstIndex(of: "rate"))
    #expect(words[place + 1] == "validation")
    let records = session.events.compactMap { $0.validated?.learningRate }
    #expect(records == [0.01, 0.005, 0.005, 0.0025, 0.0025, 0.00125])
  }

  @Test func restartsAreDrawnAndTold() throws {
    let session = try session(
      "cosine",
      [Self.option("cosine", "period"): 1, Self.option("cosine", "period_multiplier"): 2],
      { $0.maxEpochs = 7 })
    let found = rates(session, 35)
    #expect(told(session) == ["lr 0.01 (restart) at 5", "lr 0.01 (restart) at 15"])
    #expect(marks(session) == ["lr 0.01 at 5", "lr 0.01 at 15"])
    for step in [0, 5, 15] { #expect(found[step] == 0.01) }
    #expect(abs(found[10] - 0.005) < 1e-9)
  }

  @Test(arguments: [
    (Optional(4), Optional<Int>.none, 20), (4, 15, 15), (2, 15, 10), (nil, 15, 15),
  ])
  func cosineFallsOverTheWholeRun(_ epochs: Int?, _ steps: Int?, length: Int) throws {
    let session = try session("cosine") {
      $0.maxEpochs = epochs
      $0.maxSteps = steps
    }
    for (step, rate) in rates(session, length).enumerated() {
      #expect(abs(rate - 0.005 * Float(1 + cos(.pi * Double(step) / Double(length)))) < 1e-8)
    }
    #expect(session.trainer.hasEnded)
    #expect(told(session).isEmpty)
  }

  @Test func theWarmupsEndIsDrawnAndTold() throws {
    let session = try session("exponential", [LearningRateSchedule.warmup: 4])
    let found = rates(session, 10)
    #expect(found.prefix(5) == [0.0025, 0.005, 0.0075, 0.01, 0.01])
    #expect(abs(found[9] - 0.0095) < 1e-8)
    #expect(told(session) == ["lr 0.01 (warm-up over) at 4"])
    #expect(marks(session) == ["lr 0.01 at 4"])
  }

  /// The rate is what the step is taken with: w -= rate g.
  @Test func theStepIsTakenWithTheRate() throws {
    func way(_ warmup: Double) throws -> [Float] {
      let session = try session("constant", [LearningRateSchedule.warmup: warmup]) {
        $0.optimizer = "sgd"
        $0.learningRate = 0.5
      }
      let before = session.lane.state.weights
      session.steps(1)
      return zip(session.lane.state.weights, before).map { $0 - $1 }
    }
    let (whole, quarter) = (try way(0), try way(4))
    #expect(whole.contains { abs($0) > 1e-3 })
    #expect(zip(whole, quarter).allSatisfy { abs($0 - 4 * $1) < 1e-6 })
  }

  @Test func keysScaleTheBaseRate() throws {
    let session = try session("step", [Self.option("step", "every"): 1, .factor: 0.5])
    session.steps(7)
    #expect(session.lane.learningRate == 0.005)
    session.trainer.apply(.all, .strengthen(key: "training.learning_rate"))
    #expect(abs(session.lane.progress.learningRate - 0.0125) < 1e-8)
    #expect(abs(session.lane.learningRate - 0.00625) < 1e-8)
    session.steps(3)
    #expect(abs(session.lane.learningRate - 0.003125) < 1e-8)
  }

  // MARK: plateau

  private var plateau: [ScheduleOption: Double] {
    [
      Self.option("plateau", "patience"): 2, Self.option("plateau", "threshold"): 0.999,
      .factor: 0.5, .minFactor: 0.2,
    ]
  }

  @Test func aPlateauLowersTheRate() throws {
    let session = try session("plateau", plateau)
    session.steps(60)
    #expect(
      told(session) == [
        "lr 0.005 (plateau) at 15", "lr 0.0025 (plateau) at 25", "lr 0.002 (plateau) at 35",
      ])
    #expect(marks(session) == ["lr 0.005 at 15", "lr 0.0025 at 25", "lr 0.002 at 35"])
    // Between the validation that shows it and its verdict.
    let words = session.words(of: "lstm")
    let place = try #require(words.firstIndex(of: "rate"))
    #expect(words[place - 1] == "validation" && words[place + 1] == "no improvement")
  }

  @Test func itIsPartOfTheLanesValue() throws {
    let session = try session("plateau", plateau)
    session.steps(13)
    let value = session.lane.state
    let first = rates(session, 30)
    #expect(session.lane.state.progress.schedule != value.progress.schedule)
    session.lane.state = value
    #expect(session.lane.state == value)
    #expect(rates(session, 30) == first)
    #expect(Set(first).count > 2)
  }

  @Test func goingOnAfterStoppingKeepsTheRate() throws {
    func session(stops: Bool) throws -> SmallSession {
      try self.session(
        "plateau", plateau,
        lane: {
          $0.earlyStopping.on = stops
          $0.earlyStopping.patience = 3
        })
    }
    let (stopped, through) = (try session(stops: true), try session(stops: false))
    stopped.steps(60)
    #expect(stopped.lane.progress.phase == .stoppedEarly(epoch: 4, step: 20, bestEpoch: 1))
    #expect(stopped.lane.learningRate == 0.005)
    stopped.set("early_stopping", "off")
    stopped.steps(12)
    through.steps(32)
    #expect(LaneBits(stopped.lane) == LaneBits(through.lane))
    #expect(stopped.lane.progress.schedule == through.lane.progress.schedule)
    #expect(told(stopped) == told(through))
  }

  @Test func startingAfreshForgetsThePlateau() throws {
    let session = try session("plateau", plateau)
    let first = rates(session, 30)
    #expect(session.lane.learningRate == 0.0025)
    session.trainer.apply(.all, .restart)
    #expect(session.lane.progress.schedule == ScheduleState())
    #expect(rates(session, 30) == first)
  }

  @Test func aLaneChosenLaterHasTheSchedule() throws {
    let session = try session("step", [Self.option("step", "every"): 1, .factor: 0.5])
    session.steps(10)
    session.trainer.apply(.all, .chooseCells(["lstm", "gru"]))
    session.steps(6)
    #expect(session.trainer.lanes.map(\.learningRate) == [0.00125, 0.005])
  }
}
