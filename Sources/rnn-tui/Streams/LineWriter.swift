import Foundation

/// Writes whole lines to a descriptor at once. After a failure (a closed pipe, a full disk) it notes
/// the reason and writes nothing more.
final class LineWriter: @unchecked Sendable {
  private let descriptor: Int32
  private var failure: Int32 = 0

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  var isBroken: Bool { failure != 0 }
  /// Nobody reads any more.
  var isClosed: Bool { failure == EPIPE }
  var problem: String { String(cString: strerror(failure)) }

  func write(_ line: String?) {
    guard let line else { return }
    put(Array((line + "\n").utf8))
  }

  /// Bytes as they are.
  func put(_ bytes: [UInt8]) {
    guard !isBroken else { return }
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress! + done, bytes.count - done)
      }
      if written < 0 && (errno == EINTR || errno == EAGAIN && hasRoomSoon()) { continue }
      guard written > 0 else {
        failure = errno
        return
      }
      done += written
    }
  }

  /// Waits for room in a descriptor that does not block: without limit for a pipe's reader, only
  /// briefly for a terminal that takes nothing. errno is EAGAIN afterwards, as before.
  private func hasRoomSoon() -> Bool {
    var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    let ready = poll(&room, 1, isatty(descriptor) == 1 ? 2000 : -1)
    defer { errno = EAGAIN }
    return ready > 0 || ready < 0 && errno == EINTR
  }

  /// Throws if the output could not be written; a reader that went away is not a failure.
  func requireWritten() throws {
    if isBroken, !isClosed {
      throw Failure.other("cannot write to standard output: \(problem)")
    }
  }
}
