/// Decides from all cells of a column, added row by row, whether they are times and how they are to
/// be read. Keeps counts and a few cells, however long the column is.
package struct ClockColumn {
  private var rows = 0
  private var missing = 0
  private var numbers: NumberTimes
  private var text = TextTimes()
  private var others = 0
  private var firstOther: ClockPlace?

  /// `isNamedTime`: the column's name says that it is a time, so that serial days are read, and
  /// months and years that do not go one by one. `isBesideDate`: the column is next to one of dates
  /// and may be a time of day as HHMM or HHMMSS.
  package init(isNamedTime: Bool = false, isBesideDate: Bool = false) {
    numbers = NumberTimes(isNamedTime: isNamedTime, isBesideDate: isBesideDate)
  }

  package mutating func add(_ cell: UnsafeBufferPointer<UInt8>) {
    let row = rows
    rows += 1
    let cell = trimmed(cell)
    if Self.isMissing(cell) {
      missing += 1
    } else if let number = PlainNumber(cell) {
      numbers.add(number, cell, row: row)
    } else if !text.add(cell, row: row) {
      others += 1
      if firstOther == nil { firstOther = ClockPlace(row: row, cell) }
    }
  }

  /// Whether no further cell can make it a clock, so that none needs to be added.
  package var isHopeless: Bool {
    text.count == 0 && (numbers.count > 0 ? numbers.isHopeless : others >= 64)
  }

  /// The finding for the rows so far. A column of both numbers and written times is read as the
  /// kind that has more cells.
  package var finding: ClockFinding {
    let isNumeric = numbers.count > text.count
    let chosen = isNumeric ? numbers.count : text.count
    let reading: ClockReading =
      isNumeric ? numbers.format.map { .decided($0, .numbers) } ?? .notTimes : text.reading
    let isClock = reading != .notTimes
    let others = others + numbers.count + text.count - (isClock ? chosen : 0)
    let candidates = [
      firstOther, isClock && isNumeric ? nil : numbers.first,
      isClock && !isNumeric ? nil : text.first,
    ]
    return ClockFinding(
      times: isClock ? chosen : 0, missing: missing, others: others,
      firstOther: candidates.compactMap { $0 }.min { $0.row < $1.row }, reading: reading,
      isInOrder: isNumeric || text.isInOrder)
  }

  private static func isMissing(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = cell.first else { return true }
    guard first >= 0x3F, cell.count <= 4 else { return false }
    return MissingWords.inTimes.contains { word in
      word.count == cell.count && zip(cell, word).allSatisfy { $0 == $1 || $0 | 0x20 == $1 }
    }
  }
}
