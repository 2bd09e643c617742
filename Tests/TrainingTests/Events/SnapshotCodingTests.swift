import Datasets
import Telemetry
import Testing
import Training

@Suite struct SnapshotCodingTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// What the screen is given is a value: written as a line and read again it says the same.
  @Test(arguments: SmallData.allCases)
  func aSnapshotComesBackAsItWas(_ data: SmallData) throws {
    let session = try SmallSession(
      data.dataset(in: scratch), ["rnn", "lstm", "gru"],
      training: {
        $0.maxEpochs = 2
        $0.validateEvery = .steps(2)
      }, lane: { $0.model.attention = .dot })
    let mailbox = Mailbox()
    mailbox.send(Command(id: 1, lanes: .all, action: .set(key: "regularizers.l2", value: "0.1")))
    mailbox.send(Command(id: 2, lanes: .lane(0), action: .set(key: "no.such", value: "1")))
    let stop = session.trainer.stop
    let driver = SessionDriver(
      session.trainer, mailbox: mailbox,
      scheduled: [
        ScheduledRequest(step: 4, SessionRequest(.set(key: "early_stopping", value: "off")))
      ], threads: 1,
      listeners: [
        { timed in
          if case .command(let e) = timed.event, e.step == 4 {
            stop.raise(to: .finish)
          }
        }
      ])
    driver.run()
    let snapshot = try #require(mailbox.takeSnapshot())
    #expect(snapshot.answeredCommand == 2)
    let line = JSONLine.text(snapshot, .exact)
    var back = try JSONLine.value(SessionSnapshot.self, line)
    // Outcomes by lane have no order once they were read.
    #expect(back.verdict == snapshot.verdict)
    back.verdict = snapshot.verdict
    #expect(JSONLine.text(back, .exact) == line)
    #expect(back.info == snapshot.info && back.log == snapshot.log)
    #expect(back.lanes.map(\.trainCurve) == snapshot.lanes.map(\.trainCurve))
    #expect(back.lanes.map(\.settings) == snapshot.lanes.map(\.settings))
    #expect(
      back.lanes.map { $0.gradients.map(\.map) } == snapshot.lanes.map { $0.gradients.map(\.map) })
  }
}
