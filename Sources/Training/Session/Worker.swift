import Datasets
import Foundation
import Synchronization
import Telemetry

/// The thread that a session runs on while the main thread draws: it prepares the data, trains, and
/// saves at the end.
package final class Worker: @unchecked Sendable {
  package enum Outcome: Sendable {
    case ended([LaneResult])
    /// The preset's data or sizes are bad, with the reason.
    case failed(String)
  }

  /// What a session is made from.
  package struct Plan: Sendable {
    package var preset: Preset
    package var threads: Int
    package var scheduled: [ScheduledSetting]
    /// Nil: `runs/DATE-PRESET`.
    package var saveFolder: String?

    package init(
      preset: Preset, threads: Int, scheduled: [ScheduledSetting],
      saveFolder: String?
    ) {
      self.preset = preset
      self.threads = threads
      self.scheduled = scheduled
      self.saveFolder = saveFolder
    }
  }

  private let plan: Plan
  private let mailbox: Mailbox
  private let onThreadStart: @Sendable () -> Void
  private let outcome = Locked<Outcome?>(nil)
  private let done = DispatchSemaphore(value: 0)
  private let stopping = Atomic<Bool>(false)

  /// - Parameter onThreadStart: runs first on every thread of the session.
  package init(_ plan: Plan, mailbox: Mailbox, onThreadStart: @escaping @Sendable () -> Void) {
    self.plan = plan
    self.mailbox = mailbox
    self.onThreadStart = onThreadStart
  }

  package func start() {
    let thread = Thread { [self] in
      onThreadStart()
      let result = run()
      outcome.withLock { $0 = result }
      done.signal()
    }
    thread.stackSize = 8 << 20
    thread.name = "rnn-tui trainer"
    thread.start()
  }

  /// Ends the session at the next safe point and waits until its weights are saved.
  package func finish() -> Outcome {
    stopping.store(true, ordering: .releasing)
    mailbox.send(Command(id: 0, lanes: .all, action: .finish))
    done.wait()
    return outcome.withLock { $0 } ?? .failed("the session ended without a result")
  }

  private func run() -> Outcome {
    do {
      let session = try PreparedSession(plan, onThreadStart: onThreadStart) { [mailbox] text in
        mailbox.publish(SessionSnapshot(phase: .preparing(text)))
      }
      defer { session.trainer.close() }
      let driver = SessionDriver(
        session.trainer, mailbox: mailbox, scheduled: plan.scheduled, threads: plan.threads)
      driver.alert = session.saveProblem
      driver.run { stopping.load(ordering: .acquiring) }
      return .ended(session.trainer.results())
    } catch {
      mailbox.publish(SessionSnapshot(phase: .failed(error.description)))
      return .failed(error.description)
    }
  }
}

/// A session ready to train: data loaded, lanes made, the folder for its weights there.
package struct PreparedSession {
  package let trainer: Trainer
  /// Why nothing can be saved, where the folder was not asked for by name.
  package let saveProblem: String?

  /// - Throws: when data or sizes are bad, or a folder given by name cannot be written.
  package init(
    _ plan: Worker.Plan, onThreadStart: @escaping @Sendable () -> Void,
    progress: @escaping (String) -> Void
  ) throws(Trainer.Failure) {
    let dataset: Dataset
    do {
      dataset = try loadDataset(
        plan.preset.data, relativeTo: plan.preset.dataFolders,
        missingValueModel: RecurrentGapFiller(), progress: progress)
    } catch {
      throw Trainer.Failure(description: error.description)
    }
    progress("preparing \(dataset.training.count) training sequences")
    trainer = try Trainer(
      plan.preset, dataset, threads: plan.threads, onThreadStart: onThreadStart)
    do {
      trainer.folder = try RunFolder(plan.saveFolder, preset: plan.preset.name)
      saveProblem = nil
    } catch {
      guard plan.saveFolder == nil else {
        throw Trainer.Failure(description: error.description)
      }
      saveProblem = error.description
    }
  }
}
