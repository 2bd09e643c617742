import Datasets
import Foundation
import Telemetry

/// Puts requests into the inbox of a run that another process trains.
package struct RequestSender: Sendable {
  private let run: String
  private let folder: String
  private let from: String
  private var last = 0

  /// - Parameter run: its folder.
  package init(_ run: String) {
    self.run = run
    folder = "\(run)/\(RunFiles.inbox)"
    let host = ProcessInfo.processInfo.hostName.prefix { $0 != "." }
    from = "\(NSUserName())@\(host)"
  }

  /// - Parameters:
  ///   - start: of the run that is meant.
  ///   - seen: lines of its record that were seen.
  /// - Returns: the number that the answers carry.
  /// - Throws: when the run's folder cannot be written.
  package mutating func send(
    _ request: SessionRequest, to start: String, seen: Int
  ) throws(ModelFileError) -> Int {
    // From the clock, so that files sort in the order they were sent; low digits tell senders
    // apart.
    let now = Int(Date().timeIntervalSince1970 * 1000) << 10 | Int.random(in: 0..<1024)
    last = max(last + 1, now)
    guard makeFolder() else {
      throw .unwritable(path: folder, reason: String(cString: strerror(errno)))
    }
    let sent = SentRequest(id: last, start: start, seen: seen, from: from, request: request)
    try writeWhole(Data((JSONLine.text(sent) + "\n").utf8), to: file(last))
    return last
  }

  /// Files with this ending mean that somebody is watching; the run removes them.
  static let sign = ".watch"

  /// Tells the run that it is watched, so that it writes `live.json`. If nothing can be written,
  /// only the record is watched.
  package func sayWatching() {
    guard makeFolder() else { return }
    let descriptor = open(sign, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    if descriptor >= 0 { close(descriptor) }
  }

  /// Takes back requests that the run has not seen; removes a folder that the run left behind.
  package func stopWatching() {
    unlink(sign)
    // Fails, as it should, if a run or somebody else uses it.
    if !RunFolder.isInUse(run) { rmdir(folder) }
  }

  private var sign: String { "\(folder)/\(getpid())\(Self.sign)" }

  /// The run makes this folder, but an older start may not have done so. The run's own folder is
  /// never made again.
  private func makeFolder() -> Bool { mkdir(folder, 0o777) == 0 || errno == EEXIST }

  /// The file of a sent request, until the run takes it.
  package func file(_ id: Int) -> String { "\(folder)/\(id).json" }
}
