import Foundation

/// An ordinary file, opened for reading. Its size is what it was when it was opened: what is appended
/// meanwhile is not read, and what is cut off is missing at the end.
final class OpenFile {
  /// As the user wrote it, for messages.
  let name: String
  let size: Int
  private let descriptor: Int32

  /// Opens without waiting (a FIFO would), and lets only an ordinary file pass.
  init(name: String, path: String) throws(DatasetError) {
    if path.utf8.contains(0) { throw .missing(file: name, folders: []) }
    let descriptor = Foundation.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .missing(file: name, folders: []) }
      throw .unreadable(file: name, reason: String(cString: strerror(errno)))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw .unreadable(file: name, reason: reason)
    }
    if let error = Self.fault(of: status.st_mode & S_IFMT, name: name) {
      close(descriptor)
      throw error
    }
    self.name = name
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Reads up to `count` bytes at `offset`; 0 at the end.
  func read(
    into memory: UnsafeMutableRawPointer, count: Int, at offset: Int
  ) throws(DatasetError) -> Int {
    let wanted = min(count, size - offset)
    if wanted <= 0 { return 0 }
    while true {
      let got = pread(descriptor, memory, min(wanted, 1 << 28), off_t(offset))
      if got >= 0 { return got }
      if errno != EINTR {
        throw .unreadable(file: name, reason: String(cString: strerror(errno)))
      }
    }
  }

  private static func fault(of type: mode_t, name: String) -> DatasetError? {
    switch type {
    case S_IFREG: nil
    case S_IFDIR: .directory(file: name)
    case S_IFIFO: .special(file: name, what: "pipe")
    case S_IFSOCK: .special(file: name, what: "socket")
    default: .special(file: name, what: "device")
    }
  }
}
