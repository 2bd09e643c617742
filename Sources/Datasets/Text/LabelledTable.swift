/// The rows of a file with a label and a text each.
final class LabelledTable {
  struct Row {
    /// Bytes of the text in the file.
    var start: UInt32
    var end: UInt32
    /// From 1.
    var line: UInt32
    /// Of `labels`; -1 where the cell is empty, or there is no such column.
    var label: Int32
    /// Doubled quotes are to be made single.
    var hasQuotes: Bool
  }

  let file: FileBytes
  let dialect: TextDialect
  let names: [String]
  let hasHeader: Bool
  let text: Int
  let label: Int?
  private(set) var rows: [Row] = []
  /// Every label that occurs, in the order of the file.
  private(set) var labels = WordTable()
  /// What was odd about how it is written.
  private(set) var notes: [String] = []

  /// Reads `file` with the columns given; throws for rows with another number of cells.
  init(
    _ file: FileBytes, _ dialect: TextDialect, names: [String], hasHeader: Bool, text: Int,
    label: Int?
  ) throws(DatasetError) {
    self.file = file
    self.names = names
    self.hasHeader = hasHeader
    self.text = text
    self.label = label
    if let conversion = file.conversion {
      self.dialect = dialect
      notes = conversion.notes
    } else {
      let choice = try QuoteChoice(file, dialect)
      self.dialect = choice.dialect
      notes = choice.notes
    }
    try read()
  }

  private func read() throws(DatasetError) {
    var records = file.records(dialect.delimiter, quotes: dialect.quotes)
    var cells: [DelimitedRecords.Cell] = []
    var firstLine: Int?
    var isHeader = hasHeader
    while try records.next(&cells) {
      let first = firstLine ?? records.rowLine
      firstLine = first
      if cells.count != dialect.cells {
        throw .ragged(
          file: file.name, line: records.rowLine, expected: dialect.cells, firstLine: first,
          found: cells.count)
      }
      if isHeader {
        isHeader = false
        continue
      }
      let cell = cells[text]
      let bytes = UnsafeBufferPointer(rebasing: file.bytes[cell.range])
      rows.append(
        Row(
          start: UInt32(cell.range.lowerBound), end: UInt32(cell.range.upperBound),
          line: UInt32(records.rowLine), label: try number(records, cells),
          hasQuotes: cell.isQuoted && bytes.contains(0x22)))
    }
    if rows.isEmpty { throw .headerOnly(file: file.name) }
  }

  private func number(
    _ records: DelimitedRecords, _ cells: [DelimitedRecords.Cell]
  ) throws(DatasetError) -> Int32 {
    guard let label, !cells[label].range.isEmpty else { return -1 }
    var text = records.text(cells[label])
    return text.withUTF8 { labels.insert($0, WordHash.of($0)) }
  }

  /// Calls `body` with the text of `row`.
  func withText<Result>(
    of row: Row, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let bytes = file.bytes[Int(row.start)..<Int(row.end)]
    guard row.hasQuotes else { return body(UnsafeBufferPointer(rebasing: bytes)) }
    var single: [UInt8] = []
    single.reserveCapacity(bytes.count)
    var skips = false
    for byte in bytes {
      if byte == 0x22, !skips {
        skips = true
        continue
      }
      skips = false
      single.append(byte)
    }
    return single.withUnsafeBufferPointer(body)
  }

  func string(of row: Row) -> String {
    withText(of: row) { String(decoding: $0, as: UTF8.self) }
  }
}

/// Whether the quotes of a file enclose cells. Where they do not close, or swallow rows, and every row
/// has as many cells without them, they are characters like others; but not where most rows do have a
/// cell in quotes, and one of them is at fault.
private struct QuoteChoice {
  var dialect: TextDialect
  var notes: [String] = []

  init(_ file: FileBytes, _ found: TextDialect) throws(DatasetError) {
    dialect = found
    guard file.bytes.contains(0x22) else { return }
    var fault: DatasetError?
    var rows = 0
    do throws(DatasetError) {
      rows = try Self.rows(file, dialect, quotes: true).count
    } catch {
      fault = error
    }
    let plain = try? Self.rows(file, dialect, quotes: false)
    if let plain, plain.enclosed * 2 < plain.count, fault != nil || plain.count != rows {
      dialect.quotes = false
      notes.append(
        "quotes are characters like others: they do not enclose cells"
          + (fault.flatMap(Self.line).map { " (line \($0))" } ?? ""))
      return
    }
    dialect.quotes = true
    if let fault { throw fault }
  }

  /// How many rows there are, and in how many of them a cell begins and ends with a quote. Throws
  /// unless all have as many cells.
  private static func rows(
    _ file: FileBytes, _ dialect: TextDialect, quotes: Bool
  ) throws(DatasetError) -> (count: Int, enclosed: Int) {
    var records = DelimitedRecords(
      file.bytes, delimiter: dialect.delimiter, quotes: quotes, file: file.name)
    var cells: [DelimitedRecords.Cell] = []
    var rows = 0
    var enclosed = 0
    var firstLine = 1
    while try records.next(&cells) {
      if rows == 0 { firstLine = records.rowLine }
      if cells.count != dialect.cells {
        throw .ragged(
          file: file.name, line: records.rowLine, expected: dialect.cells, firstLine: firstLine,
          found: cells.count)
      }
      rows += 1
      let isEnclosed = cells.contains {
        $0.range.count > 1 && file.bytes[$0.range.lowerBound] == 0x22
          && file.bytes[$0.range.upperBound - 1] == 0x22
      }
      if isEnclosed { enclosed += 1 }
    }
    return (rows, enclosed)
  }

  private static func line(of fault: DatasetError) -> Int? {
    switch fault {
    case .unclosedQuote(_, let line, _), .textAfterQuote(_, let line, _): line
    default: nil
    }
  }
}
