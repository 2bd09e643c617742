/// How the numbers of a column are read; a model file keeps it.
package struct ColumnReading: Sendable, Equatable, Codable {
  package var decimal: DecimalMark
  /// Cells that stand for a missing value: numbers in any spelling, words as they are.
  package let missing: [String]
  let numbers: [Double]

  package init(decimal: DecimalMark, missing: [String]) {
    (self.decimal, self.missing) = (decimal, missing)
    numbers = missing.compactMap { Double($0) }
  }

  private enum CodingKeys: String, CodingKey { case decimal, missing }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      decimal: try container.decode(DecimalMark.self, forKey: .decimal),
      missing: try container.decode([String].self, forKey: .missing))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(decimal, forKey: .decimal)
    try container.encode(missing, forKey: .missing)
  }

  /// The number of a cell, NaN if missing; nil if it is none.
  func value(_ cell: UnsafeBufferPointer<UInt8>) -> Double? {
    switch NumberText(cell) {
    case .number(let number):
      guard let value = number.value(decimal) else { return nil }
      return isMissing(value) ? .nan : value
    case .missing, .absent: return .nan
    case .overflow, .other: return isMissing(cell) ? .nan : nil
    }
  }

  func isMissing(_ value: Double) -> Bool { !numbers.isEmpty && numbers.contains(value) }

  func isMissing(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    !missing.isEmpty && missing.contains { $0.utf8.elementsEqual(cell) }
  }
}

extension TableOptions {
  /// The same, with the cells that mean "missing" in data that were read before.
  func missing(as readings: [String: ColumnReading]?) -> TableOptions {
    let known = Set((readings ?? [:]).values.flatMap(\.missing))
    guard missingValues == nil, !known.isEmpty else { return self }
    var options = self
    options.missingValues = known.sorted()
    return options
  }
}

extension Table {
  /// How columns are read, by their names in another table.
  func readings(_ columns: some Sequence<Int>) -> [String: ColumnReading] {
    var readings: [String: ColumnReading] = [:]
    for index in columns { readings[reference(index)] = self.columns[index].settled(options) }
    return readings
  }
}
