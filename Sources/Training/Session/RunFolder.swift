import Datasets
import Foundation

/// The folder that the best weights of a run go to: made when the run starts, so that a place that
/// cannot be written is known then and not hours later; removed when nothing was saved in it.
package final class RunFolder {
  package let path: String
  private let descriptor: Int32
  private let isNew: Bool

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// - Parameters:
  ///   - path: given by the user; nil: `runs/DATE-PRESET`, with a number behind it where that exists.
  ///   - prefix: before DATE.
  package init(_ path: String?, preset: String, prefix: String = "") throws(Failure) {
    if let path {
      self.path = path
      isNew = mkdir(path, 0o777) == 0
      if !isNew && errno != EEXIST { try Self.makeParents(of: path) }
    } else {
      _ = mkdir("runs", 0o777)
      self.path = try Self.makeNew(Self.usualPath(preset: preset, prefix: prefix))
      isNew = true
    }
    descriptor = open(self.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(self.path) }
    // From here on `deinit` closes the descriptor, also where an error is thrown.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw Failure(
        description: "cannot save in \(escaped(self.path, limit: 400)): another run is using it")
    }
    guard access(self.path, W_OK) == 0 else { throw Self.failure(self.path) }
  }

  deinit {
    close(descriptor)
    // Fails, as it should, when there is something in it.
    if isNew { rmdir(path) }
  }

  /// `runs/DATE-PRESET`, whether or not it exists.
  package static func usualPath(preset: String, prefix: String = "") -> String {
    "runs/\(prefix)\(date())-\(fileName(preset))"
  }

  /// True while a run saves there.
  package static func isInUse(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  package func file(lane: String) -> String { "\(path)/\(Self.fileName(lane)).safetensors" }

  private static func makeParents(of path: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      throw failure(path)
    }
  }

  /// mkdir fails where the folder exists, so two runs never share one.
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
      description: "cannot save in \(escaped(path)): \(String(cString: strerror(errno)))")
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
    let kept = text.map { character -> Character in
      character.isASCII && (character.isLetter || character.isNumber || "-_".contains(character))
        ? character : "-"
    }
    return kept.isEmpty ? "run" : String(kept.prefix(80))
  }
}
