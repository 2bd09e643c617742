import Datasets
import Engine
import Foundation
import Telemetry

/// Keeps the best weights of every lane in the run's folder. Lanes offer theirs; a thread of the
/// store writes them, each lane immediately the first time and then at most every 30 s, so that
/// little is lost however the process ends. Ending a session writes everything immediately.
package final class ModelStore: @unchecked Sendable {
  /// Seconds between two background writes of a lane.
  package static let interval = 30.0

  package typealias Slot = ModelSlot

  private let dataset: Dataset
  /// Called on the saving thread when there is something to report.
  package var onAlert: @Sendable () -> Void = {}
  private let place: RunPlace
  /// Folders used instead. Accessed while `writing` is held.
  private var otherFolders: [String: RunFolder] = [:]
  private var path: String { place.path }
  /// Guards the slots.
  private let lock = NSLock()
  /// Held while a file is written: one at a time.
  private let writing = NSLock()
  private var slots: [Slot] = []
  private var alerts: [RunAlert] = []
  private var isInTrouble = false
  private var digest: String?

  /// Everything is due, however recently it was written.
  private var isUrgent = false
  private let thread = SavingThread()

  package init(_ place: RunPlace, _ dataset: Dataset) {
    self.place = place
    self.dataset = dataset
  }

  /// Folders to try if the run's own cannot be written.
  package var elsewhere: [String] { RunFolder.elsewhere(than: path) }

  private func locked<Result>(_ body: () -> Result) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return body()
  }

  // MARK: offering

  /// A file for a lane's models: the next attempt's if the lane already has one.
  func slot(lane: String, _ architecture: ModelArchitecture) -> Slot {
    locked {
      let slot = Slot(lane, architecture, attempt: nextAttempt(of: lane))
      slots.append(slot)
      return slot
    }
  }

  /// A run is resumed: its lanes already have files, which `adopt` takes over.
  func forgetSlots() { locked { slots = [] } }

  /// The file of a lane in a resumed run: its content is the lane's own, and at most later than the
  /// point where it resumes.
  /// - Parameter earlier: its files from before it was restarted.
  func adopt(attempt: Int, after earlier: [Int], of lane: Lane) -> Slot {
    locked {
      for attempt in earlier {
        let slot = Slot(lane.info.name, lane.architecture, attempt: attempt)
        let file = RunFolder.file(lane: lane.info.name, attempt: attempt, in: path)
        if access(file, F_OK) == 0 {
          slot.isWritten(file)
          slots.append(slot)
        }
      }
      let slot = Slot(lane.info.name, lane.architecture, attempt: attempt)
      slot.file = RunFolder.file(lane: lane.info.name, attempt: attempt, in: path)
      slots.append(slot)
      return slot
    }
  }

  /// The files of a lane that was removed before the run was resumed.
  func adopt(removed lane: String, _ architecture: ModelArchitecture) {
    locked {
      for attempt in 1... {
        let file = RunFolder.file(lane: lane, attempt: attempt, in: path)
        guard access(file, F_OK) == 0 else { return }
        let slot = Slot(lane, architecture, attempt: attempt)
        slot.isWritten(file)
        slots.append(slot)
      }
    }
  }

  /// The index of a slot among a lane's files, from 1.
  func attempt(_ slot: Slot) -> Int { locked { slot.attempt } }

  /// Those of the same lane that hold something.
  func earlierAttempts(than slot: Slot) -> [Int] {
    locked { slots.filter { $0.lane == slot.lane && $0 !== slot && $0.offered > 0 }.map(\.attempt) }
  }

  /// Call with the slots locked.
  private func nextAttempt(of lane: String) -> Int {
    (slots(like: lane).map(\.attempt).max() ?? 0) + 1
  }

  /// Those whose files have the same name. Call with the slots locked.
  private func slots(like lane: String) -> [Slot] {
    let name = RunFolder.file(lane: lane, attempt: 1, in: "")
    return slots.filter { RunFolder.file(lane: $0.lane, attempt: 1, in: "") == name }
  }

  /// True if a slot holds something that must not be lost.
  func isUsed(_ slot: Slot) -> Bool { locked { slot.newest != nil } }

  /// Replaces the model offered before, unless it is the same.
  func offer(_ model: BestModel, to slot: Slot) {
    let isNew = locked {
      if let newest = slot.newest, newest.step == model.step,
        newest.validation == model.validation
      {
        return false
      }
      slot.newest = model
      slot.offered += 1
      return true
    }
    if isNew { thread.wake() }
  }

  // MARK: results

  /// The lane's file, or why there is none.
  func result(_ slot: Slot) -> Result<String, SaveFailure> {
    locked {
      if slot.offered == 0 { return .failure(SaveFailure("nothing learned yet", isLoss: false)) }
      if slot.written == slot.offered, let file = slot.file { return .success(file) }
      return .failure(slot.failure ?? SaveFailure("not written yet"))
    }
  }

  /// The same for a lane's attempts except one, oldest first.
  func results(ofLane lane: String, but slot: Slot?) -> [Result<String, SaveFailure>] {
    locked { slots.filter { $0.lane == lane && $0 !== slot && $0.offered > 0 } }.map(result)
  }

  /// Lanes whose newest models are not in a file, and why.
  var unsaved: [(lane: String, reason: String)] {
    locked {
      slots.filter { $0.written < $0.offered }.map {
        ($0.lane, $0.failure?.description ?? "not written yet")
      }
    }
  }

  /// Alerts since the last call.
  package func takeAlerts() -> [RunAlert] {
    locked {
      defer { alerts = [] }
      return alerts
    }
  }

  // MARK: writing

  /// Writes everything that is not yet in its file.
  /// - Returns: true when everything is.
  @discardableResult
  package func writeAll() -> Bool {
    var isDone = true
    for slot in locked({ slots }) where !write(slot) { isDone = false }
    return isDone
  }

  /// Writes a lane's newest model unless its file has it. A failed write is retried once
  /// immediately: some faults are over by then.
  @discardableResult
  func write(_ slot: Slot) -> Bool {
    write(slot, in: nil) || write(slot, in: nil)
  }

  /// If the run's folder cannot be written: writes unsaved models to another place.
  /// - Returns: true when everything is in a file.
  @discardableResult
  package func writeElsewhere() -> Bool {
    var isDone = true
    for slot in locked({ slots }) where !writeAnywhere(slot) { isDone = false }
    return isDone
  }

  /// Writes a lane's newest model, in another place if the run's folder cannot be written.
  @discardableResult
  func writeAnywhere(_ slot: Slot) -> Bool {
    write(slot) || elsewhere.contains { write(slot, in: $0) }
  }

  /// - Parameter place: nil: the run's folder.
  private func write(_ slot: Slot, in place: String?) -> Bool {
    writing.lock()
    defer { writing.unlock() }
    let (model, number, file) = locked { (slot.newest, slot.offered, slot.file) }
    guard let model else { return true }
    let isThere = file.map { access($0, F_OK) == 0 } ?? false
    if isThere, locked({ slot.written == number }) { return true }
    let outcome = attempt(slot, model, in: place)
    let hasNews = locked {
      slot.lastAttempt = SavingThread.now
      switch outcome {
      case .success(let path):
        (slot.written, slot.file, slot.failure) = (number, path, nil)
      case .failure(let failure):
        slot.written = min(slot.written, number - 1)
        // The user should know about the problem with the run's own folder.
        if place == nil || slot.failure == nil { slot.failure = failure }
      }
      return noteTrouble()
    }
    if hasNews { onAlert() }
    if case .success = outcome { return true }
    return false
  }

  private func attempt(
    _ slot: Slot, _ model: BestModel, in place: String?
  ) -> Result<String, SaveFailure> {
    do {
      let folder = try folder(for: place)
      let score = model.validation == nil ? nil : SavedScore(model, data: dataDigest)
      let path = freePath(slot, score, in: folder.path)
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

  /// The run's folder, or one used instead, created and locked.
  private func folder(for place: String?) throws(RunFolder.Failure) -> RunFolder {
    if let place {
      let other =
        if let known = otherFolders[place] { known } else { try RunFolder(place, preset: "") }
      otherFolders[place] = other
      try other.ensureThere()
      return other
    }
    return try self.place.folder()
  }

  /// The lane's path; with a number if the existing file must stay: another run's model that is as
  /// good or of other data, another attempt's, a link, a folder.
  private func freePath(_ slot: Slot, _ score: SavedScore?, in folder: String) -> String {
    while true {
      let (path, isTaken) = locked {
        let path = RunFolder.file(lane: slot.lane, attempt: slot.attempt, in: folder)
        return (path, slots.contains { $0 !== slot && $0.file == path })
      }
      var there = stat()
      if !isTaken {
        guard lstat(path, &there) == 0 else { return path }
        if there.st_mode & S_IFMT == S_IFREG {
          if locked({ slot.file }) == path { return path }
          // Files that cannot be read stay too.
          let old = (try? ModelFile(contentsOf: path))?.score
          if let score, score.mayReplace(old) { return path }
        }
      }
      locked { slot.attempt += 1 }
    }
  }

  /// Digest of the data that scores were taken on; computed once, at the first write.
  private var dataDigest: String {
    if let digest { return digest }
    let new = dataset.validationDigest
    digest = new
    return new
  }

  /// Records when saving begins to fail and when it works again. Call with the slots locked.
  /// - Returns: true when there is something to report.
  private func noteTrouble() -> Bool {
    let failure = slots.lazy.compactMap(\.failure).first { $0.isLoss }
    guard (failure != nil) != isInTrouble else { return false }
    isInTrouble.toggle()
    let files = slots.lazy.compactMap(\.file).last ?? path
    alerts.append(
      failure.map { RunAlert(text: $0.description, state: .raised) }
        ?? RunAlert(text: "saved: \(escaped(files, limit: 400))", state: .cleared))
    return true
  }

  // MARK: background

  /// Writes in the background from now on.
  /// - Parameter onThreadStart: runs first on the new thread.
  package func startWriting(onThreadStart: @escaping @Sendable () -> Void) {
    thread.start(
      nextDue: { [unowned self] in locked { nextDue } },
      save: { [unowned self] in
        for slot in locked({ dueSlots }) { _ = write(slot, in: nil) }
      }, onThreadStart: onThreadStart)
  }

  /// Has the store's thread write everything now.
  package func hurry() {
    locked { isUrgent = true }
    thread.wake()
  }

  /// Ends the store's thread.
  package func close() { thread.close() }

  private var unwritten: [Slot] {
    slots.filter { $0.written < $0.offered && $0.newest?.validation != nil }
  }

  private var nextDue: Double? {
    unwritten.map { isUrgent ? -.infinity : $0.lastAttempt + Self.interval }.min()
  }

  private var dueSlots: [Slot] {
    defer { isUrgent = false }
    return unwritten.filter { isUrgent || $0.lastAttempt + Self.interval <= SavingThread.now }
  }
}
