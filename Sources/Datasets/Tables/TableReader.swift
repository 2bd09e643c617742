/// The rows of a table, one at a time.
struct TableReader {
  let table: Table
  private var records: DelimitedRecords
  private var cells: [DelimitedRecords.Cell] = []
  private var rowsLeft: Int
  private let readings: [ColumnReading]

  init(_ table: Table, progress: @escaping (String) -> Void) throws(DatasetError) {
    self.table = table
    records = DelimitedRecords(try RowBytes(table.source, progress: progress), table.dialect)
    try records.skip(lines: table.dialect.skipped)
    if table.dialect.hasHeader { _ = try TableHeader(&records, table.dialect) }
    rowsLeft = table.rows
    readings = table.columns.map { $0.settled(table.options) }
  }

  var file: String { table.file }
  var line: Int { records.rowLine }
  var rowHash: Int { records.rowHash }
  /// Blank lines, and rows without any value, before the row.
  var blankLines: Int { records.blankLines + records.emptyRows }

  /// Goes to the next row; false at the end. The file may have changed since it was scanned: every row
  /// is looked at again.
  mutating func next() throws(DatasetError) -> Bool {
    guard rowsLeft > 0, try records.next(&cells) else { return false }
    rowsLeft -= 1
    if cells.count != table.names.count {
      throw .ragged(
        file: file, line: line, expected: table.names.count, firstLine: 1, found: cells.count)
    }
    return true
  }

  /// The bytes of a cell of the row; doubled quotes are still double.
  func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: records.bytes[cells[column].range])
  }

  func text(_ column: Int) -> String { records.text(cells[column]) }

  func isEmpty(_ column: Int) -> Bool { cells[column].range.isEmpty }

  /// A cell with doubled quotes in it.
  func hasQuotes(_ column: Int) -> Bool {
    cells[column].isQuoted && records.bytes[cells[column].range].contains(0x22)
  }

  /// NaN if missing.
  /// - Throws: for a cell that is not a number.
  func number(_ column: Int) throws(DatasetError) -> Double {
    let bytes = bytes(column)
    if let value = readings[column].value(bytes) { return value }
    var fault = DatasetError.CellFault.notANumber
    switch NumberText(bytes) {
    case .overflow: fault = .overflow
    case .number: fault = .mixedMarks
    default: break
    }
    throw .cell(
      file: file, line: line, column: table.names[column], text: text(column), fault: fault)
  }

  /// How a column's cells are read.
  func reading(_ column: Int) -> ColumnReading { readings[column] }

  /// A cell of a time column, as a number that rises with time.
  func time(_ column: Int) throws(DatasetError) -> Double {
    let bytes = bytes(column)
    if let format = table.columns[column].finding?.format, let time = format.time(of: bytes) {
      return time.seconds
    }
    if let value = readings[column].value(bytes), value.isFinite { return value }
    throw .notATime(
      file: file, line: line, column: table.names[column], text: text(column),
      pattern: table.columns[column].finding?.format?.pattern)
  }

  /// The number that `kinds` give to a cell's text.
  func number(_ column: Int, in kinds: inout ByteKinds) -> Int {
    hasQuotes(column) ? kinds.number(of: text(column)) : kinds.number(of: bytes(column))
  }
}
