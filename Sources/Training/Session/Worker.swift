import Datasets
import Foundation
import Telemetry

/// The thread that a session runs on while the main thread draws: it prepares the data, trains, and
/// saves at the end.
package final class Worker: @unchecked Sendable {
  package enum Outcome: Sendable {
    case ended(SessionResults)
    /// The preset's data or sizes are bad, with the reason.
    case failed(String)
    /// Stopped before there was anything to train.
    case interrupted
  }

  /// The inputs of a session.
  package struct Plan: Sendable {
    package var preset: Preset
    package var threads: Int
    package var scheduled: [ScheduledRequest]
    /// Nil: `runs/DATE-NAME`.
    package var saveFolder: String?
    package var recording = Recording.whole
    /// Who starts it; nil: nothing is recorded.
    package var origin: RunManifest.Origin?
    package var beginning = Beginning.afresh
    /// Where it ends, if not as planned.
    package var ends: RunLimits?
    /// Whether `runs/latest` should point at it.
    package var marksLatest = false

    package enum Beginning: Sendable {
      case afresh
      /// Resumed, in its folder.
      case from(RecordedRun.Resumption)
      /// Repeated from the start, in another folder.
      case again(RecordedRun)

      /// The run whose data these must be.
      var run: RecordedRun? {
        switch self {
        case .afresh: nil
        case .from(let resumption): resumption.run
        case .again(let run): run
        }
      }

      var resumption: RecordedRun.Resumption? {
        if case .from(let resumption) = self { resumption } else { nil }
      }
    }

    /// How much of a run is saved besides its models.
    package enum Recording: Sendable {
      case whole
      /// Curves and events, without pictures and checkpoints.
      case curves
      case none
    }

    package init(
      preset: Preset, threads: Int, scheduled: [ScheduledRequest],
      saveFolder: String?
    ) {
      self.preset = preset
      self.threads = threads
      self.scheduled = scheduled
      self.saveFolder = saveFolder
    }
  }

  private let plan: Plan
  private let mailbox: Mailbox?
  private let listeners: [RunEventListener]
  private let onThreadStart: @Sendable () -> Void
  private let outcome = Locked<Outcome?>(nil)
  private let store = Locked<ModelStore?>(nil)
  private let inbox = Locked<RunInbox?>(nil)
  private let isTraining = Locked(false)
  private let done = DispatchSemaphore(value: 0)
  private let request = StopRequest()

  /// Becomes readable when the session is over: for `poll`. -1 if the system provides no pipe.
  package let doneDescriptor: Int32
  private let doneWriteEnd: Int32

  /// - Parameters:
  ///   - mailbox: to a screen; nil: the session ends with its lanes.
  ///   - listeners: receive events on the session's thread.
  ///   - onThreadStart: runs first on every thread of the session.
  package init(
    _ plan: Plan, mailbox: Mailbox?, listeners: [RunEventListener] = [],
    onThreadStart: @escaping @Sendable () -> Void
  ) {
    self.plan = plan
    self.mailbox = mailbox
    self.listeners = listeners
    self.onThreadStart = onThreadStart
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    } else {
      ends = [-1, -1]
    }
    (doneDescriptor, doneWriteEnd) = (ends[0], ends[1])
  }

  deinit {
    for end in [doneDescriptor, doneWriteEnd] where end >= 0 { close(end) }
  }

  package func start() {
    let thread = Thread { [self] in
      onThreadStart()
      let result = run()
      outcome.withLock { $0 = result }
      done.signal()
      if doneWriteEnd >= 0 {
        var one: UInt8 = 1
        _ = write(doneWriteEnd, &one, 1)
      }
    }
    thread.stackSize = 8 << 20
    thread.name = "rnn-tui trainer"
    thread.start()
  }

  /// Asks the session to end, and has everything learned written immediately, whatever it is doing.
  /// - Parameter mayAsk: somebody can be asked what to do if saving fails.
  package func stop(_ level: StopRequest.Level, mayAsk: Bool = false) {
    request.mayAsk = mayAsk
    request.raise(to: level)
    store.withLock { $0 }?.hurry()
    mailbox?.nudge()
    inbox.withLock { $0 }?.nudge()
  }

  /// True once the session has ended.
  package var isOver: Bool { outcome.withLock { $0 != nil } }

  /// Nothing is learned yet: data are being loaded, lanes created.
  package var isPreparing: Bool { !isOver && !isTraining.withLock { $0 } }

  /// Ends the session at the next safe point and waits until its weights are saved.
  package func finish() -> Outcome {
    stop(.finish)
    return wait()
  }

  /// Waits until the session is over.
  package func wait() -> Outcome {
    done.wait()
    done.signal()
    return outcome.withLock { $0 } ?? .failed("the session ended without a result")
  }

  private func run() -> Outcome {
    do {
      let session = try PreparedSession(
        plan, stop: request, onArrival: { [mailbox] in mailbox?.nudge() },
        onThreadStart: onThreadStart,
        progress: { [mailbox] text in
          mailbox?.publish(SessionSnapshot(phase: .preparing(text)))
        })
      defer {
        session.inbox?.close(looks: false)
        session.archive?.endThread()
        session.trainer.close()
      }
      session.trainer.store?.onAlert = { [mailbox] in mailbox?.nudge() }
      session.archive?.onAlert = { [mailbox] in mailbox?.nudge() }
      store.withLock { $0 = session.trainer.store }
      inbox.withLock { $0 = session.inbox }
      isTraining.withLock { $0 = true }
      let driver = SessionDriver(
        session.trainer, mailbox: mailbox, scheduled: plan.scheduled, threads: plan.threads,
        listeners: listeners, archive: session.archive, inbox: session.inbox)
      try session.restore(driver)
      driver.run(news: session.news, resumed: session.resumed)
      return .ended(driver.results)
    } catch {
      switch error {
      case .interrupted: return .interrupted
      case .failed(let reason):
        mailbox?.publish(SessionSnapshot(phase: .failed(reason)))
        return .failed(reason)
      }
    }
  }
}
