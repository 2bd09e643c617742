import Telemetry
import Testing
import Training

@Suite struct PacerTests {
  @Test func theLadder() {
    var pacer = Pacer(limit: nil)
    #expect(pacer.timeLeft(at: .seconds(5)) == .zero)
    pacer.hasten()
    #expect(pacer.limit == nil)
    // The first rung that is felt.
    pacer.slow(from: 340)
    #expect(pacer.limit == 200)
    var seen: [Int?] = []
    for _ in 0..<9 {
      pacer.slow(from: 340)
      seen.append(pacer.limit)
    }
    #expect(seen == [100, 50, 20, 10, 5, 2, 1, 1, 1])
    seen = []
    for _ in 0..<11 {
      pacer.hasten()
      seen.append(pacer.limit)
    }
    #expect(seen == [2, 5, 10, 20, 50, 100, 200, 500, 1000, nil, nil])
    pacer.slow(from: 123_456)
    #expect(pacer.limit == 1000)
    pacer = Pacer(limit: nil)
    // Before a rate is known.
    pacer.slow(from: 0)
    #expect(pacer.limit == nil)
    // Between two rungs.
    pacer = Pacer(limit: 15)
    pacer.hasten()
    #expect(pacer.limit == 20)
  }

  @Test func stepsComeAtThePace() {
    var pacer = Pacer(limit: 10)
    #expect(pacer.timeLeft(at: .zero) == .zero)
    pacer.stepBegins(at: .zero)
    #expect(pacer.timeLeft(at: .milliseconds(30)) == .milliseconds(70))
    // A little late: the next one is not.
    pacer.stepBegins(at: .milliseconds(104))
    #expect(pacer.timeLeft(at: .milliseconds(104)) == .milliseconds(96))
    // Much later: nothing is made up for.
    pacer.stepBegins(at: .seconds(9))
    #expect(pacer.timeLeft(at: .seconds(9)) == .milliseconds(100))
    pacer.hasten()
    #expect(pacer.timeLeft(at: .seconds(9)) == .milliseconds(50))
  }
}

/// A driver on a clock that only waiting moves.
@Suite struct PacedDriverTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private final class Clock {
    var now = Duration.zero
    var waits: [Duration] = []
    /// Is called while the driver waits; returns how much of it has passed.
    var whileWaiting: (Duration) -> Duration = { $0 }

    var paceClock: PaceClock {
      PaceClock(
        now: { self.now },
        wait: {
          self.waits.append($0)
          self.now += self.whileWaiting($0)
        })
    }
  }

  private func session(pace: Int?, maxSteps: Int = 1000) throws -> SmallSession {
    try SmallSession(SmallData.adding.dataset(in: scratch), ["rnn"]) {
      $0.maxSteps = maxSteps
      $0.pace = pace
    }
  }

  private func driver(_ session: SmallSession, _ mailbox: Mailbox?, _ clock: Clock) -> SessionDriver
  {
    SessionDriver(
      session.trainer, mailbox: mailbox, scheduled: [], threads: 1, paceClock: clock.paceClock)
  }

  @Test func aStepIsDoneWheneverItsTimeHasCome() throws {
    let session = try session(pace: 20)
    let (clock, mailbox) = (Clock(), Mailbox())
    clock.whileWaiting = { left in
      if clock.now >= .seconds(2) { session.trainer.stop.raise(to: .finish) }
      return left
    }
    driver(session, mailbox, clock).run()
    // At 0, 0.05 ... 2 s.
    #expect(session.trainer.lanes[0].progress.step == 41)
    #expect(clock.waits.allSatisfy { $0 == .milliseconds(50) })
    #expect(mailbox.takeSnapshot()?.pace == 20)
  }

  /// A key does not wait for the step that is waited for.
  @Test func keysAreAnsweredAtOnce() throws {
    let session = try session(pace: 1)
    let (clock, mailbox) = (Clock(), Mailbox())
    var id = 0
    func send(_ action: Command.Action) {
      id += 1
      mailbox.send(Command(id: id, lanes: .all, action: action))
    }
    let step = { session.trainer.lanes[0].progress.step }
    clock.whileWaiting = { left in
      switch clock.waits.count {
      case 1:
        send(.set(key: "regularizers.clip", value: "2"))
        return .milliseconds(1)
      case 2:
        #expect(mailbox.takeSnapshot()?.answeredCommand == 1)
        #expect(step() == 1 && left == .milliseconds(999))
        send(.faster)
        return .milliseconds(1)
      case 3:
        #expect(step() == 1 && left == .milliseconds(498))
        #expect(mailbox.takeSnapshot()?.pace == 2)
        return left
      case 4:
        #expect(step() == 2 && left == .milliseconds(500))
        session.trainer.stop.raise(to: .finish)
        return .zero
      default:
        Issue.record("asked to end, it waits again")
        return left
      }
    }
    driver(session, mailbox, clock).run()
    #expect(step() == 2)
  }

  @Test func withoutALimitNothingIsWaitedFor() throws {
    let (clock, mailbox) = (Clock(), Mailbox())
    let session = try session(pace: nil, maxSteps: 5)
    mailbox.send(Command(id: 1, lanes: .all, action: .faster))
    let stop = session.trainer.stop
    SessionDriver(
      session.trainer, mailbox: mailbox, scheduled: [], threads: 1,
      listeners: [
        { timed in
          guard case .end = timed.event else { return }
          stop.raise(to: .finish)
          mailbox.nudge()
        }
      ], paceClock: clock.paceClock
    ).run()
    #expect(clock.waits.isEmpty && session.trainer.lanes[0].progress.step == 5)
    #expect(mailbox.takeSnapshot()?.pace == nil)
  }

  /// Nobody watches a run without a screen.
  @Test func headlessIgnoresIt() throws {
    let session = try session(pace: 1, maxSteps: 30)
    let driver = SessionDriver(session.trainer, mailbox: nil, scheduled: [], threads: 1)
    driver.run()
    #expect(session.trainer.lanes[0].progress.step == 30)
  }
}
