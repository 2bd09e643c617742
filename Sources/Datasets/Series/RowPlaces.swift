/// The places of a stretch of rows of a series.
struct RowPlaces: Sendable {
  private let rows: Range<Int>
  /// Rows of the file.
  private let total: Int
  /// [rows] of the file, from 1.
  private let numbers: [Int32]
  /// [rows]; empty if the file has no column of dates.
  private let dates: [String]

  /// - Parameters:
  ///   - number: of a row as prepared: the row of the file, from 1.
  ///   - dates: [rows of the file], or empty.
  init(_ rows: Range<Int>, of total: Int, number: (Int) -> Int, dates: [String] = []) {
    self.rows = rows
    self.total = total
    numbers = rows.map { Int32(clamping: number($0)) }
    self.dates =
      dates.isEmpty
      ? [] : numbers.map { dates.indices.contains(Int($0) - 1) ? dates[Int($0) - 1] : "" }
  }

  subscript(row: Int) -> RowPlace? {
    guard rows.contains(row) else { return nil }
    let place = row - rows.lowerBound
    return RowPlace(
      row: Int(numbers[place]), total: total, date: dates.isEmpty ? nil : dates[place])
  }
}
