import Datasets
import Foundation

/// The state of a long record at some of its places, stored next to it, so that a reader need not
/// start from the beginning. It can be deleted: readers and the writer of the record restore it. A
/// short record has none.
package struct RecordIndex: Sendable {
  /// To be raised when the state of a run gets other parts.
  private static let format = 1
  /// The smallest record that has an index, in bytes.
  package static let least = 4 << 20
  /// Bytes between two entries.
  package static let spacing = 1 << 20

  /// The first line of an entry; the second is the `RecordTimeline`.
  private struct Head: Codable, Equatable {
    var format: Int
    /// Digest of the bytes right before the place: it tells records apart.
    var mark: String
    /// Digest of the second line.
    var digest: String
  }

  /// Bytes that a mark covers, enough to include a reading of the clock.
  private static let markSize = 1 << 12
  /// The largest entry that is read, in bytes.
  private static let mostBytes = 64 << 20

  private let path: String
  private let record: RecordFile

  package init(ofRun path: String) {
    self.path = "\(path)/\(RunFiles.index)"
    record = RecordFile("\(path)/\(RunFiles.record)")
  }

  /// True if a line of the record crosses a place that gets an entry.
  static func isDue(after start: Int, upTo end: Int) -> Bool {
    end >= least && end / spacing > start / spacing
  }

  private func file(_ offset: Int) -> String { "\(path)/\(offset).json" }

  /// The places that have an entry, ascending.
  package var offsets: [Int] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var offsets: [Int] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".json"), let offset = Int(name.dropLast(5)), offset > 0 {
        offsets.append(offset)
      }
    }
    return offsets.sorted()
  }

  /// The state at the last place in a range that has an entry.
  /// - Parameters:
  ///   - limit: the end of the range, in bytes of the record.
  ///   - start: its beginning, excluded.
  /// - Returns: nil if no entry belongs to this record.
  package func last(upTo limit: Int, after start: Int = -1) -> RecordTimeline? {
    for offset in offsets.reversed() where offset <= limit && offset > start {
      if let timeline = timeline(offset) { return timeline }
    }
    return nil
  }

  private func timeline(_ offset: Int) -> RecordTimeline? {
    var facts = stat()
    guard stat(file(offset), &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
      facts.st_size <= Self.mostBytes,
      let bytes = FileManager.default.contents(atPath: file(offset)),
      let end = bytes.firstIndex(of: UInt8(ascii: "\n")),
      let head = try? JSONLine.value(Head.self, bytes[..<end]), head.mark == mark(offset)
    else { return nil }
    let content = Data(bytes[(end + 1)...])
    guard head == self.head(offset, content),
      let timeline = try? CodedState.value(RecordTimeline.self, content), timeline.end == offset
    else { return nil }
    return timeline
  }

  private func head(_ offset: Int, _ content: Data) -> Head {
    Head(format: Self.format, mark: mark(offset), digest: digest(content))
  }

  private func digest(_ bytes: Data) -> String {
    var digest = WordDigest()
    digest.add(bytes)
    return digest.text
  }

  private func mark(_ offset: Int) -> String {
    digest(record.bytes(before: offset, count: Self.markSize))
  }

  /// A failure is ignored: without the entry, readers read more of the record.
  /// - Parameter timeline: the state of the record's file at the end of a line.
  func write(_ timeline: RecordTimeline) {
    guard self.timeline(timeline.end) == nil, mkdir(path, 0o777) == 0 || errno == EEXIST,
      access(path, W_OK | X_OK) == 0
    else { return }
    let content = CodedState.bytes(timeline)
    let head = JSONLine.text(head(timeline.end, content))
    try? writeWhole(Data((head + "\n").utf8) + content, to: file(timeline.end), isDurable: false)
  }

  /// Removes the entries after a place at which the record is cut.
  func remove(after place: Int = -1) {
    for offset in offsets where offset > place { unlink(file(offset)) }
    if offsets.isEmpty { rmdir(path) }
  }
}
