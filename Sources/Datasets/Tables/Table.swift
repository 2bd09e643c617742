/// One pass over a table: how it is written, its columns' names and what they hold. The values
/// themselves are read by a second one (`TableReader`), only those of the columns that are used.
struct Table {
  let file: String
  let source: OpenFile
  let options: TableOptions
  let dialect: Dialect
  let names: [String]
  let columns: [ColumnSummary]
  let rows: Int
  let blankLines: Int
  /// Rows of delimiters and nothing else, which are no rows.
  let emptyRows: Int
  /// Lines below the table.
  let footerLines: Int
  /// Rows that stand there more than once, first ones not counted; nil where there are too many rows
  /// to tell.
  let duplicates: Int?
  /// The quotes of the file do not enclose cells; the line that shows it.
  let plainQuotes: Int?

  /// - Parameter given: how columns of a model's own data were read, by their names.
  /// - Throws: for ragged rows, bad quotes, over-long rows, no rows.
  init(
    _ source: OpenFile, options: TableOptions = TableOptions(),
    given: [String: ColumnReading] = [:], progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    let options = try source.conversion?.options(options, file: source.name) ?? options
    let bytes = try RowBytes(source, progress: progress)
    let isCut = source.size > bytes.bytes.count
    guard let dialect = Dialect(bytes.bytes, isCut: isCut, options: options) else {
      throw .empty(file: source.name)
    }
    try self.init(source, bytes, dialect, options, given, progress)
  }

  /// - Parameter dialect: recognised before, or known.
  init(
    _ source: OpenFile, _ dialect: Dialect, options: TableOptions,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    try self.init(
      source, try RowBytes(source, progress: progress), dialect, options, [:], progress)
  }

  private init(
    _ source: OpenFile, _ bytes: RowBytes, _ dialect: Dialect, _ options: TableOptions,
    _ given: [String: ColumnReading], _ progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    var dialect = dialect
    var scan: TableScan
    (scan, plainQuotes) = try Self.scan(source, bytes, &dialect, options, progress)
    let header = scan.header
    names = header
    let proven = Set(scan.columns.compactMap(\.provenDecimal))
    for place in scan.columns.indices {
      scan.columns[place].settle(
        options,
        leaning: proven.count == 1 ? proven.first : source.conversion == nil ? nil : .point,
        delimiter: dialect.delimiter,
        given: given[header[place]] ?? given["\(place + 1)"])
    }
    file = source.name
    self.source = source
    self.options = options
    self.dialect = dialect
    columns = scan.columns
    rows = scan.rows
    blankLines = scan.blankLines
    emptyRows = scan.emptyRows
    footerLines = scan.footerLines
    duplicates = scan.duplicates
  }

  /// Reads all rows. Where quotes do not close, or swallow rows, and every row has as many cells
  /// without them, they are characters like others; but not where most rows do have a cell in quotes,
  /// and one of them is at fault.
  private static func scan(
    _ source: OpenFile, _ bytes: RowBytes, _ dialect: inout Dialect, _ options: TableOptions,
    _ progress: @escaping (String) -> Void
  ) throws(DatasetError) -> (TableScan, plainQuotes: Int?) {
    var fault: DatasetError?
    var scan: TableScan?
    do throws(DatasetError) {
      scan = try TableScan(bytes, dialect, options)
    } catch {
      fault = error
    }
    guard dialect.quotes, source.conversion == nil else {
      if let scan { return (scan, scan.firstQuote) }
      throw fault ?? .empty(file: source.name)
    }
    if let scan, !scan.hasLongRows { return (scan, nil) }
    if case .interrupted = fault { throw .interrupted }
    var plain = dialect
    plain.quotes = false
    if let other = try? TableScan(RowBytes(source, progress: progress), plain, options),
      let firstQuote = other.firstQuote, other.enclosedRows * 2 < other.rows,
      other.rows != scan?.rows,
      // A quote where numbers stand is a fault.
      other.columns.allSatisfy({ !$0.isNumeric || !($0.firstFault?.text.contains("\"") ?? false) })
    {
      dialect = plain
      return (other, fault?.line ?? firstQuote)
    }
    if let scan { return (scan, nil) }
    throw fault ?? .empty(file: source.name)
  }

  /// Notes on how the table is written, a sentence each.
  var notes: [String] {
    var text = "table: \(counted(rows, "row")), \(counted(names.count, "column"))"
    if let conversion = source.conversion { return conversion.notes + [text] + lossNotes }
    text += names.count > 1 ? ", \(dialect.delimiter.name) between them" : ""
    switch dialect.headerLines {
    case 0: text += ", no names"
    case 1:
      text +=
        ", names in \(dialect.skipped == 0 ? "the first line" : "line \(dialect.skipped + 1)")"
    default: text += ", names in \(dialect.headerLines) lines"
    }
    var notes = [text]
    if dialect.skipped > 0 {
      notes.append(
        "\(counted(dialect.skipped, "line")) above the table left out (data.skip says how many)")
    }
    if dialect.lacksFirstName { notes.append("the first column has no name in the header") }
    return notes + lossNotes
  }

  private var lossNotes: [String] {
    var notes: [String] = []
    if blankLines > 0 { notes.append("\(counted(blankLines, "blank line")) left out") }
    if emptyRows > 0 {
      notes.append("\(counted(emptyRows, "row")) without any value left out")
    }
    if footerLines > 0 { notes.append("\(counted(footerLines, "line")) below the table left out") }
    if let plainQuotes {
      notes.append(
        "quotes are characters like others: they do not enclose cells (line \(plainQuotes))")
    }
    return notes
  }

  /// Notes on how the numbers of columns are read.
  func readingNotes(_ used: some Sequence<Int>) -> [String] {
    var notes: [String] = []
    for index in Set(used).sorted() where columns[index].isNumeric {
      let (column, name) = (columns[index], escaped(names[index]))
      if let assumption = column.assumption { notes.append("\(name): \(assumption)") }
      if let cell = column.firstDecorated, let value = example(cell, column) {
        notes.append("\(name): numbers as \"\(escaped(cell))\", read as \(value)")
      }
      guard let marker = column.marker, !marker.reason.isEmpty else { continue }
      let what =
        "\(name): \(inFull(marker.value)) stands there \(counted(marker.count, "time"))"
      notes.append(
        marker.isTaken
          ? "\(what) and is taken for \"missing\" (\(marker.reason)); to keep it: "
            + "--set data.missing_values=[]"
          : "\(what) (\(marker.reason)); if it means \"missing\": "
            + "--set data.missing_values=[\(inFull(marker.value))]")
    }
    return notes
  }

  private func example(_ cell: String, _ column: ColumnSummary) -> String? {
    var cell = cell
    return cell.withUTF8 { column.settled(options).value($0) }.map { inFull($0) }
  }

  /// Throws for the first cell of column `index` that is neither a number nor missing.
  func requireNumbers(_ index: Int) throws(DatasetError) {
    if let fault = columns[index].firstFault {
      throw .cell(
        file: file, line: fault.line, column: names[index], text: fault.text, fault: fault.fault)
    }
  }
}

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
    var seen: Set<Int> = []
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
      if rows < Self.mostCompared { seen.insert(records.rowHash) }
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
    duplicates = rows <= Self.mostCompared ? rows - seen.count : nil
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
  /// - Parameter isApart: a blank line stands between.
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

/// The names of a table's columns, from the lines that hold them.
struct TableHeader {
  private(set) var names: [String] = []
  /// The first line of the table, from 1.
  private(set) var line = 1

  /// Reads the header's lines; what follows are rows.
  init(_ records: inout DelimitedRecords, _ dialect: Dialect) throws(DatasetError) {
    var cells: [DelimitedRecords.Cell] = []
    var levels: [[String]] = []
    if dialect.headerLines == 0 {
      var ahead = records
      guard try ahead.next(&cells) else { throw .empty(file: records.file) }
      line = ahead.rowLine
      names = cells.indices.map { "column \($0 + 1)" }
      return
    }
    for _ in 0..<dialect.headerLines {
      guard try records.next(&cells) else { throw .headerOnly(file: records.file) }
      if levels.isEmpty { line = records.rowLine }
      var level = cells.map { records.text($0) }
      if dialect.lacksFirstName { level.insert("", at: 0) }
      if levels.isEmpty, dialect.isNamedInComment { level = Self.withoutCommentSign(level) }
      levels.append(level)
    }
    let first = levels[0]
    for index in first.indices {
      // The first line names the columns where it tells them apart.
      let parts = levels.compactMap { $0.indices.contains(index) ? $0[index] : nil }
        .filter { !$0.isEmpty }
      let isClear = !first[index].isEmpty && first.count { $0 == first[index] } == 1
      let name = isClear ? first[index] : parts.joined(separator: " ")
      names.append(name.isEmpty ? "column \(index + 1)" : name)
    }
  }

  private static func withoutCommentSign(_ names: [String]) -> [String] {
    guard names.count > 1, let first = names.first, first.hasPrefix("#") else { return names }
    let rest = String(first.drop { $0 == "#" || $0 == " " })
    return (rest.isEmpty ? [] : [rest]) + names.dropFirst()
  }
}

extension DelimitedRecords {
  init(_ bytes: RowBytes, _ dialect: Dialect) {
    self.init(bytes, delimiter: dialect.delimiter, quotes: dialect.quotes)
  }

  /// Of the last row's bytes.
  var rowHash: Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[rowRange])))
    return hasher.finalize()
  }
}

extension DatasetError {
  /// The line where quotes go wrong.
  fileprivate var line: Int? {
    switch self {
    case .unclosedQuote(_, let line, _), .textAfterQuote(_, let line, _): line
    default: nil
    }
  }
}
