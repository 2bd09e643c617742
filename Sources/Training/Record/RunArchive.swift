import Datasets
import Foundation
import Telemetry

/// Keeps a run in its folder: what it was made from, its record and its checkpoints. A thread of the
/// archive writes; a step waits for nothing but the copy of a state.
package final class RunArchive: @unchecked Sendable {

  /// Seconds that a line waits at most, and between two tries where writing fails.
  private static let interval = 1.0
  private static let retryInterval = 2.0
  /// Lines that the thread has not come to.
  private static let mostJobs = 100_000
  private static let keptWhileRunning = 2

  private enum Job {
    case line(RecordLine)
    case checkpoint(SessionState)
  }

  private let place: RunPlace
  /// False: without pictures and checkpoints.
  let isWhole: Bool
  private let marksLatest: Bool
  /// Tells this process from others that trained the run before.
  package let start = String(UInt64.random(in: .min ... .max), radix: 16)
  private let files: [(name: String, text: String)]
  /// Called on the thread that writes when there is something to tell.
  package var onAlert: @Sendable () -> Void = {}

  /// Guards what threads share.
  private let lock = NSLock()
  private var jobs: [Job] = []
  private var oldestJob: Double?
  private var lostLines = 0
  /// True until the first lines are written, which happens at once: the folder then says what the
  /// run is.
  private var isUrgent = true
  private var alerts: [RunAlert] = []
  /// Memory that a checkpoint has been written from, to copy the next one into.
  private var spare: SessionState?
  /// For whoever watches; the newest that was not written.
  private var live: LiveSnapshot?

  /// Held while something is written; guards what follows, but what `nextDue` reads.
  private let writing = NSLock()
  private let writer: RecordWriter
  private var waiting: Checkpoint?
  /// The checkpoint written last.
  private var newest: String?
  private var trouble: String?
  private var lastTry = -Double.infinity
  /// When the record last grew; -infinity: it has not.
  private var grownAt = -Double.infinity

  private let thread = SavingThread()

  /// - Parameters:
  ///   - files: what the run was made from, beside record and checkpoints.
  ///   - isWhole: false: curves and what happens, without pictures and checkpoints.
  ///   - marksLatest: `runs/latest` is to point at it.
  ///   - record: what of it stays, with its digest; what is behind that is cut off.
  package init(
    _ place: RunPlace, files: [(name: String, text: String)], isWhole: Bool = true,
    marksLatest: Bool = false,
    record: (timeline: RecordTimeline, digest: WordDigest) = (RecordTimeline(), WordDigest())
  ) {
    self.place = place
    self.marksLatest = marksLatest
    self.isWhole = isWhole
    self.files = files
    writer = RecordWriter(place, files: files, record: record, hasIndex: isWhole)
  }

  package var path: String { place.path }

  /// A run can go on from it.
  var hasCheckpoint: Bool { !checkpoints.names.isEmpty }
  private var checkpoints: CheckpointFolder { CheckpointFolder(ofRun: path) }

  private func locked<Result>(_ body: () -> Result) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return body()
  }

  // MARK: what the session gives

  package func append(_ line: RecordLine) {
    guard isWhole || !line.isPicture else { return }
    let isFirst = locked {
      guard jobs.count < Self.mostJobs else {
        lostLines += 1
        return false
      }
      jobs.append(.line(line))
      defer { oldestJob = oldestJob ?? SavingThread.now }
      return oldestJob == nil
    }
    if isFirst { thread.wake() }
  }

  /// Takes a copy of a session that stands behind the lines so far.
  /// - Parameter state: makes it, in the memory of an older one where there is one.
  package func keep(_ state: (inout SessionState?) -> SessionState) {
    guard isWhole else { return }
    var old = locked {
      defer { spare = nil }
      return spare
    }
    let new = state(&old)
    locked {
      // One that has not been written yet is out of date.
      jobs.removeAll { if case .checkpoint = $0 { true } else { false } }
      jobs.append(.checkpoint(new))
      oldestJob = oldestJob ?? SavingThread.now
      isUrgent = true
    }
    thread.wake()
  }

  /// Has a picture of now written beside the record, for whoever watches.
  package func show(_ new: LiveSnapshot) {
    locked { live = new }
    thread.wake()
  }

  /// Nobody watches any more.
  func hide() {
    writing.lock()
    defer { writing.unlock() }
    locked { live = nil }
    unlink("\(path)/\(RunFiles.live)")
  }

  /// Alerts since the last call.
  package func takeAlerts() -> [RunAlert] {
    locked {
      defer { alerts = [] }
      return alerts
    }
  }

  // MARK: when

  /// - Parameter onThreadStart: runs first on the new thread.
  package func startWriting(onThreadStart: @escaping @Sendable () -> Void) {
    thread.start(
      nextDue: { [weak self] in self?.nextDue },
      save: { [weak self] in
        if let self, let due = nextDue, due <= SavingThread.now { writeAll() }
      }, onThreadStart: onThreadStart)
  }

  private var nextDue: Double? {
    locked {
      if live != nil, trouble == nil { return -.infinity }
      let retry = trouble.map { _ in lastTry + Self.retryInterval }
      guard let oldestJob else { return retry ?? aliveDue }
      let due = isUrgent ? -.infinity : oldestJob + Self.interval
      return max(due, retry ?? -.infinity)
    }
  }

  /// Writes everything that waits, and ends the thread.
  /// - Parameter isEmpty: nothing was trained: what the archive made goes.
  package func close(isEmpty: Bool) {
    thread.close()
    hide()
    if isEmpty { return removeAll() }
    if !writeAll() {
      locked {
        let reason = trouble ?? "it cannot be written"
        let text = "the end of this run is not in its record: \(reason)"
        alerts.append(RunAlert(text: text, state: .raised, about: .record))
      }
    }
    if let newest { checkpoints.remove(but: [newest]) }
  }

  /// Ends the thread where the session came to nothing.
  package func endThread() { thread.close() }

  /// The first step is done: from now on this is the latest run.
  func begins() { if marksLatest { RunList.setLatest(path) } }

  // MARK: writing

  /// - Returns: true when everything is in the files.
  @discardableResult
  package func writeAll() -> Bool {
    writing.lock()
    defer { writing.unlock() }
    let jobs = locked {
      defer { (self.jobs, oldestJob, isUrgent) = ([], nil, false) }
      lastTry = SavingThread.now
      return self.jobs
    }
    for job in jobs {
      switch job {
      case .line(let line): put(line)
      case .checkpoint(let state):
        waiting = Checkpoint(
          state, Checkpoint.RecordPlace(bytes: writer.bytes, digest: writer.digest.text))
      }
    }
    if isAliveDue { put(.alive(RecordedAlive(start: start))) }
    let hadNews = writer.isBehind
    let problem = writer.flush() ?? writeCheckpoint()
    if problem == nil { writeLive() }
    if hadNews, !writer.isBehind { locked { grownAt = SavingThread.now } }
    note(problem)
    return problem == nil
  }

  /// When a sign of life is due, unless something else is written before.
  private var aliveDue: Double? {
    isWhole && grownAt.isFinite ? grownAt + RecordedAlive.interval : nil
  }

  /// Whoever looks also has to know, from the first lines on, which start of the run it is.
  private var isAliveDue: Bool {
    guard isWhole else { return false }
    let due = locked { aliveDue }
    return due.map { !writer.isBehind && $0 <= SavingThread.now } ?? writer.isBehind
  }

  private func put(_ line: RecordLine) {
    guard !writer.isFull else {
      locked { lostLines += 1 }
      return
    }
    let lost = locked {
      defer { lostLines = 0 }
      return lostLines
    }
    if lost > 0 {
      let note = RunNote(text: "\(lost) lines of the record are missing here")
      put(.event(TimedEvent(.note(note), seconds: 0)))
    }
    writer.append(line)
  }

  /// Behind the lines that it goes with.
  private func writeLive() {
    let live = locked {
      defer { self.live = nil }
      return self.live
    }
    guard let live else { return }
    let text = JSONLine.text(live, .exact) + "\n"
    // A watcher that has none shows what the record says.
    try? writeWhole(Data(text.utf8), to: "\(path)/\(RunFiles.live)", isDurable: false)
  }

  // MARK: checkpoints

  /// - Returns: why it failed.
  private func writeCheckpoint() -> String? {
    guard let checkpoint = waiting else { return nil }
    // Lines that a checkpoint stands behind must be there before it is.
    guard checkpoint.record.bytes <= writer.written else { return nil }
    if let problem = writer.sync() { return problem }
    let (folder, name) = (checkpoints, CheckpointFolder.name(step: checkpoint.state.step))
    do {
      _ = try RunFolder.make(folder.path)
      try checkpoint.write(to: folder.file(name))
      folder.remove(but: folder.names.suffix(Self.keptWhileRunning))
    } catch let error as RunFolder.Failure {
      return error.description
    } catch {
      return "\(error)"
    }
    waiting = nil
    newest = name
    locked { spare = checkpoint.state }
    return nil
  }

  private func removeAll() {
    writing.lock()
    defer { writing.unlock() }
    checkpoints.remove(but: [])
    rmdir(checkpoints.path)
    RecordIndex(ofRun: path).remove()
    for name in files.map(\.name) + [RunFiles.record] { unlink("\(path)/\(name)") }
  }

  /// Notes when writing begins to fail and when it works again.
  private func note(_ problem: String?) {
    let hasNews = locked {
      defer { trouble = problem }
      guard (problem == nil) != (trouble == nil) else { return false }
      alerts.append(
        problem.map { RunAlert(text: $0, state: .raised, about: .record) }
          ?? RunAlert(
            text: "recorded in \(escaped(path, limit: 400)) again", state: .cleared,
            about: .record))
      return true
    }
    if hasNews { onAlert() }
  }
}
