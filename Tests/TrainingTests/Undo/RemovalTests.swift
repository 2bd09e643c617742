import Datasets
import Engine
import Foundation
import Telemetry
import Testing
import Training

/// A lane that is taken out leaves the others as they are, and its name and file to nobody.
struct RemovalTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func session(_ cells: [String] = ["rnn", "lstm", "gru"]) throws -> SmallSession {
    try SmallSession(
      SmallData.adding.dataset(in: scratch), cells,
      training: {
        $0.batch = 16
        $0.validateEvery = .steps(5)
      },
      lane: {
        $0.earlyStopping.on = false
        $0.regularization[Dropout.key]?.isOn = true
      })
  }

  @Test func othersGoOn() throws {
    let (session, never) = (try session(), try session())
    for session in [session, never] { session.steps(13) }
    session.trainer.apply(.lane(LaneID(1)), .remove)
    #expect(session.trainer.lanes.map(\.info.name) == ["rnn", "gru"])
    for session in [session, never] { session.steps(50) }
    let (bits, whole) = (try session.bits, try never.bits)
    #expect(bits == [whole[0], whole[2]])
    // Nothing of it is kept, and nothing brings it back.
    session.trainer.apply(.lane(LaneID(1)), .undo)
    #expect(session.refusals == ["there is no such lane"])
  }

  @Test func namesAreNotGivenAgainAndSeatsAre() throws {
    let session = try session()
    session.steps(3)
    session.trainer.apply(.lane(LaneID(1)), .remove)
    session.trainer.apply(.all, .chooseCells(["rnn", "lstm", "gru"]))
    #expect(session.trainer.lanes.map(\.info.name) == ["rnn", "gru", "lstm-2"])
    #expect(session.trainer.lanes.map(\.info.seat) == [0, 2, 1])
    session.trainer.apply(.lane(LaneID(0)), .fork(nil))
    let fork = try #require(session.trainer.lanes.last?.info)
    #expect(fork.name == "rnn+copy" && fork.seat == 3)
    session.trainer.apply(.lane(fork.id), .remove)
    session.trainer.apply(.lane(LaneID(0)), .fork(nil))
    #expect(session.trainer.lanes.last?.info.name == "rnn+copy-2")
    #expect(session.trainer.lanes.last?.info.seat == 3)
  }

  @Test func whatIsRefused() throws {
    let session = try session(["rnn", "gru"])
    session.steps(3)
    session.trainer.apply(.all, .remove)
    session.trainer.apply(.lane(LaneID(9)), .remove)
    session.trainer.apply(.lane(LaneID(0)), .remove)
    session.trainer.apply(.lane(LaneID(1)), .remove)
    #expect(
      session.refusals == [
        "one lane must stay; [ and ] select one, or LANE:remove", "there is no such lane",
        "it is the only lane; stop (q) ends the session",
      ])
    #expect(session.trainer.lanes.count == 1)
  }

  /// Its file stays, also of a run that goes on, and the table at the end names it.
  @Test func itsFileStays() throws {
    let session = try session()
    let folder = try RunFolder(scratch.path + "/run", preset: "small")
    session.trainer.save(in: folder)
    session.steps(7)
    session.trainer.apply(.lane(LaneID(1)), .remove)
    session.steps(7)
    let removed = session.trainer.sessionResults().removed
    #expect(removed.map(\.lane) == ["lstm"])
    #expect(
      removed.first?.files.compactMap { try? $0.get() } == ["\(folder.path)/lstm.safetensors"])
    #expect(access("\(folder.path)/lstm.safetensors", F_OK) == 0)
  }
}
