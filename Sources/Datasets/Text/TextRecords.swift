/// Reads the rows of a table with texts: with quotes around cells (RFC 4180), or with quotes as
/// characters like others, as in files of messages that nobody quoted.
struct TextRecords {
  typealias Cell = DelimitedRecords.Cell

  private var quoted: DelimitedRecords?
  private let bytes: UnsafeBufferPointer<UInt8>
  private let delimiter: Delimiter
  private let file: String
  private var position = 0
  private var line = 1
  private var plainRowLine = 1

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, delimiter: Delimiter, quotes: Bool, file: String
  ) {
    self.bytes = bytes
    self.delimiter = delimiter
    self.file = file
    if quotes { quoted = DelimitedRecords(bytes, delimiter: delimiter, file: file) }
  }

  /// The line on which the last row read began, from 1.
  var rowLine: Int { quoted?.rowLine ?? plainRowLine }

  /// Reads the next row that is not blank into `cells`; false at the end.
  mutating func next(_ cells: inout [Cell]) throws(DatasetError) -> Bool {
    if quoted != nil { return try quoted?.next(&cells) ?? false }
    while position < bytes.count {
      plainRowLine = line
      try plainRow(&cells)
      if cells.count > 1 || !cells[0].range.isEmpty { return true }
    }
    return false
  }

  /// The cell's text, doubled quotes made single.
  func text(_ cell: Cell) -> String {
    quoted?.text(cell) ?? String(decoding: bytes[cell.range], as: UTF8.self)
  }

  private mutating func plainRow(_ cells: inout [Cell]) throws(DatasetError) {
    cells.removeAll(keepingCapacity: true)
    let rowStart = position
    var start = position
    while true {
      let isEnd = position == bytes.count || bytes[position] == 0x0A || bytes[position] == 0x0D
      if isEnd || bytes[position] == delimiter.rawValue {
        cells.append(Cell(range: trimmed(start..<position), isQuoted: false))
        start = position + 1
      }
      if isEnd { break }
      position += 1
      if position - rowStart > RowBytes.rowLimit {
        throw .lineTooLong(file: file, line: line, limit: RowBytes.rowLimit)
      }
    }
    guard position < bytes.count else { return }
    position += bytes[position] == 0x0D && !endsLine(bytes, position) ? 2 : 1
    line += 1
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }
}

/// How a table with texts is written.
struct TextDialect: Equatable {
  var delimiter: Delimiter
  /// False: quotes are characters like others.
  var quotes: Bool
  /// Cells that most of the first rows have.
  var cells: Int
  /// The share of the first rows that have as many.
  var agreement: Double

  /// Recognises the first 64 KB of `bytes`; nil where no way to read them gives two columns.
  ///
  /// The way that most rows agree on; of equals quotes before none, in the order
  /// of `Delimiter`.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, isCut: Bool, delimiter: Delimiter? = nil) {
    let head = UnsafeBufferPointer(rebasing: bytes.prefix(Dialect.sample))
    let isCut = isCut || head.count < bytes.count
    var best: TextDialect?
    for delimiter in delimiter.map({ [$0] }) ?? Delimiter.allCases {
      for quotes in [true, false] {
        guard let found = Self.read(head, delimiter, quotes, isCut: isCut), found.cells > 1 else {
          continue
        }
        if best.map({ found.agreement > $0.agreement }) ?? true { best = found }
      }
    }
    guard let best else { return nil }
    self = best
  }

  init(delimiter: Delimiter, quotes: Bool, cells: Int) {
    self.delimiter = delimiter
    self.quotes = quotes
    self.cells = cells
    agreement = 1
  }

  /// Nil where quotes go wrong, or there is no row.
  private static func read(
    _ head: UnsafeBufferPointer<UInt8>, _ delimiter: Delimiter, _ quotes: Bool, isCut: Bool
  ) -> TextDialect? {
    guard let rows = rows(head, delimiter, quotes, isCut: isCut), !rows.isEmpty else { return nil }
    var counts: [Int: Int] = [:]
    for row in rows { counts[row.count, default: 0] += 1 }
    let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    guard let most else { return nil }
    var dialect = TextDialect(delimiter: delimiter, quotes: quotes, cells: most.key)
    dialect.agreement = Double(most.value) / Double(rows.count)
    return dialect
  }

  /// The cells of the rows of `head`, those of `cells` alone where it is given, at most `most` rows.
  /// Nil where a quote goes wrong before the last quarter of a head that is cut.
  static func rows(
    _ head: UnsafeBufferPointer<UInt8>, _ delimiter: Delimiter, _ quotes: Bool, isCut: Bool
  ) -> [[String]]? {
    var records = TextRecords(head, delimiter: delimiter, quotes: quotes, file: "")
    var cells: [TextRecords.Cell] = []
    var rows: [[String]] = []
    do throws(DatasetError) {
      while try records.next(&cells) { rows.append(cells.map { records.text($0) }) }
      if isCut, rows.count > 1 { rows.removeLast() }
    } catch .unclosedQuote where isCut {
      // The cut may have gone through a cell in quotes.
      let read = cells.first.map { $0.range.lowerBound } ?? 0
      if read < head.count / 4 * 3 { return nil }
    } catch {
      return nil
    }
    return rows
  }
}
