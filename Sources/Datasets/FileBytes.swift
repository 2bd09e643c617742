import Foundation

/// The bytes of one ordinary file, read once, checked to be UTF-8 text without NUL.
///
/// Read, not mapped: a file that shrinks meanwhile cannot end the process. Memory: the file's size.
final class FileBytes {
  /// 2 GiB.
  static let limit = 1 << 31

  /// As the user wrote it, for messages.
  let name: String
  /// Without a byte order mark.
  let bytes: UnsafeBufferPointer<UInt8>
  let hadByteOrderMark: Bool
  /// True where `most` cut the file.
  let isCut: Bool
  private let memory: UnsafeMutableRawPointer

  /// Reads the file at `path`, at most `most` bytes of it. With a `lineLimit` it stops, and throws,
  /// soon after a line grew longer than that.
  init(
    name: String, path: String, most: Int = .max, lineLimit: Int? = nil
  ) throws(DatasetError) {
    let (descriptor, size) = try Self.open(path, name: name)
    defer { close(descriptor) }
    if most == .max, size > Self.limit {
      throw .tooLarge(file: name, bytes: size, limit: Self.limit)
    }
    let wanted = min(size, most)
    memory = .allocate(byteCount: max(wanted, 1), alignment: 8)
    self.name = name
    let got: Int
    do throws(DatasetError) {
      got = try Self.fill(memory, wanted, from: descriptor, name: name, lineLimit: lineLimit)
    } catch {
      memory.deallocate()
      throw error
    }
    let all = UnsafeBufferPointer(start: memory.assumingMemoryBound(to: UInt8.self), count: got)
    hadByteOrderMark = all.starts(with: [0xEF, 0xBB, 0xBF])
    bytes = UnsafeBufferPointer(rebasing: all[(hadByteOrderMark ? 3 : 0)...])
    isCut = got < size
    if got == 0 { throw .empty(file: name) }
    if let format = foreignFormat(all) { throw .foreign(file: name, format: format) }
    try checkText(bytes, offset: hadByteOrderMark ? 3 : 0, isCut: isCut, file: name)
    if bytes.isEmpty { throw .empty(file: name) }
  }

  deinit { memory.deallocate() }

  /// Opens without waiting (a FIFO would), and lets only an ordinary file pass.
  private static func open(_ path: String, name: String) throws(DatasetError) -> (Int32, Int) {
    if path.utf8.contains(0) { throw .missing(file: name, folders: []) }
    let descriptor = Foundation.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .missing(file: name, folders: []) }
      throw .unreadable(file: name, reason: String(cString: strerror(errno)))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw .unreadable(file: name, reason: String(cString: strerror(errno)))
    }
    if let error = fault(of: status.st_mode & S_IFMT, name: name) {
      close(descriptor)
      throw error
    }
    return (descriptor, Int(status.st_size))
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

  /// Bytes read: fewer than `wanted` where the file shrank meanwhile.
  private static func fill(
    _ memory: UnsafeMutableRawPointer, _ wanted: Int, from descriptor: Int32, name: String,
    lineLimit: Int?
  ) throws(DatasetError) -> Int {
    let bytes = UnsafeBufferPointer(
      start: memory.assumingMemoryBound(to: UInt8.self), count: wanted)
    var got = 0
    var lineStart = 0
    while got < wanted {
      let part = read(descriptor, memory + got, min(wanted - got, lineLimit ?? 1 << 28))
      if part == 0 { break }
      if part < 0 {
        if errno == EINTR { continue }
        throw .unreadable(file: name, reason: String(cString: strerror(errno)))
      }
      got += part
      guard let lineLimit else { continue }
      let end = bytes[(got - part)..<got].lastIndex { $0 == 0x0A || $0 == 0x0D }
      lineStart = end.map { $0 + 1 } ?? lineStart
      if got - lineStart > lineLimit {
        let read = UnsafeBufferPointer(rebasing: bytes[..<got])
        // What is binary is told as such: its lines mean nothing.
        if let format = foreignFormat(read) { throw .foreign(file: name, format: format) }
        try checkText(read, offset: 0, isCut: true, file: name)
        throw .lineTooLong(
          file: name, line: lineNumber(of: lineStart, in: read), limit: lineLimit)
      }
    }
    return got
  }
}
