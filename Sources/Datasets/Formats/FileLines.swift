/// The lines of a text, one at a time, through a window that moves over the file.
struct FileLines {
  /// The most bytes of a line.
  static let longest = 16 << 20

  let file: String
  private let source: RowBytes
  private var position = 0
  private var next = 1
  /// Number of the line last read, from 1.
  private(set) var line = 0
  /// The line last read, without its end and the spaces around it; until the next one is read.
  private(set) var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

  init(_ source: OpenFile, progress: @escaping (String) -> Void) throws(DatasetError) {
    file = source.name
    self.source = try RowBytes(source, longest: Self.longest, progress: progress)
  }

  /// Goes to the next line; false at the end.
  mutating func advance() throws(DatasetError) -> Bool {
    position = try source.prepare(position, line: next)
    let all = source.bytes
    guard position < all.count else { return false }
    line = next
    var end = position
    while end < all.count, all[end] != 0x0A, all[end] != 0x0D { end += 1 }
    if end - position > Self.longest {
      throw .lineTooLong(file: file, line: line, limit: Self.longest)
    }
    var (start, last) = (position, end)
    while start < last, isSpace(all[start]) { start += 1 }
    while start < last, isSpace(all[last - 1]) { last -= 1 }
    bytes = UnsafeBufferPointer(rebasing: all[start..<last])
    position = end
    if position < all.count {
      position += all[end] == 0x0D && end + 1 < all.count && all[end + 1] == 0x0A ? 2 : 1
      next += 1
    }
    return true
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Bytes of the file that are read.
  var offset: Int { source.offset(of: position) }

  func fault(_ fault: FormatFault) -> DatasetError { .format(file: file, line: line, fault) }
}

/// The words of a line that declares something, as `@attribute 'a name' {yes, no}`: words between
/// spaces, texts between quotes with their escapes undone, and braces and commas by themselves.
struct DeclaredWords {
  enum Word: Equatable {
    case plain(String)
    case quoted(String)
    case mark(UInt8)

    /// Nil for a mark.
    var text: String? {
      switch self {
      case .plain(let text), .quoted(let text): text
      case .mark: nil
      }
    }
  }

  /// Nil if a quote is not closed.
  static func read(_ line: UnsafeBufferPointer<UInt8>) -> [Word]? {
    var words: [Word] = []
    var place = 0
    while place < line.count {
      let byte = line[place]
      switch byte {
      case 0x20, 0x09: place += 1
      case 0x7B, 0x7D, 0x2C:
        words.append(.mark(byte))
        place += 1
      case 0x22, 0x27:
        guard let (text, end) = quoted(line, place) else { return nil }
        words.append(.quoted(String(decoding: text, as: UTF8.self)))
        place = end
      default:
        let start = place
        while place < line.count, !isSpace(line[place]), ![0x7B, 0x7D, 0x2C].contains(line[place]) {
          place += 1
        }
        words.append(.plain(String(decoding: line[start..<place], as: UTF8.self)))
      }
    }
    return words
  }

  /// The text between the quote at `place` and the next one like it, a backslash before what would end
  /// it; and where it ends. Nil if it is not closed.
  static func quoted(
    _ line: UnsafeBufferPointer<UInt8>, _ place: Int
  ) -> (text: [UInt8], end: Int)? {
    let mark = line[place]
    var text: [UInt8] = []
    var at = place + 1
    while at < line.count {
      let byte = line[at]
      if byte == mark { return (text, at + 1) }
      if byte == 0x5C, at + 1 < line.count {
        let next = line[at + 1]
        switch next {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        default: text.append(next)
        }
        at += 2
        continue
      }
      text.append(byte)
      at += 1
    }
    return nil
  }
}
