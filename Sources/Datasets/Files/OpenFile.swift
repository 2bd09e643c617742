import Foundation

/// An ordinary file, opened for reading. Its size is what it was when it was opened: what is appended
/// meanwhile is not read, and what is cut off is missing at the end.
final class OpenFile {
  /// As the user wrote it, for messages.
  let name: String
  let size: Int
  /// The encoding that the text had, if another one than UTF-8.
  let encoding: String?
  /// The format that the table was in, where this is delimited text made of it; nil: the file itself.
  let conversion: Conversion?
  private let descriptor: Int32

  /// Delimited text that was made of `file`.
  init(_ text: UnlinkedFile, of file: OpenFile, _ conversion: Conversion) {
    (name, encoding) = (file.name, file.encoding)
    (descriptor, size) = text.take()
    self.conversion = conversion
  }

  /// Opens without waiting (a FIFO would), and lets only an ordinary file pass. Text that begins with the
  /// mark of UTF-16 is turned into UTF-8, as that in the encoding given is.
  ///
  /// - Parameter isText: false: the bytes are taken as they are.
  init(
    name: String, path: String, encoding given: TextEncoding? = nil, isText: Bool = true
  ) throws(DatasetError) {
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
    conversion = nil
    let bytes = Int(status.st_size)
    guard isText, let encoding = Self.encoding(descriptor, bytes, given) else {
      (self.descriptor, size, self.encoding) = (descriptor, bytes, nil)
      return
    }
    defer { close(descriptor) }
    do throws(Transcoding.Fault) {
      (self.descriptor, size) = try Transcoding.utf8(descriptor, size: bytes, from: encoding)
      self.encoding = encoding
    } catch {
      switch error {
      case .unknownEncoding: throw .unknownEncoding(encoding)
      case .notInEncoding(let offset):
        throw .notInEncoding(file: name, encoding: encoding, offset: offset)
      case .system(let reason): throw .unreadable(file: name, reason: reason)
      }
    }
  }

  /// The encoding to read a file in; nil: UTF-8.
  private static func encoding(
    _ descriptor: Int32, _ size: Int, _ given: TextEncoding?
  ) -> String? {
    var mark: [UInt8] = [0, 0, 0, 0]
    let got = pread(descriptor, &mark, 4, 0)
    let isUTF32 = mark == [0xFF, 0xFE, 0, 0]
    if got >= 2, !isUTF32, [[0xFF, 0xFE], [0xFE, 0xFF]].contains(Array(mark.prefix(2))) {
      return "UTF-16"
    }
    guard let given, !["utf-8", "utf8"].contains(given.name.lowercased()) else { return nil }
    if given.onlyWhereNotUTF8, Transcoding.isUTF8(descriptor, size: size) { return nil }
    return given.name
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
