/// How a table is written; nil: recognised.
package struct TableOptions: Sendable, Equatable {
  package var delimiter: Delimiter?
  package var decimal: DecimalMark?
  package var thousands: ThousandsMark?
  package var header: HeaderLines?
  /// Lines above the table.
  package var skip: Int?
  /// Cells that mean "missing", besides those that are empty; nil: recognised.
  package var missingValues: [String]? {
    didSet { missingNumbers = Set((missingValues ?? []).compactMap { Double($0) }) }
  }
  private var missingNumbers: Set<Double> = []

  package init() {}

  /// The most lines of a header.
  package static let headers = 1...5

  func validate() throws(DatasetError) {
    if case .lines(let count) = header, !Self.headers.contains(count) {
      throw .outOfRange(key: DataKey.header.path, found: count, allowed: Self.headers)
    }
    if let decimal, let thousands, thousands.decimal == decimal.other {
      throw .marksAlike(thousands.rawValue)
    }
  }

  /// The decimal mark that is declared, or follows from the mark between thousands.
  var decimalMark: DecimalMark? { decimal ?? thousands?.decimal }

  /// Whether a number is written with the mark between thousands that is declared, or without one.
  func allows(_ number: NumberText.Number) -> Bool {
    guard let thousands, let written = number.thousands else { return true }
    return thousands == written
  }

  func isMissing(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let missingValues else { return false }
    return missingValues.contains { $0.utf8.elementsEqual(cell) }
  }

  func isMissing(_ value: Double) -> Bool {
    missingValues != nil && missingNumbers.contains(value)
  }
}

/// The mark between whole and fraction.
package enum DecimalMark: String, Sendable, CaseIterable, Codable {
  case point
  case comma

  var other: DecimalMark { self == .point ? .comma : .point }
}

/// The mark between thousands.
package enum ThousandsMark: String, Sendable, CaseIterable {
  case point, comma, space, apostrophe, none

  /// The decimal mark that goes with it; nil: either may.
  var decimal: DecimalMark? {
    switch self {
    case .point: .comma
    case .comma: .point
    case .space, .apostrophe, .none: nil
    }
  }
}

/// The lines with the columns' names.
package enum HeaderLines: Sendable, Equatable {
  case off
  case on
  case lines(Int)
}
