import Datasets
import Foundation
import Telemetry
import Testing
import Training

/// A lane that is put back is, to the bit, what it was.
struct UndoTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func session(
    _ data: SmallData = .adding, _ cells: [String] = ["rnn", "lstm", "gru"],
    states: Int? = nil, maxSteps: Int? = nil
  ) throws -> SmallSession {
    var undo = UndoConfiguration()
    if let states { undo.states = states }
    return try SmallSession(
      data.dataset(in: scratch), cells,
      training: {
        $0.batch = 16
        $0.validateEvery = .steps(5)
        $0.maxSteps = maxSteps
        $0.schedule = "plateau"
        if data == .text { $0.truncate = 7 }
      },
      lane: { $0.earlyStopping.patience = 30 }, preset: { $0.record.undo = undo })
  }

  struct Change: Sendable, CustomTestStringConvertible {
    var actions: [Command.Action]
    init(_ actions: Command.Action...) { self.actions = actions }
    static func set(_ key: String, _ value: String) -> Self { Self(.set(key: key, value: value)) }
    var testDescription: String {
      actions.map { SessionRequest($0).text }.joined(separator: ", ")
    }
  }

  static let changes: [Change] = [
    .set("regularizers.dropout", "0.3"), .set("regularizers.recurrent_dropout", "0.2"),
    .set("regularizers.l1", "0.001"), .set("regularizers.l2", "0.1"),
    .set("regularizers.clip", "0.1"), .set("regularizers.zoneout", "0.2"),
    .set("regularizers.weight_noise", "0.05"), .set("regularizers.weight_decay", "0.01"),
    .set("regularizers.input_noise", "0.1"), .set("regularizers.adversarial", "0.1"),
    .set("augmentation.jitter", "0.1"), .set("augmentation", "0.5"),
    .set("training.learning_rate", "0.05"), .set("early_stopping", "off"),
    .set("early_stopping.patience", "1"), .set("regularizers.clip.by", "value"),
    Change(.strengthen(key: "training.learning_rate")),
    Change(.weaken(key: "training.learning_rate")),
    Change(.strengthen(key: "regularizers.dropout")), Change(.restart),
    Change(
      .set(key: "regularizers.clip", value: "0.1"), .strengthen(key: "regularizers.clip")),
  ]

  @Test(arguments: changes) func undoneIsNeverDone(_ change: Change) throws {
    let (session, never) = (try session(), try session())
    session.steps(13)
    never.steps(13)
    let before = try session.bits
    for action in change.actions { session.trainer.apply(.all, action) }
    try #require(
      !session.events.contains { if case .command(let e) = $0 { e.reason != nil } else { false } },
      "\(session.events)")
    session.steps(9)
    #expect(try session.bits != before)
    for _ in change.actions { session.trainer.apply(.all, .undo) }
    #expect(try session.bits == before)
    session.steps(50)
    never.steps(50)
    #expect(try session.bits == never.bits)
  }

  @Test(arguments: SmallData.allCases) func ofEveryKindOfData(_ data: SmallData) throws {
    let (session, never) = (try session(data), try session(data))
    session.steps(13)
    session.set("regularizers.dropout", "0.4")
    session.steps(8)
    session.trainer.apply(.all, .undo)
    session.steps(30)
    never.steps(43)
    #expect(try session.bits == never.bits)
  }

  /// The others go on as if nothing had been; the one that was put back runs behind them.
  @Test func oneOfThree() throws {
    let (session, never) = (try session(), try session())
    session.steps(13)
    session.set("regularizers.dropout", "0.3")
    session.steps(9)
    session.trainer.apply(.lane(1), .undo)
    #expect(session.trainer.lanes.map(\.progress.step) == [22, 13, 22])
    session.steps(50)
    never.steps(13)
    never.trainer.apply(.lane(0), .set(key: "regularizers.dropout", value: "0.3"))
    never.trainer.apply(.lane(2), .set(key: "regularizers.dropout", value: "0.3"))
    never.steps(50)
    #expect(try laneBits(session.trainer.lanes[1]) == laneBits(never.trainer.lanes[1]))
    never.steps(9)
    for lane in [0, 2] {
      #expect(try laneBits(session.trainer.lanes[lane]) == laneBits(never.trainer.lanes[lane]))
    }
  }

  /// Of all lanes the newest command goes, in those that it changed.
  @Test func theNewestCommandGoesFirst() throws {
    let session = try session()
    session.steps(3)
    session.set("regularizers.l2", "0.1")
    session.steps(3)
    session.trainer.apply(.lane(2), .set(key: "regularizers.dropout", value: "0.3"))
    session.steps(3)
    session.trainer.apply(.all, .undo)
    #expect(session.trainer.lanes.map(\.progress.step) == [9, 9, 6])
    session.trainer.apply(.all, .undo)
    #expect(session.trainer.lanes.map(\.progress.step) == [3, 3, 3])
    session.trainer.apply(.all, .undo)
    #expect(session.refusals == ["no change is kept"])
  }

  @Test func rewoundByThreeValidations() throws {
    let session = try session()
    session.steps(15)
    let then = try session.bits
    session.steps(6)
    let later = try session.bits
    session.steps(6)
    // At 27: 25, 20, 15.
    session.trainer.apply(.all, .rewind(3))
    #expect(try session.bits == then)
    session.steps(6)
    #expect(try session.bits == later)
    // One by one, from a validation to the one before.
    session.trainer.apply(.all, .rewind(1))
    #expect(session.trainer.lanes.map(\.progress.step) == [20, 20, 20])
    session.trainer.apply(.all, .rewind(1))
    #expect(session.trainer.lanes.map(\.progress.step) == [15, 15, 15])
    session.trainer.apply(.all, .rewind(9))
    #expect(session.refusals == ["only 2 validations before this one are kept"])
    #expect(session.trainer.lanes.map(\.progress.step) == [15, 15, 15])
  }

  /// What was taken back comes again, in the same order, until something else is changed.
  @Test func redone() throws {
    let session = try session()
    session.steps(3)
    session.set("regularizers.l2", "0.1")
    session.steps(5)
    session.set("regularizers.dropout", "0.3")
    session.steps(5)
    let last = try session.bits
    session.trainer.apply(.all, .undo)
    let middle = try session.bits
    session.steps(2)
    session.trainer.apply(.all, .rewind(1))
    #expect(session.trainer.lanes.map(\.progress.step) == [5, 5, 5])
    session.trainer.apply(.all, .redo)
    #expect(session.trainer.lanes.map(\.progress.step) == [10, 10, 10])
    session.trainer.apply(.all, .redo)
    #expect(try session.bits == last)
    session.trainer.apply(.all, .redo)
    #expect(session.refusals == ["nothing was undone since the last change"])
    // And back again.
    session.trainer.apply(.all, .undo)
    #expect(try session.bits == middle)
    session.set("regularizers.l2", "off")
    session.trainer.apply(.all, .redo)
    #expect(session.refusals.count == 2)
  }

  /// One that has ended goes on from where it is put back to.
  @Test func afterTheEnd() throws {
    let (session, never) = (try session(maxSteps: 30), try session(maxSteps: 30))
    session.steps(12)
    session.set("training.learning_rate", "0.1")
    session.steps(40)
    #expect(session.trainer.hasEnded)
    session.trainer.apply(.all, .undo)
    #expect(!session.trainer.hasEnded)
    session.steps(40)
    never.steps(40)
    #expect(try session.trainer.hasEnded && session.bits == never.bits)
    // What it learned between 25 and 30 is nothing that happened after the end.
    session.trainer.apply(.all, .rewind(1))
    #expect(session.trainer.lanes.map(\.progress.step) == [25, 25, 25])
    session.steps(10)
    #expect(try session.trainer.hasEnded && session.bits == never.bits)
  }

  /// Stopped early by a patience that is taken back.
  @Test func afterAnEarlyStop() throws {
    let (session, never) = (try session(), try session())
    session.steps(11)
    session.set("training.learning_rate", "1")
    session.set("early_stopping.patience", "1")
    session.steps(40)
    #expect(session.trainer.hasEnded)
    session.trainer.apply(.all, .undo)
    session.trainer.apply(.all, .undo)
    session.steps(20)
    never.steps(31)
    #expect(try session.bits == never.bits)
  }

  // MARK: what is kept

  private func kept(_ session: SmallSession) -> [UndoSnapshot] {
    session.trainer.laneSnapshots().compactMap(\.undo)
  }

  /// The oldest go, never the one before the last change.
  @Test func theOldestIsDropped() throws {
    let session = try session(.adding, ["gru"], states: 4)
    session.steps(7)
    session.set("regularizers.l2", "0.1")
    session.steps(33)
    let undo = try #require(kept(session).first)
    #expect(undo.states == 4 && undo.rewind == 35)
    #expect(undo.undo == UndoSnapshot.Place(label: "2 L2 0.1", step: 7))
    #expect(undo.redo == nil)
    session.trainer.apply(.all, .rewind(3))
    #expect(session.refusals == ["only 2 validations before this one are kept"])
    session.trainer.apply(.all, .undo)
    #expect(session.lane.progress.step == 7)
  }

  /// By numbers and curves alone: what the machine has decides nothing.
  @Test func memoryIsWithinTheRule() throws {
    let session = try SmallSession(
      SmallData.adding.dataset(in: scratch), ["lstm", "gru"],
      training: {
        $0.batch = 16
        $0.validateEvery = .steps(2)
      },
      lane: {
        $0.model.hidden = [120]
        $0.earlyStopping.on = false
      }, preset: { $0.record.undo.megabytes = 6 })
    for step in 1...12 {
      session.steps(3)
      if step == 4 { session.set("regularizers.l2", "0.01") }
      if step == 8 { session.trainer.apply(.all, .undo) }
      let kept = kept(session)
      #expect(kept.reduce(0) { $0 + $1.bytes } <= 6_000_000, "\(step)")
    }
    let last = kept(session)
    #expect(last.count == 2 && last.allSatisfy { $0.rewind == 22 && $0.states < 8 })
  }

  @Test func whatRestsIsNotPutBack() throws {
    let session = try session()
    session.steps(3)
    session.set("regularizers.l2", "0.1")
    session.steps(3)
    session.trainer.apply(.all, .chooseCells(["rnn"]))
    session.trainer.apply(.lane(1), .undo)
    #expect(session.refusals == ["resting lanes are not put back · c chooses the cells"])
    session.trainer.apply(.all, .undo)
    #expect(session.trainer.lanes.map(\.progress.step) == [3, 6, 6])
    // Changed while it rested, and put back when it does not any more: it goes on.
    session.set("regularizers.l1", "0.1")
    session.trainer.apply(.all, .chooseCells(["rnn", "lstm", "gru"]))
    session.trainer.apply(.lane(1), .undo)
    #expect(session.trainer.lanes.map(\.progress.phase) == [.training, .training, .training])
    session.steps(1)
    #expect(session.trainer.lanes.map(\.progress.step) == [4, 7, 7])
  }
}
