import Foundation

/// A file without a name, for text that is made of another file; it is gone when it is closed.
final class UnlinkedFile {
  /// Why it cannot be made or written, in the system's words.
  struct Failure: Error {
    var reason: String

    static var last: Failure { Failure(reason: String(cString: strerror(errno))) }
  }

  private let descriptor: Int32
  private(set) var size = 0
  private var isTaken = false

  init() throws(Failure) {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    var template = Array("\(folder)/rnn-tui.XXXXXX".utf8CString)
    let made = mkstemp(&template)
    guard made >= 0 else { throw .last }
    _ = fcntl(made, F_SETFD, FD_CLOEXEC)
    unlink(template)
    descriptor = made
  }

  deinit { if !isTaken { close(descriptor) } }

  func append(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    var done = 0
    while done < bytes.count {
      let count = write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .last }
      done += count
    }
    size += done
  }

  /// Whoever takes the descriptor closes it.
  func take() -> (descriptor: Int32, size: Int) {
    isTaken = true
    return (descriptor, size)
  }
}
