import Engine
import Foundation
import Telemetry

/// Receives the events of a run, in order, on the training thread.
package typealias RunEventListener = (TimedEvent) -> Void

/// Drives a trainer step by step: scheduled and queued commands, pausing, events for listeners,
/// snapshots for a screen. Runs on the thread that calls `run`.
package final class SessionDriver: @unchecked Sendable {
  package let trainer: Trainer
  let mailbox: Mailbox?
  /// The driver's part of the session's state; the lanes' states are the rest.
  var own: Own
  /// Makes the lines of the run's record, and the picture from them.
  var recorder: SessionRecorder
  /// Saves the lines, and checkpoints; nil: nothing is saved.
  let archive: RunArchive?
  /// Also receives each line.
  package var onLine: (RecordLine) -> Void = { _ in }
  /// Seconds of training and steps of the session at the last checkpoint.
  var kept = (seconds: 0.0, step: -1)
  private let threads: Int
  private let listeners: [RunEventListener]
  private lazy var info: SessionInfo = {
    var info = trainer.sessionInfo(threads: threads)
    info.dataSheet = DataSheet(trainer.dataset)
    return info
  }()
  /// The newest command that has been answered.
  var answered = 0
  private let paceClock: PaceClock?
  private let clock = ContinuousClock()
  private var lastPublished: ContinuousClock.Instant?
  private var lastShown: ContinuousClock.Instant?
  /// Alerts stay on screen until they are resolved.
  private var alerts: [RunAlert.Subject: String] = [:]
  /// It was ended before its lanes had finished.
  private var wasCutShort = false
  /// Who asked for the end, if it was requested.
  var stopBy: RecordedRequest.Sender?
  var stopFrom: String?
  /// Requests from other processes; nil: there are none.
  let inbox: RunInbox?
  /// For each sender, the record line of its newest request.
  var newestRequests: [String: Int] = [:]
  /// Models that are not in a file when the session ends: the user is asked.
  var unsaved: UnsavedSnapshot?

  /// The least time between two snapshots.
  private static let interval = Duration.milliseconds(16)
  /// Seconds between two `progress` events of a lane.
  private static let progressInterval = 10.0

  /// - Parameters:
  ///   - archive: where record and checkpoints are saved; nil: nowhere.
  ///   - inbox: source of requests from other processes.
  ///   - paceClock: nil: a real one.
  package init(
    _ trainer: Trainer, mailbox: Mailbox?, scheduled: [ScheduledRequest], threads: Int,
    listeners: [RunEventListener] = [], archive: RunArchive? = nil, inbox: RunInbox? = nil,
    paceClock: PaceClock? = nil
  ) {
    self.trainer = trainer
    self.mailbox = mailbox
    // Without a screen nobody watches: full speed.
    own = Own(scheduled: scheduled, pace: mailbox == nil ? nil : trainer.preset.training.pace)
    self.threads = threads
    self.listeners = listeners
    self.archive = archive
    self.inbox = inbox
    self.paceClock = paceClock ?? mailbox.map { PaceClock($0) }
    recorder = SessionRecorder()
    trainer.onEvent = { [unowned self] event in tell(event) }
    trainer.onClosing = { [unowned self] in
      record { $0.stepDone(self.trainer) }
      keep()
    }
    trainer.onReturn = { [unowned self] lane in record { $0.putReturn(of: lane, self.trainer) } }
    trainer.isAttended = mailbox != nil
    chooseStates()
  }

  /// States are copied if a key, a scheduled request or another process may ask for them. Whether
  /// another process will ask is unknown; it can then take back its own changes.
  func chooseStates() {
    let isAsked =
      isWatched || own.isAsked || own.scheduled.contains { $0.request.action.needsStates }
    trainer.keptStates = isAsked ? .all : inbox == nil ? .none : .changes
  }

  /// - Parameter isRecorded: false for events that concern this process only.
  private func tell(_ event: RunEvent, isRecorded: Bool = true) {
    if case .alert(let e) = event { alerts[e.about] = e.state == .raised ? e.text : nil }
    let timed = TimedEvent(event, seconds: trainer.seconds)
    if isRecorded { record { $0.put(timed) } }
    for listener in listeners { listener(timed) }
  }

  func put(_ line: RecordLine) { record { $0.put(line) } }

  func record(_ body: (inout SessionRecorder) -> Void) {
    body(&recorder)
    for line in recorder.takeLines() {
      archive?.append(line)
      onLine(line)
    }
  }

  /// Trains until every lane has ended; with a mailbox, until it is asked to stop, because an ended
  /// lane may be continued. On return every lane has ended.
  /// - Parameters:
  ///   - news: events to report first.
  ///   - resumed: how the run continues, if it is resumed.
  package func run(news: [RunEvent] = [], resumed: RecordedResume? = nil) {
    begin(resumed)
    for event in news { tell(event, isRecorded: resumed == nil) }
    if resumed == nil { record { $0.putFrame(trainer) } }
    publish(force: true)
    while !trainer.stop.isRaised {
      takeCommands()
      applyScheduled()
      if trainer.stop.isRaised { break }
      tellAlerts()
      tellVerdict()
      if own.isPaused || trainer.hasEnded {
        // A viewer may continue an ended lane.
        if trainer.hasEnded, !isWatched { break }
        publish(force: true)
        guard waitForRequests() else { break }
        continue
      }
      if let paceClock {
        let left = own.pacer.timeLeft(at: paceClock.now())
        if left > .zero {
          // The last step is on screen while waiting for the next one.
          publish(force: left >= Self.interval)
          paceClock.wait(left)
          continue
        }
        own.pacer.stepBegins(at: paceClock.now())
      }
      step()
      tellProgress()
      publish(force: false)
    }
    finish()
  }

  /// - Returns: false if none can come.
  private func waitForRequests() -> Bool {
    if let mailbox {
      mailbox.waitForCommands()
    } else if let inbox {
      inbox.wait()
    } else {
      return false
    }
    return true
  }

  private func begin(_ resumed: RecordedResume?) {
    let start = RunEvent.start(trainer.start(threads: threads))
    guard let resumed else {
      put(
        .session(
          RecordedSession(
            seconds: trainer.seconds, session: info, lanes: trainer.lanes.map(\.info))))
      tell(start)
      for note in [trainer.dataset.title] + trainer.dataset.notes + trainer.classNotes
        + (mailbox == nil ? [] : trainer.preset.notes)
      {
        tell(.note(RunNote(text: note)))
      }
      return
    }
    put(.resumed(resumed))
    tell(start, isRecorded: false)
    archive?.begins()
    // Completes what interrupted the last step: its validation, or the end of lanes.
    let due = trainer.lanesToValidate
    if !due.isEmpty, trainer.validate(due) { record { $0.stepDone(trainer) } }
    trainer.finishLanes(trainer.lanes)
  }

  func step() {
    trainer.step()
    if trainer.sessionStep == 1 { archive?.begins() }
    // Its lines are written once the interrupted validation is done.
    guard trainer.lanesToValidate.isEmpty else { return }
    record { $0.stepDone(trainer) }
    if isCheckpointDue { keep() }
  }

  /// The session is asked to end, or has ended.
  private func finish() {
    trainer.resume()
    if !trainer.hasEnded {
      // Before the best weights are restored, so that the run can be resumed.
      keep()
      put(
        SessionRequest(.stop), by: stopBy ?? (trainer.stop.mayAsk ? .keys : .signal),
        from: stopFrom)
    }
    wasCutShort = trainer.lanes.contains { $0.isTraining }
    trainer.finish { saveTheRest() }
    tellAlerts()
    tellVerdict()
    refuseSent()
    record { $0.putFrame(trainer) }
    put(
      .closed(
        RecordedClose(
          seconds: trainer.seconds, at: trainer.sessionStep,
          state: wasCutShort ? .interrupted : .ended)))
    archive?.close(isEmpty: trainer.sessionStep == 0)
    tellAlerts()
    publish(force: true)
  }

  /// Somebody is at a screen.
  var isWatched: Bool { mailbox != nil }

  /// The session's results; every lane has ended by then.
  package var results: SessionResults {
    var results = trainer.sessionResults()
    guard trainer.sessionStep > 0, let archive, archive.isWhole else { return results }
    results.record = archive.path
    results.isResumable = wasCutShort && archive.hasCheckpoint
    return results
  }

  func tellAlerts() {
    let alerts = (trainer.store?.takeAlerts() ?? []) + (archive?.takeAlerts() ?? [])
    for alert in alerts { tell(.alert(alert)) }
  }

  /// Reports the result of all lanes once every one has ended, and again if it changes.
  private func tellVerdict() {
    guard trainer.hasEnded else {
      own.verdict = nil
      return
    }
    let new = trainer.verdict()
    guard new != own.verdict else { return }
    own.verdict = new
    tell(.verdict(new))
    record { $0.putFrame(trainer) }
    // Lanes that stopped early or diverged have ended for good; a state that ended by its steps was
    // saved before.
    if kept.step != trainer.sessionStep { keep() }
  }

  private func tellProgress() {
    guard trainer.seconds - own.lastProgress >= Self.progressInterval else { return }
    own.lastProgress = trainer.seconds
    for event in trainer.progressEvents { tell(event) }
  }

  // MARK: snapshots

  /// The recent pace is not the coming one if a limit has just been set.
  private var secondsLeft: Double? {
    let (rate, left) = trainer.pace
    guard let left, let limit = own.pacer.limit else { return left }
    return left * max(1, rate / Double(limit))
  }

  func publish(force: Bool) {
    // If nobody watches, a step does not even read the clock.
    guard mailbox != nil || inbox?.isWatched == true || lastShown != nil else { return }
    let now = clock.now
    show(at: now, force: force)
    guard let mailbox else { return }
    if !force {
      guard mailbox.wantsSnapshot, lastPublished.map({ now - $0 >= Self.interval }) ?? true else {
        return
      }
    }
    lastPublished = now
    mailbox.publish(snapshot)
  }

  /// For viewers in other processes.
  private func show(at now: ContinuousClock.Instant, force: Bool) {
    guard let archive, inbox?.isWatched == true else {
      if lastShown != nil { archive?.hide() }
      lastShown = nil
      return
    }
    // A viewer may ask for any state.
    keepStatesFromNowOn()
    let isDue = lastShown.map { (now - $0).inSeconds >= LiveSnapshot.interval } ?? true
    guard force || isDue else { return }
    lastShown = now
    archive.show(LiveSnapshot(start: archive.start, step: trainer.sessionStep, snapshot))
  }

  /// The current contents of the screen: curves, maps and log from the record, everything else as
  /// it is now.
  package var snapshot: SessionSnapshot {
    let phase: SessionPhase = trainer.hasEnded ? .done : own.isPaused ? .paused : .training
    return SessionSnapshot(
      phase: phase, info: info, lanes: recorder.reducer.drawn(trainer.laneSnapshots()),
      log: recorder.reducer.snapshot.log, seconds: trainer.seconds, secondsLeft: secondsLeft,
      pace: own.pacer.limit, alert: alerts[.models] ?? alerts[.record], answeredCommand: answered,
      unsaved: unsaved,
      verdict: trainer.hasEnded ? own.verdict : nil)
  }
}
