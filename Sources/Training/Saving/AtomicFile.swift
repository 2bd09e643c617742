import Foundation

/// A file written piece by piece next to the one that it will replace: temporary file in the same
/// directory, flush, rename, flush the directory. Until `commit` the old file stays unchanged;
/// without it the temporary file is removed. Only a regular file is replaced: never a device, a
/// pipe, a link or a folder.
package final class AtomicFile {
  private static let bufferSize = 1 << 16

  private let path: String
  /// A unique name, so that neither another run nor a killed run's leftovers are in the way.
  private let temporary: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []

  package init(_ path: String) throws(ModelFileError) {
    self.path = path
    temporary = "\(path).\(getpid()).tmp"
    descriptor = -1
    var old = stat()
    if lstat(path, &old) == 0, old.st_mode & S_IFMT != S_IFREG {
      throw .unwritable(path: path, reason: "it exists and is not a regular file")
    }
    unlink(temporary)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    descriptor = uninterrupted { open(temporary, flags, 0o666) }
    guard descriptor >= 0 else { throw failure() }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(temporary)
  }

  private func failure() -> ModelFileError {
    .unwritable(path: path, reason: String(cString: strerror(errno)))
  }

  package func write(_ text: String) throws(ModelFileError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  package func write(_ bytes: Data) throws(ModelFileError) {
    try flush()
    try put(bytes)
  }

  private func flush() throws(ModelFileError) {
    try put(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private func put(_ bytes: some ContiguousBytes) throws(ModelFileError) {
    var number: Int32 = 0
    bytes.withUnsafeBytes { source in
      var done = 0
      while done < source.count {
        let written = Foundation.write(descriptor, source.baseAddress! + done, source.count - done)
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else {
          number = written < 0 ? errno : EIO
          return
        }
        done += written
      }
    }
    guard number == 0 else {
      errno = number
      throw failure()
    }
  }

  /// Replaces the old file with the new one.
  /// - Parameter isDurable: false: it may be lost if the machine crashes.
  package func commit(isDurable: Bool = true) throws(ModelFileError) {
    try flush()
    guard !isDurable || uninterrupted({ fsync(descriptor) }) == 0 else { throw failure() }
    // The descriptor is closed even if interrupted; the data are already flushed.
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0 || errno == EINTR, uninterrupted({ rename(temporary, path) }) == 0 else {
      let error = failure()
      unlink(temporary)
      throw error
    }
    guard isDurable else { return }
    let folder = (path as NSString).deletingLastPathComponent
    let directory = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
    guard directory >= 0 else { return }
    // Some file systems cannot flush a directory; the file itself is safe by then.
    _ = uninterrupted { fsync(directory) }
    close(directory)
  }
}

/// Repeats a call that a signal interrupted.
private func uninterrupted(_ call: () -> Int32) -> Int32 {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

/// Replaces a file as a whole; if anything fails, the old one stays.
package func writeWhole(
  _ bytes: Data, to path: String, isDurable: Bool = true
) throws(ModelFileError) {
  let file = try AtomicFile(path)
  try file.write(bytes)
  try file.commit(isDurable: isDurable)
}
