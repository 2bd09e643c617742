/// The result of one pass over the rows of a table.
struct TableScan {
  private(set) var header: [String] = []
  var columns: [ColumnSummary] = []
  private(set) var rows = 0
  private(set) var blankLines = 0
  private(set) var emptyRows = 0
  private(set) var footerLines = 0
  private(set) var duplicates: Int?
  /// Some row goes over more than one line.
  private(set) var hasLongRows = false
  /// The line of the first quote, where they are read as characters.
  private(set) var firstQuote: Int?
  /// Rows with a cell that begins and ends with a quote.
  private(set) var enclosedRows = 0

  /// More rows are not compared with each other.
  private static let mostCompared = 4_000_000
  /// The most lines below a table.
  private static let mostFooterLines = 12

  init(
    _ bytes: RowBytes, _ dialect: Dialect, _ options: TableOptions
  ) throws(DatasetError) {
    var records = DelimitedRecords(bytes, dialect)
    try records.skip(lines: dialect.skipped)
    let top = try TableHeader(&records, dialect)
    header = top.names
    let width = header.count
    var cells: [DelimitedRecords.Cell] = []
    var hashes: [UInt64] = []
    // A row of another width is a fault, unless nothing but such rows follows: then it is a footer.
    var strange: DatasetError?
    var isApart = false
    var blanksBefore = records.blankLines
    while try records.next(&cells) {
      let isAfterBlank = records.blankLines > blanksBefore
      blanksBefore = records.blankLines
      if cells.count != width {
        if strange == nil {
          isApart = isAfterBlank
          strange = .ragged(
            file: bytes.file, line: records.rowLine, expected: width, firstLine: top.line,
            found: cells.count)
        }
        footerLines += 1
        let isText = cells.first.map { !isLikeRow($0, records, isApart: isApart) } ?? true
        if cells.count > width || !isText || footerLines > Self.mostFooterLines, let strange {
          throw strange
        }
        continue
      }
      if let strange { throw strange }
      if columns.isEmpty { begin(cells, records) }
      for (index, cell) in cells.enumerated() { columns[index].add(cell, of: records, options) }
      if rows < Self.mostCompared { hashes.append(records.contentHash) }
      rows += 1
      if records.isLongRow { hasLongRows = true }
      if !dialect.quotes { count(cells, records) }
    }
    if rows == 0 {
      if let strange { throw strange }
      throw dialect.hasHeader ? .headerOnly(file: bytes.file) : .empty(file: bytes.file)
    }
    blankLines = records.blankLines
    emptyRows = records.emptyRows
    guard rows <= Self.mostCompared else { return }
    hashes.sort()
    duplicates = zip(hashes, hashes.dropFirst()).count { $0 == $1 }
  }

  /// Empty summaries, as names and the first row suggest.
  private mutating func begin(
    _ cells: [DelimitedRecords.Cell], _ records: borrowing DelimitedRecords
  ) {
    for index in header.indices {
      var isBesideDate = false
      if index > 0, TimeNames.timesOfDay.contains(TimeNames.plain(header[index])) {
        let before = UnsafeBufferPointer(rebasing: records.bytes[cells[index - 1].range])
        isBesideDate = ClockCell(before)?.hasDate == true
      }
      columns.append(
        ColumnSummary(
          isNamedTime: TimeNames.contains(header[index]), isBesideDate: isBesideDate))
    }
  }

  /// The first cell of a row that is too short is as those of the rows above: the row was cut off.
  ///
  /// - Parameter isApart: a blank line is between.
  private func isLikeRow(
    _ cell: DelimitedRecords.Cell, _ records: borrowing DelimitedRecords, isApart: Bool
  ) -> Bool {
    guard let column = columns.first else { return true }
    let bytes = UnsafeBufferPointer(rebasing: records.bytes[cell.range])
    if bytes.isEmpty { return false }
    if column.hasTime(like: bytes) { return true }
    if column.isNumeric { if case .number = NumberText(bytes) { return true } }
    if isApart, column.kinds?.contains(records.text(cell)) != true { return false }
    return !column.isNumeric && !column.hasTimes
  }

  private mutating func count(
    _ cells: [DelimitedRecords.Cell], _ records: borrowing DelimitedRecords
  ) {
    let bytes = records.bytes
    if firstQuote == nil, bytes[records.rowRange].contains(0x22) { firstQuote = records.rowLine }
    let isEnclosed = cells.contains {
      $0.range.count > 1 && bytes[$0.range.lowerBound] == 0x22
        && bytes[$0.range.upperBound - 1] == 0x22
    }
    if isEnclosed { enclosedRows += 1 }
  }
}

extension DelimitedRecords {
  init(_ bytes: RowBytes, _ dialect: Dialect) {
    self.init(bytes, delimiter: dialect.delimiter, quotes: dialect.quotes)
  }

  /// Of the last row's bytes.
  var contentHash: UInt64 { UnsafeBufferPointer(rebasing: bytes[rowRange]).contentHash }
  var rowHash: Int { Int(truncatingIfNeeded: contentHash) }
}
