import Foundation

/// A named pipe through which other processes tell this one that something happened. It is open from
/// the start, so that nothing is lost and nobody waits for a reader.
final class NamedPipe {
  let path: String
  private let descriptor: Int32
  private(set) var bytes: [UInt8] = []

  init(_ path: String) throws {
    self.path = path
    guard mkfifo(path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
    // Open for writing, too: the end of a writer is then nothing that could be read.
    descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
  }

  deinit { close(descriptor) }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Waits until there is something new, and takes all of it.
  /// - Returns: false when nothing came until then.
  func read(until end: Date) -> Bool {
    var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      let left = end.timeIntervalSinceNow
      guard left > 0 else { return false }
      let ready = poll(&source, 1, Int32(left * 1000) + 1)
      if ready > 0 { break }
    }
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return true }
      bytes += buffer.prefix(count)
    }
  }
}
