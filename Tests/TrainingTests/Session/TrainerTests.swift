import Datasets
import Engine
import Foundation
import Telemetry
import Testing
import Training

@Suite struct TrainerTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  // MARK: the same bits

  /// Everything random at work: dropout, recurrent dropout, two layers, commands on the way.
  private func commanded(_ data: SmallData, threads: Int, seed: UInt64 = 4) throws -> [LaneBits] {
    let session = try SmallSession(
      data.dataset(in: scratch), ["rnn", "lstm", "gru"], threads: threads,
      training: {
        $0.seed = seed
        $0.batch = 40
        $0.maxEpochs = nil
      },
      lane: { $0.model.hidden = [6, 5] })
    session.steps(4)
    session.set("regularizers.dropout", "0.3")
    session.steps(3)
    session.set("regularizers.recurrent_dropout", "on")
    session.trainer.apply(.lane(1), .weaken(key: "training.learning_rate"))
    session.trainer.apply(.lane(2), .set(key: "regularizers.l1", value: "0.001"))
    session.steps(9)
    return session.trainer.lanes.map { LaneBits($0) }
  }

  @Test(arguments: SmallData.allCases)
  func sameSeedAndCommandsAreTheSameBitsOnAnyThreads(_ data: SmallData) throws {
    let one = try commanded(data, threads: 1)
    #expect(try commanded(data, threads: 1) == one)
    #expect(try commanded(data, threads: 2) == one)
    #expect(try commanded(data, threads: 3) == one)
    #expect(try commanded(data, threads: 1, seed: 5) != one)
    for lane in one {
      #expect(lane.step == 16)
      #expect(lane.weights.allSatisfy { Float(bitPattern: $0).isFinite })
    }
  }

  @Test(arguments: SmallData.allCases)
  func aLaneIsOneValueThatCanBePutBack(_ data: SmallData) throws {
    let session = try SmallSession(data.dataset(in: scratch), ["gru"]) { $0.batch = 32 }
    session.set("regularizers.dropout", "0.4")
    session.steps(7)
    let value = session.lane.state
    #expect(value == session.lane.state)
    session.steps(9)
    let first = LaneBits(session.lane)
    #expect(session.lane.state != value)
    session.lane.state = value
    #expect(session.lane.state == value)
    session.steps(9)
    #expect(LaneBits(session.lane) == first)
  }

  @Test func lanesDoNotDisturbEachOther() throws {
    let data = try SmallData.adding.dataset(in: scratch)
    let both = try SmallSession(data, ["rnn", "gru"], threads: 2)
    let alone = try SmallSession(data, ["gru"])
    both.steps(12)
    alone.steps(12)
    #expect(LaneBits(both.trainer.lanes[1]) == LaneBits(alone.lane))
  }

  /// A lane that starts afresh while another goes on is what it would be alone: its batches, masks,
  /// validations and looks follow from its own step.
  @Test(arguments: SmallData.allCases, [false, true])
  func aLaneHasItsOwnPlaceInTheData(_ data: SmallData, _ streams: Bool) throws {
    guard !streams || data == .text else { return }
    let dataset = try data.dataset(in: scratch)
    func session(_ cells: [String]) throws -> SmallSession {
      let session = try SmallSession(dataset, cells) {
        $0.batch = 16
        $0.validateEvery = .steps(4)
        if streams { $0.truncate = 7 }
      }
      session.set("regularizers.dropout", "0.3")
      if data != .text { session.set("augmentation", "0.5") }
      return session
    }
    let (both, alone) = (try session(["gru", "lstm"]), try session(["lstm"]))
    both.steps(9)
    both.trainer.apply(.lane(1), .restart)
    both.steps(30)
    alone.steps(30)
    #expect(both.lane.progress.step == 39 && both.trainer.lanes[1].progress.step == 30)
    #expect(LaneBits(both.trainer.lanes[1]) == LaneBits(alone.lane))
    let (one, other) = (both.trainer.laneSnapshots()[1], alone.trainer.laneSnapshots()[0])
    #expect("\(one.gradients) \(one.layers)" == "\(other.gradients) \(other.layers)")
    // And the one that went on is not disturbed either.
    let through = try session(["gru"])
    through.steps(39)
    #expect(LaneBits(both.lane) == LaneBits(through.lane))
  }

  @Test func trainingLearns() throws {
    let session = try SmallSession(SmallData.csv.dataset(in: scratch), ["rnn", "lstm", "gru"]) {
      $0.learningRate = 0.01
      $0.maxEpochs = 8
    }
    while !session.trainer.hasEnded { session.trainer.step() }
    for lane in session.trainer.lanes {
      let buckets = lane.progress.validationCurve.buckets
      let (first, last) = (try #require(buckets.first), try #require(buckets.last))
      #expect(last.mean < 0.5 * first.mean, "\(lane.info.name)")
    }
  }

  // MARK: the end, and the events until then

  @Test func eventsOfALaneInOrder() throws {
    // 160 training sequences in batches of 32: 5 steps an epoch.
    let session = try SmallSession(SmallData.adding.dataset(in: scratch)) { $0.maxEpochs = 3 }
    while !session.trainer.hasEnded { session.trainer.step() }
    #expect(session.trainer.stepsPerEpoch == 5)
    #expect(session.lane.progress.step == 15)
    #expect(session.lane.epoch == 3)
    let words = session.words(of: "lstm")
    #expect(words.count == 8)
    for i in [0, 2, 4] {
      #expect(words[i] == "validation")
      #expect(["improved", "no improvement"].contains(words[i + 1]))
    }
    #expect(words[1] == "improved")
    #expect(words.suffix(2) == ["end: max_epochs", "verdict"])
    let steps = session.events.compactMap { event -> [Int]? in
      event.validated.map { [$0.epoch, $0.step] }
    }
    #expect(steps == [[1, 5], [2, 10], [3, 15]])
    #expect(session.lane.progress.phase == .finished)
    session.trainer.step()
    #expect(session.lane.progress.step == 15, "an ended session does nothing more")
  }

  @Test(arguments: [1, 3, 5, 7])
  func maxStepsEndsWithALastValidation(_ most: Int) throws {
    let session = try SmallSession(SmallData.adding.dataset(in: scratch)) { $0.maxSteps = most }
    while !session.trainer.hasEnded { session.trainer.step() }
    #expect(session.lane.progress.step == most)
    let words = session.words(of: "lstm")
    #expect(words.suffix(2) == ["end: max_steps", "verdict"])
    #expect(words.filter { $0 == "validation" }.count == (most > 5 ? 2 : 1))
    #expect(session.lane.progress.validationCurve.lastStep == most)
  }

  @Test func validationEveryFewSteps() throws {
    let session = try SmallSession(SmallData.adding.dataset(in: scratch)) {
      $0.validateEvery = .steps(4)
      $0.maxSteps = 12
    }
    while !session.trainer.hasEnded { session.trainer.step() }
    #expect(session.words(of: "lstm").filter { $0 == "validation" }.count == 3)
  }

  /// "Epoch 3" is during the third pass, in everything that is told; at a pass's end that is the
  /// number of whole ones.
  @Test func epochsAreCountedFromOne() throws {
    // 5 steps an epoch.
    let session = try SmallSession(
      SmallData.adding.dataset(in: scratch),
      training: {
        $0.validateEvery = .steps(4)
        $0.maxSteps = 13
      }, lane: { $0.earlyStopping.minDelta = 1e6 })
    session.steps(3)
    #expect(session.lane.epoch == 1)
    while !session.trainer.hasEnded { session.trainer.step() }
    let told = session.events.compactMap { event -> [Int]? in
      switch event {
      case .validation(let e): return [e.step, e.epoch]
      case .improved(let e): return [e.step, e.epoch]
      case .end(let e): return [e.step, e.epoch]
      default: return nil
      }
    }
    #expect(told == [[4, 1], [4, 1], [8, 2], [12, 3], [13, 3], [13, 3]])
    #expect(session.trainer.results().map(\.bestEpoch) == [1])
    #expect(session.lane.epochsDone == 2)
  }

  @Test func finishingEndsEveryLane() throws {
    let session = try SmallSession(SmallData.adding.dataset(in: scratch), ["rnn", "gru"])
    session.steps(2)
    session.trainer.apply(.all, .chooseCells(["gru"]))
    session.trainer.finish()
    #expect(session.trainer.hasEnded)
    for name in ["rnn", "gru"] {
      #expect(session.words(of: name).contains("end: interrupted"))
    }
    let count = session.events.count
    session.trainer.finish()
    #expect(session.events.count == count, "what has ended does not end again")
  }

  // MARK: sizes

  @Test func sizesTooLargeAreRefusedBeforeAnythingIsMade() throws {
    let data = try SmallData.adding.dataset(in: scratch)
    func message(_ hidden: [Int]) -> String? {
      do {
        _ = try SmallSession(data, lane: { $0.model.hidden = hidden })
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(
      message([1 << 20]) == "lane lstm: model.hidden gives more than 2147483648 parameters")
    #expect(
      message([1 << 40]) == "lane lstm: model.hidden gives more than 2147483648 parameters")
    #expect(message([22_000])?.hasPrefix("these sizes need about 7") == true)
    #expect(throws: Trainer.Failure.self) { _ = try SmallSession(data, []) }
  }
}
