import CTerminal
import Datasets
import Foundation
import Training

/// Trains without a screen: a line per validation and event.
struct HeadlessRun {
  let plan: Worker.Plan
  let json: Bool
  let out: LineWriter
  let errors: LineWriter

  /// - Returns: the exit code.
  func run() -> Int32 {
    let session: PreparedSession
    do {
      session = try PreparedSession(
        plan, onThreadStart: { _ = terminal_prepare_thread_stack() }, progress: { _ in })
    } catch {
      errors.write("rnn-tui: \(error.description)")
      return 65
    }
    if let problem = session.saveProblem { errors.write("rnn-tui: \(problem); training goes on") }
    let report = HeadlessReport(json: json, out: out)
    let driver = SessionDriver(
      session.trainer, mailbox: nil, scheduled: plan.scheduled, threads: plan.threads,
      listeners: [report.take])
    var signal: Int32?
    driver.run {
      signal = signal ?? Signals.take().end
      return signal != nil || out.isClosed
    }
    session.trainer.close()
    return exitCode(session.trainer.results(), signal)
  }

  private func exitCode(_ results: [LaneResult], _ signal: Int32?) -> Int32 {
    var code: Int32 = 0
    for case (let lane, .failure(let failure)) in results.map({ ($0.lane, $0.file) })
    where failure.isLoss {
      errors.write("rnn-tui: lane \(lane) was not saved: \(failure)")
      code = 1
    }
    if out.isBroken && !out.isClosed {
      errors.write("rnn-tui: cannot write to standard output: \(out.problem)")
      code = 1
    }
    if results.allSatisfy({ $0.diverged }) { code = 3 }
    return signal.map { 128 + $0 } ?? code
  }
}
