/// A table whose columns of numbers were read whole.
struct Table {
  let file: String
  let dialect: Dialect
  let names: [String]
  let columns: [TableColumn]
  let rows: Int
  let blankLines: Int

  /// Reads `file` in one pass. Throws for ragged rows, bad quotes, over-long rows, no rows.
  init(_ file: FileBytes) throws(DatasetError) {
    guard let dialect = Dialect(file.bytes, isCut: false) else { throw .empty(file: file.name) }
    var records = DelimitedRecords(file.bytes, delimiter: dialect.delimiter, file: file.name)
    var cells: [DelimitedRecords.Cell] = []
    guard try records.next(&cells) else { throw .empty(file: file.name) }
    let width = cells.count
    let firstLine = records.rowLine
    var names = (1...width).map { "column \($0)" }
    if dialect.hasHeader {
      for (index, cell) in cells.enumerated() where !cell.range.isEmpty {
        names[index] = records.text(cell)
      }
      guard try records.next(&cells) else { throw .headerOnly(file: file.name) }
    }
    var columns = [TableColumn](repeating: TableColumn(), count: width)
    let commaAllowed = dialect.delimiter == .semicolon
    var rows = 0
    repeat {
      if cells.count != width {
        throw .ragged(
          file: file.name, line: records.rowLine, expected: width, firstLine: firstLine,
          found: cells.count)
      }
      for (index, cell) in cells.enumerated() where !columns[index].isText {
        let number = NumberText(records.bytes[cell.range], commaAllowed: commaAllowed)
        if let fault = columns[index].append(number) {
          columns[index].firstFault = (records.rowLine, records.text(cell), fault)
        }
      }
      rows += 1
    } while try records.next(&cells)
    self.file = file.name
    self.dialect = dialect
    self.names = names
    self.columns = columns
    self.rows = rows
    blankLines = records.blankLines
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

  /// The numbers of column `index`, NaN where missing; throws for the first cell that is neither.
  func numbers(_ index: Int) throws(DatasetError) -> [Double] {
    if let fault = columns[index].firstFault {
      throw .cell(
        file: file, line: fault.line, column: names[index], text: fault.text, fault: fault.fault)
    }
    return columns[index].values
  }
}

/// A column as it is read, row by row.
struct TableColumn {
  /// One a row, NaN where missing or faulty; given up where the column is text.
  private(set) var values: [Double] = []
  private(set) var numbers = 0
  private(set) var missing = 0
  private(set) var faults = 0
  /// The first cell that is neither number nor missing.
  var firstFault: (line: Int, text: String, fault: DatasetError.CellFault)?
  /// True once the column began with many cells of which none is a number.
  private(set) var isText = false
  private var comma: Bool?

  /// True where most of the cells that are there are numbers.
  var isNumeric: Bool { !isText && numbers > 0 && numbers >= faults }

  /// Adds a cell; returns what is wrong with it, for the first cell with which something is.
  mutating func append(_ cell: NumberText) -> DatasetError.CellFault? {
    var fault: DatasetError.CellFault?
    switch cell {
    case .number(let value, let mark):
      if let mark {
        if let comma, comma != mark { fault = .mixedMarks }
        comma = comma ?? mark
      }
      values.append(value)
      numbers += 1
    case .missing:
      values.append(.nan)
      missing += 1
      return nil
    case .overflow:
      fault = .overflow
      numbers += 1
      values.append(.nan)
    case .other:
      fault = .notANumber
      values.append(.nan)
    }
    guard let fault else { return nil }
    if fault == .notANumber { faults += 1 }
    if numbers == 0, faults >= 64 {
      isText = true
      values = []
    }
    return firstFault == nil ? fault : nil
  }
}
