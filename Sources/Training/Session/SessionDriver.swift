import Engine
import Foundation
import Telemetry

/// Drives a trainer step by step: scheduled and queued commands, pausing, snapshots for a screen.
/// Runs on whichever thread calls `run`.
package final class SessionDriver: @unchecked Sendable {
  package let trainer: Trainer
  private let mailbox: Mailbox?
  private var scheduled: [ScheduledSetting]
  private let threads: Int
  private let listener: (TrainingEvent, Double) -> Void
  private lazy var info: SessionInfo = {
    var info = trainer.sessionInfo(threads: threads)
    info.dataSheet = DataSheet(trainer.dataset)
    return info
  }()
  private var log = SessionLog()
  private var isPaused = false
  private var finishes = false
  private let clock = ContinuousClock()
  private var lastPublished: ContinuousClock.Instant?
  /// Stays on screen until it is resolved.
  package var alert: String?

  /// The least time between two snapshots.
  private static let interval = Duration.milliseconds(16)

  /// - Parameter listener: gets every event with the seconds since the start.
  package init(
    _ trainer: Trainer, mailbox: Mailbox?, scheduled: [ScheduledSetting], threads: Int,
    listener: @escaping (TrainingEvent, Double) -> Void = { _, _ in }
  ) {
    self.trainer = trainer
    self.mailbox = mailbox
    self.scheduled = scheduled.sorted { $0.step < $1.step }
    self.threads = threads
    self.listener = listener
    trainer.onEvent = { [unowned self] event in
      log.add(event, seconds: self.trainer.seconds)
      self.listener(event, self.trainer.seconds)
    }
    for note in trainer.dataset.notes {
      log.note(LogEntry(seconds: 0, lane: nil, kind: .note, text: note))
    }
  }

  /// Trains until every lane has ended (with a mailbox: until told to finish, because an ended lane
  /// may be made to go on), or until `shouldStop`. Then every lane has ended.
  package func run(shouldStop: () -> Bool = { false }) {
    publish(force: true)
    while !shouldStop() {
      takeCommands()
      if finishes { break }
      if isPaused || trainer.hasEnded {
        guard let mailbox else { break }
        publish(force: true)
        mailbox.waitForCommands()
        continue
      }
      applyScheduled()
      trainer.step()
      publish(force: false)
    }
    trainer.resume()
    trainer.finish()
    publish(force: true)
  }

  private func applyScheduled() {
    while let next = scheduled.first, next.step <= trainer.sessionStep {
      scheduled.removeFirst()
      trainer.apply(.all, .set(key: next.key, value: next.value))
    }
  }

  private func takeCommands() {
    guard let mailbox, mailbox.hasCommands else { return }
    for command in mailbox.takeCommands() {
      switch command.action {
      case .pause:
        isPaused = true
        trainer.pause()
      case .resume:
        isPaused = false
        trainer.resume()
      case .singleStep:
        guard isPaused, !trainer.hasEnded else { continue }
        trainer.resume()
        trainer.step()
        trainer.pause()
      case .finish: finishes = true
      default: trainer.apply(command.lanes, command.action)
      }
    }
    publish(force: true)
  }

  // MARK: snapshots

  private func publish(force: Bool) {
    guard let mailbox else { return }
    let now = clock.now
    if !force {
      guard mailbox.wantsSnapshot, lastPublished.map({ now - $0 >= Self.interval }) ?? true else {
        return
      }
    }
    lastPublished = now
    let phase: SessionPhase = trainer.hasEnded ? .done : isPaused ? .paused : .training
    mailbox.publish(
      SessionSnapshot(
        phase: phase, info: info, lanes: trainer.laneSnapshots(), log: log.entries,
        seconds: trainer.seconds, secondsLeft: trainer.pace.left, alert: alert))
  }
}
