import Datasets
import Engine
import Foundation
import Telemetry

/// Keeps the best weights of every lane in the run's folder. Lanes offer what they have; a thread of
/// the store writes it, each lane at once the first time and then at most every 30 s, so that little
/// is lost whatever ends the process; whoever ends the session has everything written on the spot.
package final class ModelStore: @unchecked Sendable {
  /// Seconds between two writings of a lane in the background.
  package static let interval = 30.0

  /// A lane's file. A lane that is restarted gets another, so that nothing it learned is lost.
  package final class Slot: @unchecked Sendable {
    package let lane: String
    fileprivate let architecture: Architecture
    fileprivate var attempt: Int
    fileprivate var newest: BestModel?
    /// Counts what was offered, and which of it is in `file`.
    fileprivate var offered = 0
    fileprivate var written = 0
    fileprivate var file: String?
    fileprivate var failure: SaveFailure?
    fileprivate var lastAttempt = -Double.infinity

    fileprivate init(_ lane: String, _ architecture: Architecture, attempt: Int) {
      (self.lane, self.architecture, self.attempt) = (lane, architecture, attempt)
    }
  }

  package let folder: RunFolder
  private let dataset: Dataset
  /// Guards the slots.
  private let lock = NSLock()
  /// Held while a file is written: one at a time.
  private let writing = NSLock()
  private var slots: [Slot] = []
  private var alerts: [RunAlert] = []
  private var isInTrouble = false
  private var digest: String?

  private let wake = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private var hasThread = false
  private var isClosing = false
  private var isUrgent = false

  init(_ folder: RunFolder, _ dataset: Dataset) {
    self.folder = folder
    self.dataset = dataset
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return body()
  }

  // MARK: offering

  /// The place for a lane's models; the next attempt's where it has one with something in it.
  func slot(lane: String, _ architecture: Architecture) -> Slot {
    locked {
      let others = slots.filter {
        folder.file(lane: $0.lane) == folder.file(lane: lane)
      }
      let attempt = (others.map(\.attempt).max() ?? 0) + 1
      let slot = Slot(lane, architecture, attempt: attempt)
      slots.append(slot)
      return slot
    }
  }

  /// True where there is something in a slot that must not be lost.
  func isUsed(_ slot: Slot) -> Bool { locked { slot.newest != nil } }

  /// Takes a model in place of the one offered before.
  func offer(_ model: BestModel, to slot: Slot) {
    locked {
      slot.newest = model
      slot.offered += 1
    }
    wake.signal()
  }

  // MARK: what became of it

  /// The lane's file, or why there is none.
  func result(_ slot: Slot) -> Result<String, SaveFailure> {
    locked {
      if slot.offered == 0 { return .failure(SaveFailure("nothing learned yet", isLoss: false)) }
      if slot.written == slot.offered, let file = slot.file { return .success(file) }
      return .failure(slot.failure ?? SaveFailure("not written yet"))
    }
  }

  /// Files of attempts before the one that a lane is at.
  func earlierFiles(of slot: Slot) -> [String] {
    locked { slots.filter { $0.lane == slot.lane && $0 !== slot }.compactMap(\.file) }
  }

  /// Lanes whose newest models are in no file, and why.
  var unsaved: [(lane: String, reason: String)] {
    locked {
      slots.filter { $0.written < $0.offered }.map {
        ($0.lane, $0.failure?.description ?? "not written yet")
      }
    }
  }

  /// What to tell the user since the last call.
  package func takeAlerts() -> [RunAlert] {
    locked {
      defer { alerts = [] }
      return alerts
    }
  }

  // MARK: writing

  /// Writes what is not in its file yet.
  /// - Returns: true when everything is.
  @discardableResult
  package func writeAll() -> Bool {
    var isDone = true
    for slot in locked({ slots }) where !write(slot) { isDone = false }
    return isDone
  }

  /// Writes a lane's newest model unless its file has it. What fails is tried once more at once:
  /// some faults are over by then.
  @discardableResult
  func write(_ slot: Slot) -> Bool {
    write(slot, in: nil) || write(slot, in: nil)
  }

  /// Where the run's folder cannot be written: another place for what is not in a file.
  /// - Returns: true when everything is in one.
  @discardableResult
  package func writeElsewhere() -> Bool {
    var isDone = true
    for slot in locked({ slots }) where !write(slot) {
      let isSaved = folder.elsewhere.contains { place in
        guard (try? RunFolder.make(place)) != nil else { return false }
        return write(slot, in: place)
      }
      if !isSaved { isDone = false }
    }
    return isDone
  }

  private func write(_ slot: Slot, in place: String?) -> Bool {
    writing.lock()
    defer { writing.unlock() }
    let (model, number, file) = locked { (slot.newest, slot.offered, slot.file) }
    guard let model else { return true }
    let isThere = file.map { access($0, F_OK) == 0 } ?? false
    if isThere, locked({ slot.written == number }) { return true }
    let outcome = attempt(slot, model, in: place)
    locked {
      slot.lastAttempt = Self.now
      switch outcome {
      case .success(let path):
        (slot.written, slot.file, slot.failure) = (number, path, nil)
      case .failure(let failure): slot.failure = failure
      }
      noteTrouble(place)
    }
    if case .success = outcome { return true }
    return false
  }

  private func attempt(
    _ slot: Slot, _ model: BestModel, in place: String?
  ) -> Result<String, SaveFailure> {
    do {
      if place == nil { try folder.ensureThere() }
      let score = SavedScore(model, data: dataDigest)
      let path = freePath(slot, score, in: place ?? folder.path)
      let file = ModelFile(
        architecture: slot.architecture, weights: model.weights, data: try dataset.json(),
        inference: model.inference, score: score)
      try file.write(to: path)
      return .success(path)
    } catch let failure as RunFolder.Failure {
      return .failure(SaveFailure(failure.description))
    } catch {
      return .failure(SaveFailure("\(error)"))
    }
  }

  /// The lane's path; with a number where what is there must stay: another run's model that is as
  /// good or of other data, a link, a folder.
  private func freePath(_ slot: Slot, _ score: SavedScore?, in place: String) -> String {
    while true {
      let path = RunFolder.file(lane: slot.lane, attempt: slot.attempt, in: place)
      var there = stat()
      guard lstat(path, &there) == 0 else { return path }
      if there.st_mode & S_IFMT == S_IFREG {
        if path == slot.file { return path }
        let old = (try? ModelFile(contentsOf: path))?.score
        if let score, score.mayReplace(old) { return path }
      }
      slot.attempt += 1
    }
  }

  /// Of the data that scores were taken on; taken once, by whoever writes first.
  private var dataDigest: String {
    if let digest { return digest }
    let new = dataset.validationDigest
    digest = new
    return new
  }

  /// Notes when saving begins to fail and when it works again. With the slots locked.
  private func noteTrouble(_ place: String?) {
    let failure = slots.lazy.compactMap(\.failure).first { $0.isLoss }
    if let failure, !isInTrouble {
      alerts.append(RunAlert(text: failure.description, state: .raised))
    } else if failure == nil, isInTrouble {
      alerts.append(
        RunAlert(text: "saved in \(escaped(place ?? folder.path, limit: 400))", state: .cleared))
    }
    isInTrouble = failure != nil
  }

  // MARK: the store's thread

  /// Writes in the background from now on.
  /// - Parameter onThreadStart: runs first on the new thread.
  package func startWriting(onThreadStart: @escaping @Sendable () -> Void) {
    hasThread = true
    let thread = Thread { [self] in
      onThreadStart()
      writeInBackground()
      ended.signal()
    }
    thread.stackSize = 4 << 20
    thread.name = "rnn-tui saving"
    thread.start()
  }

  /// Has everything written now, by the store's thread.
  package func hurry() {
    locked { isUrgent = true }
    wake.signal()
  }

  /// Ends the store's thread.
  package func close() {
    guard hasThread else { return }
    hasThread = false
    locked { isClosing = true }
    wake.signal()
    ended.wait()
  }

  private func writeInBackground() {
    while true {
      let (next, isClosing) = locked { (nextDue, self.isClosing) }
      if isClosing { return }
      if let next, next > Self.now {
        _ = wake.wait(timeout: .now() + (next - Self.now))
      } else if next == nil {
        wake.wait()
      }
      for slot in locked({ dueSlots }) { _ = write(slot, in: nil) }
    }
  }

  private var unwritten: [Slot] {
    slots.filter { $0.written < $0.offered && $0.newest?.validation != nil }
  }

  private var nextDue: Double? {
    unwritten.map { isUrgent ? -.infinity : $0.lastAttempt + Self.interval }.min()
  }

  private var dueSlots: [Slot] {
    defer { isUrgent = false }
    return unwritten.filter { isUrgent || $0.lastAttempt + Self.interval <= Self.now }
  }

  /// Seconds on a monotonic clock.
  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
