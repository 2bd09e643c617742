/// The bytes that rows are read from: all of them in memory, or a window that moves over a file.
///
/// The window holds a few megabytes whatever the file's size. What comes into it is checked to be
/// UTF-8 text without NUL.
final class RowBytes {
  /// The most bytes of a row, and of a quoted cell.
  static let rowLimit = 1 << 20
  static let quoteLimit = 1 << 17
  private static let usualCapacity = 8 << 20

  let file: String
  /// The bytes read so far, without a byte order mark and without a final Ctrl-Z, an old
  /// end-of-file mark.
  private(set) var bytes: UnsafeBufferPointer<UInt8>
  private(set) var hadByteOrderMark = false
  /// Of the file that the text was made of; nil: they are the text's own.
  let lines: LineMap?
  /// So much is there after a row's start, unless the file ends before.
  private let ahead: Int
  private let capacity: Int
  private let source: OpenFile?
  private let memory: UnsafeMutableRawPointer?
  /// Where the window ends in the file, and the file's bytes before `bytes`.
  private var fileOffset = 0
  private var before = 0
  private var isWhole: Bool
  private let progress: (String) -> Void

  /// Bytes that live as long as this, already checked.
  init(_ bytes: UnsafeBufferPointer<UInt8>, file: String, lines: LineMap? = nil) {
    self.file = file
    self.lines = lines
    (ahead, capacity) = (0, 0)
    self.bytes = Self.withoutEndMark(bytes)
    source = nil
    memory = nil
    isWhole = true
    progress = { _ in }
  }

  /// - Parameters:
  ///   - longest: bytes of what is read at once, a row or what has the place of one.
  ///   - progress: gets a sentence for every few megabytes.
  init(
    _ source: OpenFile, longest: Int = rowLimit, progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    file = source.name
    lines = source.conversion?.lines
    self.source = source
    self.progress = progress
    ahead = longest + Self.quoteLimit + 64
    capacity = min(max(Self.usualCapacity, 2 * ahead), source.size + 64)
    memory = .allocate(byteCount: capacity, alignment: 8)
    bytes = UnsafeBufferPointer(start: nil, count: 0)
    isWhole = false
    try fill(keeping: 0, line: 1)
  }

  deinit { memory?.deallocate() }

  /// Where a place of `bytes` is in the file.
  func offset(of position: Int) -> Int { before + position }

  /// Nothing follows `bytes`.
  var isAtEnd: Bool { isWhole }

  /// Makes room for a row that begins at `position`, whose line is `line`.
  /// - Returns: where that row begins now.
  func prepare(_ position: Int, line: Int) throws(DatasetError) -> Int {
    if isWhole || bytes.count - position >= ahead { return position }
    try fill(keeping: position, line: line)
    return 0
  }

  /// Moves what begins at `position` to the front and reads on after it.
  private func fill(keeping position: Int, line: Int) throws(DatasetError) {
    guard let source, let memory else { return }
    let kept = bytes.count - position
    try Interruption.check()
    if kept > 0, let start = bytes.baseAddress {
      memory.copyMemory(from: UnsafeRawPointer(start + position), byteCount: kept)
    }
    let offset = before + position
    var end = kept
    while end < capacity {
      let got = try source.read(
        into: memory + end, count: capacity - end, at: fileOffset)
      if got == 0 { break }
      end += got
      fileOffset += got
    }
    isWhole = end < capacity || fileOffset == source.size
    before = offset
    let typed = memory.assumingMemoryBound(to: UInt8.self)
    var filled = UnsafeBufferPointer(start: typed, count: end)
    if offset == 0 { filled = try atStart(filled) }
    try check(filled, from: kept, line: line)
    bytes = isWhole ? Self.withoutEndMark(filled) : filled
    tellProgress(of: source.size)
  }

  private func atStart(
    _ filled: UnsafeBufferPointer<UInt8>
  ) throws(DatasetError) -> UnsafeBufferPointer<UInt8> {
    if filled.isEmpty { throw .empty(file: file) }
    if let format = foreignFormat(filled) { throw .foreign(file: file, format: format) }
    hadByteOrderMark = filled.starts(with: [0xEF, 0xBB, 0xBF])
    guard hadByteOrderMark else { return filled }
    before = 3
    if filled.count == 3 { throw .empty(file: file) }
    return UnsafeBufferPointer(rebasing: filled[3...])
  }

  /// Checks what is new, from the last whole character before it on.
  private func check(
    _ filled: UnsafeBufferPointer<UInt8>, from: Int, line: Int
  ) throws(DatasetError) {
    var start = max(0, from - 1)
    while start > 0, filled[start] & 0xC0 == 0x80, from - start < 4 { start -= 1 }
    let linesBefore = lineNumber(of: start, in: filled) - 1
    try checkText(
      UnsafeBufferPointer(rebasing: filled[start...]), offset: before + start, isCut: !isWhole,
      line: line + linesBefore, file: file)
  }

  private func tellProgress(of size: Int) {
    if size > capacity {
      progress("reading \(escaped(file)): \(fileOffset >> 20) of \(size >> 20) MB")
    }
  }

  private static func withoutEndMark(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    bytes.last == 0x1A ? UnsafeBufferPointer(rebasing: bytes.dropLast()) : bytes
  }
}
