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

  /// Reads the file at `path`, at most `most` bytes of it.
  init(name: String, path: String, most: Int = .max) throws(DatasetError) {
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
      got = try Self.fill(memory, wanted, from: descriptor, name: name)
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
    _ memory: UnsafeMutableRawPointer, _ wanted: Int, from descriptor: Int32, name: String
  ) throws(DatasetError) -> Int {
    var got = 0
    while got < wanted {
      let part = read(descriptor, memory + got, min(wanted - got, 1 << 28))
      if part == 0 { break }
      if part < 0 {
        if errno == EINTR { continue }
        throw .unreadable(file: name, reason: String(cString: strerror(errno)))
      }
      got += part
    }
    return got
  }
}

/// Finds the file that a configuration names.
package struct DataFiles: Sendable {
  /// Folders that a relative path may start from, in order.
  package var folders: [String]

  package init(folders: [String]) {
    self.folders = folders
  }

  /// The path of `name`: itself when absolute, else in the first folder that has it.
  func path(of name: String) throws(DatasetError) -> String {
    if name.isEmpty || name.utf8.contains(0) { throw .missing(file: name, folders: folders) }
    if name.hasPrefix("/") { return name }
    let starts = folders.isEmpty ? ["."] : folders
    for folder in starts {
      let path = folder + "/" + name
      if access(path, F_OK) == 0 { return path }
    }
    throw .missing(file: name, folders: folders)
  }

  func read(_ name: String, most: Int = .max) throws(DatasetError) -> FileBytes {
    try FileBytes(name: name, path: path(of: name), most: most)
  }
}

/// The last part of a path, and the same without its ending.
func lastPart(_ path: String) -> String {
  String(path.split(separator: "/").last ?? "")
}

func stem(_ path: String) -> String {
  let last = lastPart(path)
  guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return last }
  return String(last[..<dot])
}
