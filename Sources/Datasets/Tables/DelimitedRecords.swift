/// The byte between the cells of a row.
package enum Delimiter: UInt8, CaseIterable, Sendable {
  case tab = 0x09
  case semicolon = 0x3B
  case comma = 0x2C
  case pipe = 0x7C
  /// Any number of spaces and tabs.
  case spaces = 0x20
  /// None: each line is one cell. No text has a NUL.
  case none = 0x00

  /// Those that a table may have.
  package static let allCases: [Delimiter] = [.tab, .semicolon, .comma, .pipe, .spaces]

  /// Those that occur once between two cells.
  static let marks: [Delimiter] = [.tab, .semicolon, .comma, .pipe]

  package var name: String {
    switch self {
    case .tab: "tab"
    case .semicolon: "semicolon"
    case .comma: "comma"
    case .pipe: "pipe"
    case .spaces: "spaces"
    case .none: "nothing"
    }
  }
}

/// Reads the rows of delimited text (RFC 4180, and CR or LF alone as line ends), one at a time; where
/// quotes do not enclose cells they are characters like others.
struct DelimitedRecords {
  struct Cell {
    /// Bytes without the enclosing quotes and the spaces around.
    var range: Range<Int>
    var isQuoted: Bool
  }

  private let source: RowBytes
  /// Where the last row read is, with the cells' ranges; until the next one is read.
  private(set) var bytes: UnsafeBufferPointer<UInt8>
  let delimiter: Delimiter
  let file: String
  private(set) var position = 0
  /// The line of the next row, from 1.
  private(set) var line = 1
  /// The line on which the last row read began; of the text, and of the file that it was made of.
  private var textLine = 1
  var rowLine: Int { source.lines?.original(textLine) ?? textLine }
  /// The last row read goes over more than one line.
  var isLongRow: Bool { line > textLine + 1 }
  /// The bytes of the last row read, without its line's end.
  private(set) var rowRange = 0..<0
  private(set) var blankLines = 0
  /// Rows of delimiters and nothing else; they are passed over as blank lines are.
  private(set) var emptyRows = 0
  private let quotes: Bool

  init(_ source: RowBytes, delimiter: Delimiter, quotes: Bool = true) {
    self.source = source
    bytes = source.bytes
    file = source.file
    self.delimiter = delimiter
    self.quotes = quotes
  }

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, delimiter: Delimiter, quotes: Bool = true, file: String
  ) {
    self.init(RowBytes(bytes, file: file), delimiter: delimiter, quotes: quotes)
  }

  /// Passes over whole lines, whatever they hold.
  mutating func skip(lines: Int) throws(DatasetError) {
    for _ in 0..<lines {
      position = try source.prepare(position, line: line)
      bytes = source.bytes
      let start = position
      while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
        position += 1
        if position - start > RowBytes.rowLimit {
          throw .lineTooLong(file: file, line: original(line), limit: RowBytes.rowLimit)
        }
      }
      endLine()
    }
  }

  private func original(_ line: Int) -> Int { source.lines?.original(line) ?? line }

  private mutating func endLine() {
    guard position < bytes.count else { return }
    let byte = bytes[position]
    position += 1
    if byte == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
    line += 1
  }

  /// Reads the next row that is not blank into `cells`; false at the end.
  mutating func next(_ cells: inout [Cell]) throws(DatasetError) -> Bool {
    while true {
      position = try source.prepare(position, line: line)
      bytes = source.bytes
      guard position < bytes.count else { return false }
      textLine = line
      let start = position
      try row(&cells)
      var end = position
      while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
      rowRange = start..<end
      if cells.count == 1, !cells[0].isQuoted, cells[0].range.isEmpty {
        blankLines += 1
        continue
      }
      if cells.count > 1, cells.allSatisfy({ $0.range.isEmpty && !$0.isQuoted }) {
        emptyRows += 1
        continue
      }
      return true
    }
  }

  /// The cell's text, doubled quotes made single.
  func text(_ cell: Cell) -> String {
    let text = String(decoding: bytes[cell.range], as: UTF8.self)
    guard cell.isQuoted, text.utf8.contains(0x22) else { return text }
    var single = ""
    var skip = false
    for scalar in text.unicodeScalars {
      if scalar == "\"", !skip {
        skip = true
        continue
      }
      skip = false
      single.unicodeScalars.append(scalar)
    }
    return single
  }

  private mutating func row(_ cells: inout [Cell]) throws(DatasetError) {
    cells.removeAll(keepingCapacity: true)
    let start = position
    while true {
      skipSpaces()
      if quotes, position < bytes.count, bytes[position] == 0x22 {
        cells.append(try quoted(number: cells.count + 1))
      } else {
        cells.append(try plain(rowStart: start))
      }
      if position - start > RowBytes.rowLimit {
        throw .lineTooLong(file: file, line: rowLine, limit: RowBytes.rowLimit)
      }
      if delimiter == .spaces { skipSpaces() }
      guard position < bytes.count else { return }
      let byte = bytes[position]
      if byte == 0x0A || byte == 0x0D {
        endLine()
        return
      }
      if delimiter == .spaces { continue }
      position += 1
      // A row that ends in a delimiter ends in an empty cell.
      if position == bytes.count {
        cells.append(Cell(range: position..<position, isQuoted: false))
        return
      }
    }
  }

  private mutating func skipSpaces() {
    while position < bytes.count, isSpace(bytes[position]),
      bytes[position] != delimiter.rawValue || delimiter == .spaces
    {
      position += 1
    }
  }

  private func endsCell(_ byte: UInt8) -> Bool {
    byte == delimiter.rawValue || byte == 0x0A || byte == 0x0D
      || (delimiter == .spaces && byte == 0x09)
  }

  private mutating func plain(rowStart: Int) throws(DatasetError) -> Cell {
    let start = position
    let most = min(bytes.count, rowStart + RowBytes.rowLimit + 1)
    // Of locals alone, as this is where all bytes go through.
    let (bytes, mark, isSpaced) = (bytes, delimiter.rawValue, delimiter == .spaces)
    var end = start
    while end < most {
      let byte = bytes[end]
      if byte == mark || byte == 0x0A || byte == 0x0D || (isSpaced && byte == 0x09) { break }
      end += 1
    }
    position = end
    if end == most, most < bytes.count {
      throw .lineTooLong(file: file, line: rowLine, limit: RowBytes.rowLimit)
    }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return Cell(range: start..<end, isQuoted: false)
  }

  private mutating func quoted(number: Int) throws(DatasetError) -> Cell {
    let opened = original(line)
    position += 1
    let start = position
    while true {
      guard position < bytes.count, position - start <= RowBytes.quoteLimit else {
        throw .unclosedQuote(file: file, line: opened, limit: RowBytes.quoteLimit)
      }
      if bytes[position] == 0x22 {
        if position + 1 < bytes.count, bytes[position + 1] == 0x22 {
          position += 2
          continue
        }
        break
      }
      if endsLine(bytes, position) { line += 1 }
      position += 1
    }
    let cell = Cell(range: start..<position, isQuoted: true)
    position += 1
    if delimiter != .spaces { skipSpaces() }
    if position < bytes.count, !endsCell(bytes[position]) {
      throw .textAfterQuote(file: file, line: opened, cell: number)
    }
    return cell
  }
}
