import Foundation

/// A run's record, read line by line. The last line may be torn; what is no line of a record is left
/// out.
package struct RecordFile {
  private let path: String

  /// - Parameter path: of `record.jsonl`.
  package init(_ path: String) { self.path = path }

  /// - Parameters:
  ///   - limit: bytes from the beginning; nil: all.
  ///   - body: returns false to end.
  /// - Throws: when the file cannot be read.
  package func forEachLine(
    upTo limit: Int? = nil, _ body: (RecordLine) -> Bool
  ) throws(ModelFileError) {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { try? file.close() }
    var rest = Data()
    var left = limit ?? .max
    while left > 0 {
      guard let piece = try? file.read(upToCount: min(1 << 20, left)), !piece.isEmpty else {
        return
      }
      left -= piece.count
      rest.append(piece)
      var start = rest.startIndex
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        let text = String(decoding: rest[start..<end], as: UTF8.self)
        if let line = try? JSONLine.value(RecordLine.self, text), !body(line) { return }
        start = end + 1
      }
      rest = Data(rest[start...])
    }
  }

  /// The lines within the last so many bytes, the newest last.
  package func tail(bytes: Int) -> [RecordLine] {
    guard let file = FileHandle(forReadingAtPath: path) else { return [] }
    defer { try? file.close() }
    let size = Int((try? file.seekToEnd()) ?? 0)
    let start = max(0, size - bytes)
    guard (try? file.seek(toOffset: UInt64(start))) != nil, let data = try? file.readToEnd() else {
      return []
    }
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // The first may be cut, the last is torn or empty.
    return lines.dropFirst(start > 0 ? 1 : 0).dropLast().compactMap {
      try? JSONLine.value(RecordLine.self, String(decoding: $0, as: UTF8.self))
    }
  }
}
