import Datasets
import Foundation

/// The folder for the best weights of a run: one folder, one run. Created when the run starts, so
/// that an unwritable place is known then and not hours later; removed if nothing was saved in it.
package final class RunFolder: @unchecked Sendable {
  package let path: String
  /// If the requested folder holds another run: the message for the user.
  package let note: String?
  private var descriptor: Int32
  private let isNew: Bool

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// - Parameters:
  ///   - path: given by the user, with a number appended if that folder holds another run's models;
  ///     nil: `runs/DATE-NAME`, with a number if that exists.
  ///   - prefix: put before DATE.
  package init(_ path: String?, preset: String, prefix: String = "") throws(Failure) {
    if let path {
      self.path = try Self.withoutAnotherRun(path)
      note =
        self.path == path
        ? nil
        : "\(escaped(path, limit: 400)) holds another run, which is kept; this one is saved in "
          + escaped(self.path, limit: 400)
      isNew = try Self.make(self.path)
    } else {
      note = nil
      _ = try Self.make("runs")
      StaleFiles.sweepRuns("runs")
      self.path = try Self.makeNew(Self.usualPath(preset: preset, prefix: prefix))
      isNew = true
    }
    descriptor = open(self.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(self.path) }
    // From here on, `deinit` closes the descriptor, also if an error is thrown.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw Failure(
        description: "cannot save in \(escaped(self.path, limit: 400)): another run is using it")
    }
    guard access(self.path, W_OK) == 0 else { throw Self.failure(self.path) }
    // Meanwhile another run may have removed the empty folder as left by a killed run.
    try ensureThere()
    StaleFiles.sweep(self.path)
  }

  /// The folder of a resumed run.
  package init(goingOnIn path: String) throws(Failure) {
    self.path = path
    (note, isNew) = (nil, false)
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw Failure(
        description: "\(escaped(path, limit: 400)): this run is still running")
    }
    guard access(path, W_OK) == 0 else { throw Self.failure(path) }
    StaleFiles.sweep(path)
    StaleFiles.sweep(CheckpointFolder(ofRun: path).path)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    // Fails, as it should, if there is something in it.
    if isNew { rmdir(path) }
  }

  /// Recreates the folder if it is gone, and takes its lock.
  package func ensureThere() throws(Failure) {
    var (mine, there) = (stat(), stat())
    if fstat(descriptor, &mine) == 0, stat(path, &there) == 0,
      mine.st_ino == there.st_ino, mine.st_dev == there.st_dev
    {
      return
    }
    _ = try Self.make(path)
    let new = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard new >= 0 else { throw Self.failure(path) }
    guard flock(new, LOCK_EX | LOCK_NB) == 0 else {
      close(new)
      throw Failure(
        description: "cannot save in \(escaped(path, limit: 400)): another run is using it")
    }
    close(descriptor)
    descriptor = new
  }

  /// Whether `bytes` more can be written there: a file of that size is created and removed.
  package func tryToWrite(bytes: Int) throws(Failure) {
    let file = "\(path)/.trial.\(getpid()).tmp"
    unlink(file)
    let trial = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard trial >= 0 else { throw Self.failure(path) }
    var number: Int32
    repeat { number = posix_fallocate(trial, 0, off_t(max(1, bytes))) } while number == EINTR
    close(trial)
    unlink(file)
    guard number == 0 else {
      errno = number
      throw Self.failure(path)
    }
  }

  /// `runs/DATE-NAME`, NAME being the preset's or that of the user's data, whether or not it
  /// exists.
  package static func usualPath(preset: String, prefix: String = "") -> String {
    "runs/\(prefix)\(date())-\(fileName(preset))"
  }

  /// Folders to try if this one cannot be written: in the current folder, the user's home, and the
  /// folder for temporary files.
  package static func elsewhere(than path: String) -> [String] {
    let name = "rnn-tui-" + (path.split(separator: "/").last.map { String($0) } ?? "run")
    let environment = ProcessInfo.processInfo.environment
    let parents = [".", environment["HOME"], environment["TMPDIR"] ?? "/tmp"].compactMap { $0 }
    return parents.filter { !$0.isEmpty }.map { $0 == "." ? name : "\($0)/\(name)" }
  }

  /// True while a run saves there.
  package static func isInUse(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  /// - Parameter attempt: from 1; a restarted lane begins the next.
  package func file(lane: String, attempt: Int = 1) -> String {
    Self.file(lane: lane, attempt: attempt, in: path)
  }

  package static func file(lane: String, attempt: Int, in folder: String) -> String {
    "\(folder)/\(fileName(lane))\(attempt == 1 ? "" : ".\(attempt)").safetensors"
  }

  // MARK: making folders

  /// - Returns: false if it already existed.
  static func make(_ path: String) throws(Failure) -> Bool {
    if mkdir(path, 0o777) == 0 { return true }
    if errno == EEXIST { return false }
    guard errno == ENOENT else { throw failure(path) }
    // Parents first; the first one that cannot be created gives the error.
    var parent = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      parent += part
      if mkdir(parent, 0o777) != 0, errno != EEXIST { throw failure(path) }
      parent += "/"
    }
    return true
  }

  /// Names that only a run's folder has.
  static func isOfARun(_ name: String) -> Bool {
    name.hasSuffix(".safetensors")
      || [RunFiles.record, RunFiles.manifest, RunFiles.preset].contains(name)
  }

  /// The first of PATH, PATH-2, PATH-3 ... that does not hold a run.
  private static func withoutAnotherRun(_ path: String) throws(Failure) -> String {
    var stem = path
    while stem.count > 1, stem.hasSuffix("/") { stem.removeLast() }
    for number in 1...10_000 {
      let candidate = number == 1 ? path : "\(stem)-\(number)"
      let names = (try? FileManager.default.contentsOfDirectory(atPath: candidate)) ?? []
      if !names.contains(where: isOfARun) { return candidate }
    }
    throw Failure(
      description: "cannot save: there are 10,000 runs named \(escaped(stem, limit: 400))")
  }

  /// mkdir fails if the folder exists, so two runs never share one.
  private static func makeNew(_ stem: String) throws(Failure) -> String {
    for number in 1...10_000 {
      let path = number == 1 ? stem : "\(stem)-\(number)"
      if mkdir(path, 0o777) == 0 { return path }
      guard errno == EEXIST else { throw failure(path) }
    }
    throw Failure(description: "cannot save: there are 10,000 runs named \(stem)")
  }

  private static func failure(_ path: String) -> Failure {
    Failure(
      description:
        "cannot save in \(escaped(path, limit: 400)): \(String(cString: strerror(errno)))")
  }

  private static func date() -> String {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    return String(
      format: "%04d-%02d-%02d-%02d%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
      parts.tm_hour, parts.tm_min)
  }

  /// Letters, digits, dots, dashes and underscores stay; nothing can leave the folder.
  private static func fileName(_ text: String) -> String {
    let all = Array(text)
    func isDigit(_ place: Int) -> Bool {
      all.indices.contains(place) && all[place].isASCII && all[place].isNumber
    }
    let kept = all.indices.compactMap { place -> Character? in
      let character = all[place]
      // "gru+drop 0.3", a fork's name, becomes "gru-drop0.3".
      if character == ".", isDigit(place - 1), isDigit(place + 1) { return character }
      if character == " ", isDigit(place + 1), place > 0, all[place - 1].isLetter { return nil }
      let isKept =
        character.isASCII && (character.isLetter || character.isNumber || "-_".contains(character))
      return isKept ? character : "-"
    }
    return kept.isEmpty ? "run" : String(kept.prefix(80))
  }
}
