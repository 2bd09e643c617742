import Datasets
import Engine
import Foundation
import Telemetry
import Testing
import Training

/// A lane that was copied from another one goes on on the same batches, with the same masks.
struct ForkTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func session(
    _ data: SmallData = .adding, _ cells: [String] = ["lstm", "gru"], streams: Bool = false
  ) throws -> SmallSession {
    try SmallSession(
      data.dataset(in: scratch), cells,
      training: {
        $0.batch = 16
        $0.validateEvery = .steps(5)
        if streams { $0.truncate = 7 }
      },
      lane: {
        $0.earlyStopping.on = false
        $0.regularization[Dropout.key]?.isOn = true
      })
  }

  private func fork(_ lane: Int, _ change: Command.Change? = nil, in session: SmallSession) {
    session.trainer.apply(.lane(LaneID(lane)), .fork(change))
  }

  struct Case: Sendable {
    var data: SmallData
    var streams = false
  }

  @Test(arguments: [
    Case(data: .adding), Case(data: .text), Case(data: .csv), Case(data: .text, streams: true),
  ])
  func aCopyStaysTheSame(_ c: Case) throws {
    let session = try session(c.data, streams: c.streams)
    session.set("regularizers.dropout", "0.3")
    session.set("augmentation", "0.5")
    session.steps(13)
    fork(0, in: session)
    #expect(session.refusals.isEmpty && session.trainer.lanes.count == 3)
    #expect(session.trainer.lanes[2].info.name == "lstm+copy")
    session.steps(200)
    let bits = try session.bits
    #expect(bits[2] == bits[0] && bits[1] != bits[0])
  }

  /// The fork is the lane that had the change, the origin the one that never had it.
  @Test func aChangeIsOfTheForkAlone() throws {
    let (session, never, changed) = (try session(), try session(), try session())
    for session in [session, never, changed] { session.steps(13) }
    fork(1, .init(key: "regularizers.dropout", value: "0.3"), in: session)
    changed.set("regularizers.dropout", "0.3")
    for session in [session, never, changed] { session.steps(50) }
    let bits = try session.bits
    #expect(try Array(bits[..<2]) == never.bits)
    let best: Set = ["best", "earlyStopping", "ghosts"]
    #expect(
      try laneBits(session.trainer.lanes[2], without: best)
        == laneBits(changed.trainer.lanes[1], without: best))
    let info = session.trainer.lanes[2].info
    #expect(info.name == "gru+drop 0.3")
    #expect(info.origin == LaneOrigin(lane: LaneID(1), step: 13))
    // Its change can be taken back: a copy, at the step of the fork.
    session.trainer.apply(.lane(info.id), .undo)
    #expect(session.trainer.lanes[2].progress.step == 13)
    session.steps(50)
    #expect(try laneBits(session.trainer.lanes[2]) == never.bits[1])
    // And afresh it begins where its origin did.
    session.trainer.apply(.lane(info.id), .restart)
    session.trainer.apply(.lane(LaneID(1)), .restart)
    session.steps(20)
    #expect(session.trainer.lanes[1].state.weights == session.trainer.lanes[2].state.weights)
  }

  /// What its file holds was trained with the change: a best from before is the origin's.
  @Test func aChangedForkHasABestOfItsOwn() throws {
    let session = try session()
    session.steps(23)
    fork(1, in: session)
    fork(1, .init(key: "regularizers.dropout", value: "0.9"), in: session)
    let (origin, copy, changed) = (
      session.trainer.lanes[1], session.trainer.lanes[2], session.trainer.lanes[3]
    )
    #expect(copy.progress.earlyStopping == origin.progress.earlyStopping)
    #expect(copy.best?.step == origin.best?.step && origin.best != nil)
    #expect(changed.best == nil && changed.progress.earlyStopping.bestLoss == nil)
    #expect(changed.progress.earlyStopping.left == origin.progress.earlyStopping.patience)
    session.steps(2)
    #expect(changed.best?.step == 25 && changed.progress.earlyStopping.bestStep == 25)
  }

  @Test func whatIsRefused() throws {
    let session = try session()
    session.steps(3)
    session.trainer.apply(.all, .fork(nil))
    fork(9, in: session)
    fork(0, .init(key: "model.hidden", value: "8"), in: session)
    fork(0, .init(key: "model.hiden", value: "8"), in: session)
    fork(0, .init(key: "regularizers.dropout", value: "x"), in: session)
    fork(0, .init(key: "regularizers.label_smoothing", value: "0.1"), in: session)
    #expect(session.trainer.lanes.count == 2)
    let reasons = session.refusals
    try #require(reasons.count == 6)
    #expect(reasons[0] == "one lane at a time; [ and ] select one")
    #expect(reasons[1] == "there is no such lane")
    #expect(
      reasons[2] == "it is fixed once a lane is training; a run of its own has it: "
        + "rnn-tui train small --set model.hidden=8")
    #expect(reasons[3] == "there is no setting model.hiden")
    #expect(reasons[5].contains("needs classes"))
    for _ in 0..<6 { fork(0, in: session) }
    fork(0, in: session)
    #expect(session.refusals.last == "8 lanes are the most")
    let names = session.trainer.lanes.map(\.info.name)
    #expect(Set(names).count == 8 && names.last == "lstm+copy-6")
    session.trainer.apply(.all, .chooseCells(["gru"]))
    fork(0, in: session)
    #expect(session.refusals.last?.hasPrefix("it is not training") == true)
  }

  /// A fork of a fork of a fork has a name that a lane may have.
  @Test func namesStayShort() throws {
    let session = try session(.adding, ["lstm"])
    session.steps(1)
    for lane in 0..<5 {
      fork(lane, .init(key: "training.learning_rate", value: "0.00\(lane + 1)"), in: session)
    }
    let names = session.trainer.lanes.map(\.info.name)
    #expect(names.count == 6 && Set(names).count == 6)
    #expect(names[1] == "lstm+lr 0.001")
    #expect(names.allSatisfy { $0.count <= 32 })
  }
}
