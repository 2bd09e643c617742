/// Writes delimited text into a file without a name, row by row, and keeps the lines of the file that
/// each row is made of.
struct DelimitedWriter {
  private let file: OpenFile
  private let text: UnlinkedFile
  private var lines: LineMap
  private var line = 1
  private var pending: [UInt8] = []
  private var rowStart = 0
  private var rowLine = 1
  private var isFirst = true

  private static let chunk = 1 << 18

  /// Bytes that are written so far.
  var size: Int { text.size + pending.count }

  /// - Parameter goesOn: rows are made of lines that follow each other.
  init(of file: OpenFile, goesOn: Bool) throws(DatasetError) {
    self.file = file
    lines = LineMap(goesOn: goesOn)
    do throws(UnlinkedFile.Failure) {
      text = try UnlinkedFile()
    } catch {
      throw .unreadable(file: file.name, reason: error.reason)
    }
  }

  /// Begins a row that is made of line `original`.
  mutating func begin(_ original: Int) {
    lines.add(line, of: original)
    (rowStart, rowLine, isFirst) = (pending.count, original, true)
  }

  /// A cell that is written as it is: a number, or nothing.
  mutating func plain(_ cell: some Sequence<UInt8>) {
    separate()
    pending.append(contentsOf: cell)
  }

  /// A cell between quotes, whatever it holds.
  mutating func quoted(_ cell: some Collection<UInt8>) throws(DatasetError) {
    separate()
    pending.append(0x22)
    let start = pending.count
    if !cell.contains(where: { $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) {
      pending.append(contentsOf: cell)
      pending.append(0x22)
      if cell.count > RowBytes.quoteLimit { throw tooLong(cell.count) }
      return
    }
    var last: UInt8 = 0
    for byte in cell {
      if byte == 0x22 { pending.append(byte) }
      pending.append(byte)
      // CR LF is one end of a line.
      if byte == 0x0D || byte == 0x0A && last != 0x0D { line += 1 }
      last = byte
    }
    if pending.count - start > RowBytes.quoteLimit { throw tooLong(cell.count) }
    pending.append(0x22)
  }

  private func tooLong(_ bytes: Int) -> DatasetError {
    .format(
      file: file.name, line: rowLine, .longText(bytes: bytes, limit: RowBytes.quoteLimit))
  }

  mutating func end() throws(DatasetError) {
    if pending.count - rowStart > RowBytes.rowLimit {
      throw .lineTooLong(file: file.name, line: rowLine, limit: RowBytes.rowLimit)
    }
    pending.append(0x0A)
    line += 1
    if pending.count >= Self.chunk { try flush() }
  }

  /// A row of names.
  mutating func header(_ names: [String], line: Int) throws(DatasetError) {
    begin(line)
    for name in names { try quoted(Array(name.utf8)) }
    try end()
  }

  private mutating func separate() {
    if !isFirst { pending.append(Conversion.delimiter.rawValue) }
    isFirst = false
  }

  private mutating func flush() throws(DatasetError) {
    try Interruption.check()
    let (text, pending) = (self.text, self.pending)
    do throws(UnlinkedFile.Failure) {
      let outcome = pending.withUnsafeBytes { bytes -> Result<Void, UnlinkedFile.Failure> in
        do throws(UnlinkedFile.Failure) {
          return .success(try text.append(bytes))
        } catch {
          return .failure(error)
        }
      }
      try outcome.get()
    } catch {
      throw .unreadable(file: file.name, reason: "its table cannot be written: \(error.reason)")
    }
    self.pending.removeAll(keepingCapacity: true)
  }

  /// The text as a file that is read in the place of the one that it was made of.
  mutating func finish(
    _ format: String, roles: Conversion.Roles = .init(), notes: [String] = [],
    original: Delimiter? = nil, isCut: Bool = false
  ) throws(DatasetError) -> OpenFile {
    try flush()
    return OpenFile(
      text, of: file,
      Conversion(
        format: format, lines: lines, roles: roles,
        notes: (file.conversion?.notes ?? []) + notes, original: original, isCut: isCut))
  }
}
