/// A line as fastText reads it: `__label__NAME` and the text after it.
struct FastTextLine {
  private static let mark = Array("__label__".utf8)

  /// The names, without the mark before them.
  private(set) var labels: [UnsafeBufferPointer<UInt8>] = []
  let text: UnsafeBufferPointer<UInt8>

  init(_ line: UnsafeBufferPointer<UInt8>) {
    var rest = line[...]
    while let mark = Self.mark(of: rest) {
      let end = rest.firstIndex(where: isSpace) ?? rest.endIndex
      labels.append(UnsafeBufferPointer(rebasing: rest[mark..<end]))
      rest = rest[end...].drop(while: isSpace)
    }
    text = UnsafeBufferPointer(rebasing: rest)
  }

  /// Where the name begins.
  private static func mark(of text: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    guard text.starts(with: mark) else { return nil }
    let start = text.startIndex + mark.count
    return start < text.endIndex && !isSpace(text[start]) ? start : nil
  }

  static func recognition(of head: FileBytes) -> Recognition? {
    guard recognises(head) else { return nil }
    return Recognition(
      source: LabelledTextSource.name,
      reason: "lines of __label__NAME and a text, as in fastText")
  }

  /// Whether most of the first lines have a label so.
  static func recognises(_ head: FileBytes) -> Bool {
    var lines = TextLines(head.bytes)
    var all = 0
    var labelled = 0
    while let line = lines.next() {
      if line.isEmpty { continue }
      all += 1
      if mark(of: head.bytes[line]) != nil { labelled += 1 }
    }
    return labelled > 0 && labelled * 2 > all
  }
}
