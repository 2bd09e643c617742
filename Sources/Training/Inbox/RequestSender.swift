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
    folder = "\(run)/\(SentRequest.folder)"
    let host = ProcessInfo.processInfo.hostName.prefix { $0 != "." }
    from = "\(NSUserName())@\(host)"
  }

  /// - Parameters:
  ///   - start: of the run that is meant.
  ///   - seen: lines of its record.
  /// - Returns: the number that the answers carry.
  /// - Throws: where the run's folder cannot be written.
  package mutating func send(
    _ request: SessionRequest, to start: String, seen: Int
  ) throws(ModelFileError) -> Int {
    // By the clock, so that files sort as they were sent; two senders differ by the low digits.
    let now = Int(Date().timeIntervalSince1970 * 1000) << 10 | Int.random(in: 0..<1024)
    last = max(last + 1, now)
    guard makeFolder() else {
      throw .unwritable(path: folder, reason: String(cString: strerror(errno)))
    }
    let sent = SentRequest(id: last, start: start, seen: seen, from: from, request: request)
    try writeWhole(Data((JSONLine.text(sent) + "\n").utf8), to: file(last))
    return last
  }

  /// Files of this ending say that somebody watches; the run removes them.
  static let sign = ".watch"

  /// Tells the run that it is watched, so that it writes `live.json`. Where nothing can be written, the
  /// record alone is watched.
  package func sayWatching() {
    guard makeFolder() else { return }
    let descriptor = open(sign, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    if descriptor >= 0 { close(descriptor) }
  }

  /// Takes back what the run has not seen; a folder that it left is removed.
  package func stopWatching() {
    unlink(sign)
    // Fails, as it should, where a run or somebody else uses it.
    if !RunFolder.isInUse(run) { rmdir(folder) }
  }

  private var sign: String { "\(folder)/\(getpid())\(Self.sign)" }

  /// The run makes it, and one of an older start may not have it. The run's own folder is never made
  /// again.
  private func makeFolder() -> Bool { mkdir(folder, 0o777) == 0 || errno == EEXIST }

  /// Of a request that was sent, until the run takes it.
  package func file(_ id: Int) -> String { "\(folder)/\(id).json" }
}
