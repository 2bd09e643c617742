import Engine
import Foundation
import Telemetry

/// Hears what happens in a run, in order, on the thread that trains.
package typealias RunEventListener = (TimedEvent) -> Void

/// Drives a trainer step by step: scheduled and queued commands, pausing, events for whoever listens,
/// snapshots for a screen. Runs on whichever thread calls `run`.
package final class SessionDriver: @unchecked Sendable {
  package let trainer: Trainer
  private let mailbox: Mailbox?
  /// With the lanes' states it is the session's.
  var own: Own
  private let threads: Int
  private let listeners: [RunEventListener]
  private lazy var info: SessionInfo = {
    var info = trainer.sessionInfo(threads: threads)
    info.dataSheet = DataSheet(trainer.dataset)
    return info
  }()
  /// The newest command that has been answered.
  private var answered = 0
  private let paceClock: PaceClock?
  private let clock = ContinuousClock()
  private var lastPublished: ContinuousClock.Instant?
  /// Stays on screen until it is resolved.
  private var alert: String?
  /// Models that are in no file when the session ends: the user is asked.
  private var unsaved: UnsavedSnapshot?

  /// The least time between two snapshots.
  private static let interval = Duration.milliseconds(16)
  /// Seconds between two `progress` events of a lane.
  private static let progressInterval = 10.0

  /// - Parameter paceClock: nil: a real one.
  package init(
    _ trainer: Trainer, mailbox: Mailbox?, scheduled: [ScheduledSetting], threads: Int,
    listeners: [RunEventListener] = [], paceClock: PaceClock? = nil
  ) {
    self.trainer = trainer
    self.mailbox = mailbox
    // Without a screen nobody watches: as fast as it goes.
    own = Own(scheduled: scheduled, pace: mailbox == nil ? nil : trainer.preset.training.pace)
    self.threads = threads
    self.listeners = listeners
    self.paceClock = paceClock ?? mailbox.map { PaceClock($0) }
    trainer.onEvent = { [unowned self] event in tell(event) }
    trainer.isAttended = mailbox != nil
  }

  private func tell(_ event: RunEvent) {
    if case .alert(let e) = event { alert = e.state == .raised ? e.text : nil }
    let timed = TimedEvent(event, seconds: trainer.seconds)
    own.log.add(timed)
    for listener in listeners { listener(timed) }
  }

  /// Trains until every lane has ended (with a mailbox: until it is asked to stop, because an ended
  /// lane may be made to continue). Then every lane has ended.
  /// - Parameter news: events to report first.
  package func run(news: [RunEvent] = []) {
    tell(.start(trainer.start(threads: threads)))
    for note in [trainer.dataset.title] + trainer.dataset.notes
      + (mailbox == nil ? [] : trainer.preset.notes)
    {
      tell(.note(RunNote(text: note)))
    }
    for event in news { tell(event) }
    publish(force: true)
    while !trainer.stop.isRaised {
      takeCommands()
      tellAlerts()
      tellVerdict()
      if own.isPaused || trainer.hasEnded {
        guard let mailbox else { break }
        publish(force: true)
        mailbox.waitForCommands()
        continue
      }
      if let paceClock {
        let left = own.pacer.timeLeft(at: paceClock.now())
        if left > .zero {
          // The last step is on the screen while the next one is waited for.
          publish(force: left >= Self.interval)
          paceClock.wait(left)
          continue
        }
        own.pacer.stepBegins(at: paceClock.now())
      }
      applyScheduled()
      trainer.step()
      tellProgress()
      publish(force: false)
    }
    trainer.resume()
    trainer.finish { saveTheRest() }
    tellAlerts()
    tellVerdict()
    publish(force: true)
  }

  private func tellAlerts() {
    for alert in trainer.store?.takeAlerts() ?? [] { tell(.alert(alert)) }
  }

  /// Tells the result of all lanes once every one has ended, and again where it is another one.
  private func tellVerdict() {
    guard trainer.hasEnded else {
      own.verdict = nil
      return
    }
    let new = trainer.verdict()
    guard new != own.verdict else { return }
    own.verdict = new
    tell(.verdict(new))
  }

  // MARK: what cannot be saved at the end

  /// In the dashboard the user is asked; without one, and where somebody is in a hurry, what is in no
  /// file goes to another place.
  private func saveTheRest() {
    guard let store = trainer.store, !store.writeAll() else { return }
    while trainer.stop.mayAsk, let answer = ask(store) {
      switch answer {
      case .again: if store.writeAll() { return tellAlerts() }
      case .elsewhere: if store.writeElsewhere() { return tellAlerts() }
      case .giveUp: return
      }
    }
    store.writeElsewhere()
    tellAlerts()
  }

  /// - Returns: nil when there is no one left to answer.
  private func ask(_ store: ModelStore) -> Command.SaveChoice? {
    guard let mailbox else { return nil }
    tellAlerts()
    unsaved = UnsavedSnapshot(
      lanes: store.unsaved.map(\.lane), reason: store.unsaved.map(\.reason).first ?? "",
      elsewhere: store.elsewhere)
    defer { unsaved = nil }
    while trainer.stop.mayAsk {
      publish(force: true)
      mailbox.waitForCommands()
      // Whatever else was sent comes too late.
      for command in mailbox.takeCommands() {
        if case .save(let choice) = command.action { return choice }
      }
    }
    return nil
  }

  private func tellProgress() {
    guard trainer.seconds - own.lastProgress >= Self.progressInterval else { return }
    own.lastProgress = trainer.seconds
    for event in trainer.progressEvents { tell(event) }
  }

  private func applyScheduled() {
    while let next = own.scheduled.first, next.step <= trainer.sessionStep {
      own.scheduled.removeFirst()
      trainer.apply(.all, .set(key: next.key, value: next.value))
    }
  }

  private func takeCommands() {
    guard let mailbox, mailbox.hasCommands else { return }
    for command in mailbox.takeCommands() {
      defer { answered = max(answered, command.id) }
      switch command.action {
      case .pause:
        own.isPaused = true
        trainer.pause()
      case .resume:
        own.isPaused = false
        trainer.resume()
      case .singleStep:
        guard own.isPaused, !trainer.hasEnded else { continue }
        trainer.resume()
        trainer.step()
        trainer.pause()
      case .slower: own.pacer.slow(from: trainer.pace.rate)
      case .faster: own.pacer.hasten()
      case .save: break
      default: trainer.apply(command.lanes, command.action, id: command.id)
      }
    }
    publish(force: true)
  }

  // MARK: snapshots

  /// The pace of late is not the one to come where a limit has just been set.
  private var secondsLeft: Double? {
    let (rate, left) = trainer.pace
    guard let left, let limit = own.pacer.limit else { return left }
    return left * max(1, rate / Double(limit))
  }

  private func publish(force: Bool) {
    guard let mailbox else { return }
    let now = clock.now
    if !force {
      guard mailbox.wantsSnapshot, lastPublished.map({ now - $0 >= Self.interval }) ?? true else {
        return
      }
    }
    lastPublished = now
    let phase: SessionPhase = trainer.hasEnded ? .done : own.isPaused ? .paused : .training
    mailbox.publish(
      SessionSnapshot(
        phase: phase, info: info, lanes: trainer.laneSnapshots(), log: own.log.entries,
        seconds: trainer.seconds, secondsLeft: secondsLeft, pace: own.pacer.limit, alert: alert,
        answeredCommand: answered, unsaved: unsaved,
        verdict: trainer.hasEnded ? own.verdict : nil))
  }
}
