import Datasets
import Foundation

/// A run's record, read line by line. The last line may be torn (`RecordWriter` cuts it off when the run
/// is resumed); what is no line of a record is left out.
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
    try forEachPlace(in: 0..<(limit ?? .max)) { line, _ in line.map(body) ?? true }
  }

  /// No line of a record is longer; more bytes without an end are left out.
  private static let longestLine = 64 << 20

  /// Every whole line, also what is no line of a record.
  /// - Parameters:
  ///   - bytes: of the file; the first is the beginning of a line. They may go past its end.
  ///   - body: takes the line, nil where it is none, and where the next one begins in the file;
  ///     returns false to end.
  /// - Throws: when the file cannot be read.
  package func forEachPlace(
    in bytes: Range<Int>, _ body: (RecordLine?, Int) -> Bool
  ) throws(ModelFileError) {
    var rest = Data()
    var place = bytes.lowerBound
    var searched = 0
    try forEachPiece(from: bytes.lowerBound, upTo: bytes.upperBound) { piece in
      rest.append(piece)
      var start = 0
      while let end = Self.lineEnd(in: rest, from: searched) {
        place += end + 1 - start
        guard body(Self.line(rest[start..<end]), place) else { return false }
        (start, searched) = (end + 1, end + 1)
      }
      if rest.count - start > Self.longestLine {
        place += rest.count - start
        start = rest.count
      }
      rest = Data(rest[start...])
      searched = rest.count
      return true
    }
  }

  private static func lineEnd(in bytes: Data, from start: Int) -> Int? {
    bytes.withUnsafeBytes { all -> Int? in
      guard let base = all.baseAddress, start < all.count else { return nil }
      let end = memchr(base + start, Int32(UInt8(ascii: "\n")), all.count - start)
      return end.map { UnsafeRawPointer($0) - base }
    }
  }

  private static func line(_ bytes: Data) -> RecordLine? {
    try? JSONLine.value(RecordLine.self, bytes)
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

  /// At most so many bytes that end at a place; fewer where there are no more.
  package func bytes(before place: Int, count: Int) -> Data {
    guard size != nil, let file = FileHandle(forReadingAtPath: path) else { return Data() }
    defer { try? file.close() }
    let start = max(0, place - count)
    guard (try? file.seek(toOffset: UInt64(start))) != nil else { return Data() }
    return (try? file.read(upToCount: place - start)) ?? Data()
  }

  package var size: Int? {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG ? Int(facts.st_size) : nil
  }

  /// - Parameters:
  ///   - limit: the end; nil: all.
  ///   - body: returns false to end.
  private func forEachPiece(
    from start: Int = 0, upTo limit: Int?, _ body: (Data) -> Bool
  ) throws(ModelFileError) {
    // A pipe in its place would never end.
    guard size != nil else { throw .unreadable(path: path, reason: "there is no such file") }
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { try? file.close() }
    var left = (limit ?? .max) - start
    if start > 0 {
      do {
        try file.seek(toOffset: UInt64(start))
      } catch {
        throw .unreadable(path: path, reason: "\(error)")
      }
    }
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
    return lines.dropFirst(start > 0 ? 1 : 0).dropLast().compactMap(Self.line)
  }
}
