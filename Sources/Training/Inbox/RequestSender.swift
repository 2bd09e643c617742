import Datasets
import Foundation
import Telemetry

/// Puts requests into the inbox of a run that another process trains.
package struct RequestSender: Sendable {
  private let folder: String
  private let from: String
  private var last = 0

  /// - Parameter run: its folder.
  package init(_ run: String) {
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
    do {
      _ = try RunFolder.make(folder)
    } catch {
      throw .unwritable(path: folder, reason: error.description)
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
    guard (try? RunFolder.make(folder)) != nil else { return }
    let path = "\(folder)/\(getpid())\(Self.sign)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    if descriptor >= 0 { close(descriptor) }
  }

  /// Of a request that was sent, until the run takes it.
  package func file(_ id: Int) -> String { "\(folder)/\(id).json" }
}
