/// The second pass over a table: the values of the columns that are used, and of no others.
struct TableColumns {
  /// [rows] for each column asked for, NaN where missing.
  private(set) var numbers: [Int: [Double]] = [:]
  /// [rows] for each column asked for: the place of the cell's text among `kinds`, -1 where missing.
  private(set) var categories: [Int: [Int32]] = [:]
  private(set) var kinds: [Int: [String]] = [:]
  /// [rows] for each column asked for.
  private(set) var texts: [Int: [String]] = [:]
  /// [rows] of the time column, as a number that rises with time.
  private(set) var times: [Double] = []
  /// [rows], where they were asked for.
  private(set) var rowHashes: [Int] = []
  private(set) var rows = 0

  /// What to read.
  struct Wanted {
    var numbers: Set<Int> = []
    var categories: Set<Int> = []
    var texts: Set<Int> = []
    var time: Int?
    var rowHashes = false
  }

  /// Throws for a cell that is no number where one is wanted, and what reading rows throws.
  init(
    _ table: TableScan, _ wanted: Wanted, progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    let bytes = try RowBytes(table.source, progress: progress)
    var records = DelimitedRecords(bytes, delimiter: table.dialect.delimiter)
    var cells: [DelimitedRecords.Cell] = []
    if table.dialect.hasHeader { _ = try records.next(&cells) }
    for index in wanted.numbers {
      var values: [Double] = []
      values.reserveCapacity(table.rows)
      numbers[index] = values
    }
    for index in wanted.categories { categories[index] = [] }
    for index in wanted.texts { texts[index] = [] }
    var places: [Int: [String: Int32]] = [:]
    // The file may have changed since it was scanned: every row is looked at again.
    while try records.next(&cells) {
      guard cells.count == table.names.count else {
        throw .ragged(
          file: table.file, line: records.rowLine, expected: table.names.count, firstLine: 1,
          found: cells.count)
      }
      for index in wanted.numbers {
        numbers[index]?.append(try Self.number(cells[index], index, records, table))
      }
      for index in wanted.categories {
        let text = records.text(cells[index])
        if text.isEmpty {
          categories[index]?.append(-1)
          continue
        }
        let place = places[index, default: [:]][text] ?? Int32(places[index]?.count ?? 0)
        if places[index, default: [:]].updateValue(place, forKey: text) == nil {
          kinds[index, default: []].append(text)
        }
        categories[index]?.append(place)
      }
      for index in wanted.texts { texts[index]?.append(records.text(cells[index])) }
      if let time = wanted.time {
        times.append(try Self.time(cells[time], time, records, table))
      }
      if wanted.rowHashes { rowHashes.append(records.rowHash) }
      rows += 1
    }
  }

  private static func number(
    _ cell: DelimitedRecords.Cell, _ index: Int, _ records: borrowing DelimitedRecords,
    _ table: TableScan
  ) throws(DatasetError) -> Double {
    switch NumberText(records.bytes[cell.range], commaAllowed: table.dialect.commaAllowed) {
    case .number(let value, _): return value
    case .missing: return .nan
    case .overflow:
      throw .cell(
        file: table.file, line: records.rowLine, column: table.names[index],
        text: records.text(cell), fault: .overflow)
    case .other:
      throw .cell(
        file: table.file, line: records.rowLine, column: table.names[index],
        text: records.text(cell), fault: .notANumber)
    }
  }

  private static func time(
    _ cell: DelimitedRecords.Cell, _ index: Int, _ records: borrowing DelimitedRecords,
    _ table: TableScan
  ) throws(DatasetError) -> Double {
    let bytes = records.bytes[cell.range]
    if let time = TimeText(bytes) { return time.days }
    if case .number(let value, _) = NumberText(bytes, commaAllowed: table.dialect.commaAllowed) {
      return value
    }
    throw .notATime(
      file: table.file, line: records.rowLine, column: table.names[index],
      text: records.text(cell))
  }
}
