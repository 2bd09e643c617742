/// The rows of a table, one at a time, with the names of its columns.
struct TableRows {
  let file: String
  let dialect: Dialect
  let names: [String]
  private var records: DelimitedRecords
  private var cells: [DelimitedRecords.Cell] = []
  private let firstLine: Int
  /// The first row of values was read with the header.
  private var isWaiting: Bool
  /// - Parameter file: the name for errors.
  init(
    _ file: String, path: String, options: TableOptions, progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    let source = try OpenFile(name: file, path: path)
    let bytes = try RowBytes(source, progress: progress)
    self.file = file
    let isCut = source.size > bytes.bytes.count
    guard let dialect = Dialect(bytes.bytes, isCut: isCut, options: options) else {
      throw .empty(file: file)
    }
    self.dialect = dialect
    records = DelimitedRecords(bytes, delimiter: dialect.delimiter)
    guard try records.next(&cells) else { throw .empty(file: file) }
    firstLine = records.rowLine
    var names = (1...cells.count).map { "column \($0)" }
    if dialect.hasHeader {
      for (index, cell) in cells.enumerated() where !cell.range.isEmpty {
        names[index] = records.text(cell)
      }
      guard try records.next(&cells) else { throw .headerOnly(file: file) }
    }
    self.names = names
    isWaiting = true
  }

  var line: Int { records.rowLine }
  var blankLines: Int { records.blankLines }
  var commaAllowed: Bool { dialect.commaAllowed }
  var rowHash: Int { records.rowHash }

  /// Goes to the next row; false at the end. Throws for a row with another number of cells.
  mutating func next() throws(DatasetError) -> Bool {
    if isWaiting {
      isWaiting = false
    } else if try !records.next(&cells) {
      return false
    }
    if cells.count != names.count {
      throw .ragged(
        file: file, line: line, expected: names.count, firstLine: firstLine, found: cells.count)
    }
    return true
  }

  /// The bytes of a cell of the row; doubled quotes are still double.
  func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: records.bytes[cells[column].range])
  }

  func text(_ column: Int) -> String { records.text(cells[column]) }

  func isEmpty(_ column: Int) -> Bool { cells[column].range.isEmpty }

  /// A cell of a time column, as a number that rises with time.
  func time(_ column: Int) throws(DatasetError) -> Double {
    let bytes = bytes(column)
    if let time = TimeText(bytes) { return time.days }
    if case .number(let value, _) = NumberText(bytes, commaAllowed: commaAllowed) { return value }
    throw .notATime(file: file, line: line, column: names[column], text: text(column))
  }

  /// The number that `kinds` give to a cell's text.
  func number(_ column: Int, in kinds: inout ByteKinds) -> Int {
    let cell = cells[column]
    if cell.isQuoted, records.bytes[cell.range].contains(0x22) {
      return kinds.number(of: records.text(cell))
    }
    return kinds.number(of: bytes(column))
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

  /// How the column is sought in another file: by name where names are there and differ.
  func reference(_ column: Int) -> String {
    let isNamed = dialect.hasHeader && names.filter { $0 == names[column] }.count == 1
    return isNamed ? names[column] : "\(column + 1)"
  }
}
