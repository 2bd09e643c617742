/// A column as it is read, row by row, while it may still be numbers or a category.
struct MixedColumn {
  /// The most kinds of a category.
  static let mostKinds = 64

  /// One a row, NaN if missing or faulty; given up where the column is words.
  private(set) var values: [Double] = []
  /// One a row; given up if there are too many kinds.
  private(set) var codes: [UInt8] = []
  private var kinds = ByteKinds()
  private(set) var missing = 0
  /// Cells that are missing in a column of numbers only.
  private var absent = 0
  private var numbers = 0
  private var faults = 0
  private var firstFault: (line: Int, text: String, fault: DatasetError.CellFault)?
  private var isWords = false
  private var hasManyKinds = false

  /// Adds the cell of `reader`'s row.
  mutating func append(_ reader: TableReader, _ column: Int) {
    let bytes = reader.bytes(column)
    let reading = reader.reading(column)
    let number = NumberText(bytes)
    var fault: DatasetError.CellFault?
    var value = Double.nan
    var isMissing = number == .missing || reading.isMissing(bytes)
    switch number {
    case _ where isMissing: missing += 1
    case .number(let read):
      numbers += 1
      if let read = read.value(reading.decimal) {
        isMissing = reading.isMissing(read)
        if isMissing { missing += 1 } else { value = read }
      } else {
        fault = .mixedMarks
      }
    case .missing: missing += 1
    case .absent: absent += 1
    case .overflow:
      fault = .overflow
      numbers += 1
    case .other:
      fault = .notANumber
      faults += 1
    }
    if !isWords { values.append(value) }
    if !hasManyKinds { append(kind: isMissing ? nil : bytes) }
    if let fault, firstFault == nil { firstFault = (reader.line, reader.text(column), fault) }
    // A column that starts with this many words is not a column of numbers.
    if numbers == 0, faults >= 64, !isWords {
      isWords = true
      values = []
    }
  }

  private mutating func append(kind bytes: UnsafeBufferPointer<UInt8>?) {
    guard let bytes else {
      codes.append(SequenceTable.noKind)
      return
    }
    let code = kinds.number(of: bytes)
    if kinds.count > Self.mostKinds {
      hasManyKinds = true
      codes = []
      kinds = ByteKinds()
    } else {
      codes.append(UInt8(code))
    }
  }

  /// Missing cells, once all rows are read.
  var missingCells: Int { missing + (!isWords && numbers >= faults ? absent : 0) }

  /// The column as recognised, with its rows in the order `order`.
  func content(
    file: String, name: String, order: [Int]?
  ) -> SequenceTable.Column.Content {
    func ordered<Value>(_ values: [Value]) -> [Value] {
      guard let order else { return values }
      return order.map { values[$0] }
    }
    if !isWords, numbers >= faults {
      if let firstFault {
        return .unusable(
          .cell(
            file: file, line: firstFault.line, column: name, text: firstFault.text,
            fault: firstFault.fault),
          reason: "not all numbers")
      }
      return .numbers(ordered(values))
    }
    if hasManyKinds {
      return .unusable(
        .sequences(file: file, .tooManyKinds(column: name, limit: Self.mostKinds)),
        reason: "text")
    }
    return .kinds(ordered(codes), names: kinds.texts)
  }
}
