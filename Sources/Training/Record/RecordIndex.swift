import Datasets
import Foundation

/// What a long record makes, kept beside it at some of its places, so that nobody has to read it from
/// the beginning. It follows from the record: it can be deleted, and whoever reads or writes the
/// record puts it back. A short record has none.
package struct RecordIndex: Sendable {
  /// In a run's folder.
  static let folder = "index"
  /// To be raised where the picture of a run gets other parts.
  private static let format = 1
  /// Bytes of a record that are read without it.
  package static let least = 4 << 20
  /// Bytes between two entries.
  package static let spacing = 1 << 20

  /// The first line of an entry; the second is the `RecordTimeline`.
  private struct Head: Codable, Equatable {
    var format: Int
    /// Of the record, what is right before the place: other bytes are of another record.
    var mark: String
    /// Of what follows.
    var digest: String
  }

  /// Bytes of a mark: among them is a reading of the clock.
  private static let markSize = 1 << 12
  /// No entry is larger.
  private static let mostBytes = 64 << 20

  private let path: String
  private let record: RecordFile

  package init(ofRun path: String) {
    self.path = "\(path)/\(Self.folder)"
    record = RecordFile("\(path)/\(RunArchive.record)")
  }

  /// An entry is due where a line of the record crosses one of these places.
  static func isDue(after start: Int, upTo end: Int) -> Bool {
    end >= least && end / spacing > start / spacing
  }

  private func file(_ offset: Int) -> String { "\(path)/\(offset).json" }

  /// Places of the record, ascending.
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

  /// What is known at the last place that there is an entry of.
  /// - Parameter limit: bytes of the record.
  /// - Returns: nil where there is none, or none of this record.
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

  /// Nothing depends on it: where it cannot be written the record is read without it.
  /// - Parameter timeline: of the record's file up to a line's end.
  func write(_ timeline: RecordTimeline) {
    guard self.timeline(timeline.end) == nil, mkdir(path, 0o777) == 0 || errno == EEXIST,
      access(path, W_OK | X_OK) == 0
    else { return }
    let content = CodedState.bytes(timeline)
    let head = JSONLine.text(head(timeline.end, content))
    try? writeWhole(Data((head + "\n").utf8) + content, to: file(timeline.end), isDurable: false)
  }

  /// What is behind a place goes: the record is cut there.
  func remove(after place: Int = -1) {
    for offset in offsets where offset > place { unlink(file(offset)) }
    if offsets.isEmpty { rmdir(path) }
  }
}
