import Foundation

/// Removes leftovers of killed runs: temporary files of processes that have ended, and empty
/// folders.
enum StaleFiles {
  /// Removes the temporary files (`NAME.PID.tmp`) of dead processes.
  static func sweep(_ folder: String) {
    for name in names(folder) where isStale(name) { unlink("\(folder)/\(name)") }
  }

  /// Cleans every run's folder below `runs` that no run uses, and removes those that are then
  /// empty. Only folders named like a run's folder are touched.
  static func sweepRuns(_ runs: String) {
    for name in names(runs) where isNamedLikeARun(name) {
      let path = "\(runs)/\(name)"
      let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
      sweep(path)
      // Fails, as it should, if there is something in it.
      rmdir(path)
    }
  }

  private static func names(_ folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  /// "gru.safetensors.4711.tmp", ".trial.4711.tmp" of a process that has ended.
  private static func isStale(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts.last == "tmp", let number = pid_t(parts[parts.count - 2]),
      number > 0,
      ["safetensors", "json", "yaml"].contains(parts[parts.count - 3])
        || name == ".trial.\(number).tmp"
    else { return false }
    return kill(number, 0) != 0 && errno == ESRCH
  }

  /// "2026-11-26-1340-compare".
  private static func isNamedLikeARun(_ name: String) -> Bool {
    let pattern = "0000-00-00-0000-"
    return name.count > pattern.count
      && zip(name, pattern).allSatisfy { $1 == "0" ? $0.isASCII && $0.isNumber : $0 == $1 }
  }
}
