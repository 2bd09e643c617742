import Telemetry

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
  /// Rows of delimiters and nothing else, which are not rows.
  let emptyRows: Int
  /// Lines below the table.
  let footerLines: Int
  /// Rows that occur more than once, first ones not counted; nil if there are too many rows
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
    // A format of its own writes numbers with decimal points.
    let usual: DecimalMark? = source.conversion.map { $0.original == nil } == true ? .point : nil
    for place in scan.columns.indices {
      scan.columns[place].settle(
        options,
        leaning: proven.count == 1 ? proven.first : usual,
        delimiter: source.conversion?.original ?? dialect.delimiter,
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

  /// Nil if the rows cannot be read so.
  private static func plainScan(
    _ source: OpenFile, _ dialect: Dialect, _ options: TableOptions,
    _ progress: @escaping (String) -> Void
  ) throws(DatasetError) -> TableScan? {
    do throws(DatasetError) {
      return try TableScan(RowBytes(source, progress: progress), dialect, options)
    } catch {
      switch error {
      case .interrupted, .unreadable: throw error
      default: return nil
      }
    }
  }

  /// Reads all rows. Where quotes do not close, or swallow rows, and every row has equally many
  /// cells without them, they are characters like others; but not where most rows do have a cell in
  /// quotes, and one of them is at fault.
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
    if let other = try plainScan(source, plain, options, progress),
      let firstQuote = other.firstQuote, other.enclosedRows * 2 < other.rows,
      other.rows != scan?.rows,
      // A quote among numbers is a fault.
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
        "\(counted(dialect.skipped, "line")) above the table left out (data.skip sets how many)")
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
        "quotes are ordinary characters and do not enclose cells (line \(plainQuotes))")
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
        notes.append("\(name): numbers like \"\(escaped(cell))\", read as \(value)")
      }
      for marker in column.markers where !marker.reason.isEmpty {
        let what =
          "\(name): \(Numbers.inFull(marker.value)) occurs \(counted(marker.count, "time"))"
        notes.append(
          marker.isTaken
            ? "\(what) and is read as \"missing\" (\(marker.reason)); to keep it: "
              + "--set data.missing_values=[]"
            : "\(what) (\(marker.reason)); if it means \"missing\": "
              + "--set data.missing_values=[\(Numbers.inFull(marker.value))]")
      }
    }
    return notes
  }

  private func example(_ cell: String, _ column: ColumnSummary) -> String? {
    var cell = cell
    return cell.withUTF8 { column.settled(options).value($0) }.map { Numbers.inFull($0) }
  }

  /// Throws for the first cell of column `index` that is neither a number nor missing.
  func requireNumbers(_ index: Int) throws(DatasetError) {
    if let fault = columns[index].firstFault {
      throw .cell(
        file: file, line: fault.line, column: names[index], text: fault.text, fault: fault.fault)
    }
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
