/// One pass over a table: how it is written, its columns' names and what they hold. The values
/// themselves are read by `TableColumns`, only those of the columns that are used.
struct TableScan {
  let file: String
  let dialect: Dialect
  let names: [String]
  let columns: [ColumnSummary]
  let rows: Int
  let blankLines: Int
  /// Rows that stand there more than once, first ones not counted; nil where there are too many rows
  /// to tell.
  let duplicates: Int?
  let source: OpenFile

  /// More rows are not compared with each other.
  private static let mostCompared = 4_000_000

  /// Throws for ragged rows, bad quotes, over-long rows, no rows.
  init(
    _ source: OpenFile, options: TableOptions = TableOptions(),
    progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    let bytes = try RowBytes(source, progress: progress)
    let isCut = source.size > bytes.bytes.count
    guard let dialect = Dialect(bytes.bytes, isCut: isCut, options: options) else {
      throw .empty(file: source.name)
    }
    var records = DelimitedRecords(bytes, delimiter: dialect.delimiter)
    var cells: [DelimitedRecords.Cell] = []
    guard try records.next(&cells) else { throw .empty(file: source.name) }
    let width = cells.count
    let firstLine = records.rowLine
    names = Self.names(of: cells, records, dialect)
    if dialect.hasHeader, try !records.next(&cells) { throw .headerOnly(file: source.name) }
    var columns = [ColumnSummary](repeating: ColumnSummary(), count: width)
    var rows = 0
    var seen: Set<Int> = []
    repeat {
      if cells.count != width {
        throw .ragged(
          file: source.name, line: records.rowLine, expected: width, firstLine: firstLine,
          found: cells.count)
      }
      for (index, cell) in cells.enumerated() {
        columns[index].add(cell, of: records, commaAllowed: dialect.commaAllowed)
      }
      if rows < Self.mostCompared { seen.insert(records.rowHash) }
      rows += 1
    } while try records.next(&cells)
    file = source.name
    self.dialect = dialect
    self.columns = columns
    self.rows = rows
    blankLines = records.blankLines
    duplicates = rows <= Self.mostCompared ? rows - seen.count : nil
    self.source = source
  }

  private static func names(
    of cells: [DelimitedRecords.Cell], _ records: DelimitedRecords, _ dialect: Dialect
  ) -> [String] {
    cells.enumerated().map { index, cell in
      dialect.hasHeader && !cell.range.isEmpty ? records.text(cell) : "column \(index + 1)"
    }
  }

  /// The column that `reference` means: a name, or a number from 1.
  func column(_ reference: String) throws(DatasetError) -> Int {
    let named = names.indices.filter { dialect.hasHeader && names[$0] == reference }
    if named.count > 1 {
      throw .columnTwice(file: file, name: reference, numbers: named.map { $0 + 1 })
    }
    if let index = named.first { return index }
    if let number = Int(reference), (1...names.count).contains(number) { return number - 1 }
    throw .unknownColumn(file: file, name: reference, columns: names)
  }

  /// Throws for the first cell of column `index` that is neither a number nor missing.
  func requireNumbers(_ index: Int) throws(DatasetError) {
    if let fault = columns[index].firstFault {
      throw .cell(
        file: file, line: fault.line, column: names[index], text: fault.text, fault: fault.fault)
    }
  }
}

extension DelimitedRecords {
  /// Of the last row's bytes.
  var rowHash: Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[rowRange])))
    return hasher.finalize()
  }
}
