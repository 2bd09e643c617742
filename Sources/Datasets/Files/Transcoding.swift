import Foundation

/// Text in another encoding as UTF-8, by the C library's iconv.
enum Transcoding {
  /// Bytes that are turned at a time.
  private static let chunk = 1 << 16

  enum Fault: Error {
    case unknownEncoding
    /// At this offset of the file.
    case notInEncoding(offset: Int)
    case system(String)
  }

  /// Whether an encoding is known, in any spelling that the C library knows.
  static func knows(_ encoding: String) -> Bool {
    guard let converter = Converter(from: encoding) else { return false }
    _ = converter
    return true
  }

  static func isUTF8(_ descriptor: Int32, size: Int) -> Bool {
    do throws(Fault) {
      try run(descriptor, size, from: "UTF-8") { (_) throws(Fault) in }
      return true
    } catch {
      return false
    }
  }

  /// A file with the text in UTF-8 that has no name and is gone when it is closed, and its size.
  static func utf8(
    _ descriptor: Int32, size: Int, from encoding: String
  ) throws(Fault) -> (descriptor: Int32, size: Int) {
    let copy: UnlinkedFile
    do throws(UnlinkedFile.Failure) {
      copy = try UnlinkedFile()
    } catch {
      throw .system(error.reason)
    }
    try run(descriptor, size, from: encoding) { (bytes) throws(Fault) in
      do throws(UnlinkedFile.Failure) {
        try copy.append(bytes)
      } catch {
        throw .system(error.reason)
      }
    }
    return copy.take()
  }

  private static func run(
    _ descriptor: Int32, _ size: Int, from encoding: String,
    _ body: (UnsafeRawBufferPointer) throws(Fault) -> Void
  ) throws(Fault) {
    guard let converter = Converter(from: encoding) else { throw .unknownEncoding }
    var pending: [CChar] = []
    var offset = 0
    while offset < size || !pending.isEmpty {
      var bytes = pending + [CChar](repeating: 0, count: chunk)
      let got = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress.map { $0 + pending.count }, chunk, off_t(offset))
      }
      if got < 0 {
        if errno == EINTR { continue }
        throw .system(String(cString: strerror(errno)))
      }
      let start = offset - pending.count
      offset += got
      let (used, output) = try converter.convert(
        &bytes, count: pending.count + got, at: start, isLast: got == 0)
      let outcome = output.withUnsafeBytes { raw -> Result<Void, Fault> in
        do throws(Fault) {
          try body(raw)
          return .success(())
        } catch {
          return .failure(error)
        }
      }
      try outcome.get()
      pending = Array(bytes[used..<(bytes.count - chunk + got)])
      if got == 0 { break }
    }
  }

  private final class Converter {
    private let handle: iconv_t

    init?(from encoding: String) {
      guard let handle = iconv_open("UTF-8", encoding), Int(bitPattern: handle) != -1 else {
        return nil
      }
      self.handle = handle
    }

    deinit { iconv_close(handle) }

    /// Bytes used, and the text in UTF-8. A character that is cut at the end is left for later.
    func convert(
      _ bytes: inout [CChar], count: Int, at offset: Int, isLast: Bool
    ) throws(Fault) -> (Int, [CChar]) {
      // No byte of any encoding gives more than four of UTF-8 here.
      var output = [CChar](repeating: 0, count: 4 * count + 16)
      var (left, room) = (count, output.count)
      var failure: Int32 = 0
      bytes.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
          var from = input.baseAddress
          var to = output.baseAddress
          if iconv(handle, &from, &left, &to, &room) == -1 { failure = errno }
        }
      }
      if failure == EILSEQ || (failure == EINVAL && isLast) {
        throw .notInEncoding(offset: offset + count - left)
      }
      if failure != 0, failure != EINVAL { throw .system(String(cString: strerror(failure))) }
      return (count - left, Array(output.prefix(output.count - room)))
    }
  }
}

/// The encoding of a file's text.
package struct TextEncoding: Sendable, Hashable {
  /// As the C library knows it: windows-1252, latin1, utf-16.
  package var name: String
  /// It is that of other data: a file in UTF-8 is read as such.
  package var onlyWhereNotUTF8 = false

  package init(_ name: String, onlyWhereNotUTF8: Bool = false) {
    (self.name, self.onlyWhereNotUTF8) = (name, onlyWhereNotUTF8)
  }

  /// Encodings that files often have.
  static let usual = "windows-1252, latin1, utf-16, utf-16le, shift-jis, gb18030"
}
