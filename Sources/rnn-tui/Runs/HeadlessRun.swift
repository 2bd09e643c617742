import CTerminal
import Datasets
import Foundation
import Telemetry
import Training

/// Trains without a screen: a line per validation and event. The session has its own thread; the
/// main thread waits for signals.
struct HeadlessRun {
  let plan: Worker.Plan
  let json: Bool
  /// The arguments that started it.
  let again: (SessionResults) -> [String]
  let out: LineWriter
  let errors: LineWriter

  func run() -> ExitStatus {
    let report = HeadlessReport(json: json, out: out, errors: errors)
    let worker = Worker(plan, mailbox: nil, listeners: [report.take]) {
      _ = terminal_prepare_thread_stack()
    }
    worker.start()
    let signal = wait(worker)
    // Asked twice while data were loaded: loading need not finish, and nothing was learned.
    if worker.isPreparing, let signal { _exit(ExitStatus.signal(signal).code) }
    switch worker.finish() {
    case .failed(let reason):
      errors.write("rnn-tui: \(reason)")
      return .badData
    case .interrupted:
      errors.write("rnn-tui: stopped while the data were being prepared; nothing was trained")
      return signal.map { .signal($0) } ?? .done
    case .ended(let results):
      if !json {
        let next = NextCommands(results, again: again(results), wasChanged: report.wasChanged)
        for line in [""] + ResultTable(results).lines + next.lines { out.write(line) }
      }
      return status(results, signal)
    }
  }

  /// Waits until the session is over, and asks it to end on a signal.
  /// - Returns: that signal.
  private func wait(_ worker: Worker) -> Int32? {
    var signal: Int32?
    while !worker.isOver {
      var sources = [
        pollfd(fd: worker.doneDescriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: Signals.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      // Without descriptors it polls ten times a second.
      let isBlind = worker.doneDescriptor < 0 || Signals.descriptor < 0
      _ = poll(&sources, nfds_t(sources.count), isBlind ? 100 : 1000)
      signal = signal ?? Signals.take().end
      if signal != nil || out.isClosed { worker.stop(.finish) }
      if Signals.isInsisting {
        worker.stop(.hurry)
        if worker.isPreparing { return signal }
      }
    }
    return signal
  }

  private func status(_ results: SessionResults, _ signal: Int32?) -> ExitStatus {
    for (lane, failure) in results.losses {
      errors.write("rnn-tui: lane \(lane) was not saved: \(failure)")
    }
    var status = results.exitStatus
    if out.isBroken && !out.isClosed {
      errors.write("rnn-tui: cannot write to standard output: \(out.problem)")
      status = .failure
    }
    return signal.map { .signal($0) } ?? status
  }
}
