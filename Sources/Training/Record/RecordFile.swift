import Datasets
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
    var rest = Data()
    try forEachPiece(upTo: limit) { piece in
      rest.append(piece)
      var start = rest.startIndex
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        let text = String(decoding: rest[start..<end], as: UTF8.self)
        if let line = try? JSONLine.value(RecordLine.self, text), !body(line) { return false }
        start = end + 1
      }
      rest = Data(rest[start...])
      return true
    }
  }

  /// Of the first bytes, all of them where there are no more.
  package func digest(upTo limit: Int) throws(ModelFileError) -> WordDigest {
    var digest = WordDigest()
    try forEachPiece(upTo: limit) { piece in
      digest.add(piece)
      return true
    }
    return digest
  }

  package var size: Int? {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG ? Int(facts.st_size) : nil
  }

  /// - Parameter body: returns false to end.
  private func forEachPiece(
    upTo limit: Int?, _ body: (Data) -> Bool
  ) throws(ModelFileError) {
    // A pipe in its place would never end.
    guard size != nil else { throw .unreadable(path: path, reason: "there is no such file") }
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { try? file.close() }
    var left = limit ?? .max
    while left > 0 {
      let piece: Data
      do {
        piece = try file.read(upToCount: min(1 << 20, left)) ?? Data()
      } catch {
        throw .unreadable(path: path, reason: "\(error)")
      }
      guard !piece.isEmpty, body(piece) else { return }
      left -= piece.count
    }
  }

  /// The lines within the last so many bytes, the newest last.
  package func tail(bytes: Int) -> [RecordLine] {
    guard let size, let file = FileHandle(forReadingAtPath: path) else { return [] }
    defer { try? file.close() }
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
