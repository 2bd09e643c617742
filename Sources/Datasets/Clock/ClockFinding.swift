/// A cell of a column, for messages.
package struct ClockPlace: Equatable, Sendable {
  /// Counted from 0 in the order in which cells were added.
  package let row: Int
  package let text: String

  package init(row: Int, text: String) {
    self.row = row
    self.text = text
  }

  /// Keeps the beginning of a long cell.
  package init(row: Int, _ cell: UnsafeBufferPointer<UInt8>) {
    self.init(row: row, text: String(decoding: cell.prefix(120), as: UTF8.self))
  }
}

/// The cells of a column, counted, and how its times are to be read: decided in `TextTimes` (day or
/// month first) or `NumberTimes`; `TableClock` uses it or refuses the column.
package struct ClockFinding: Equatable, Sendable {
  package var times: Int
  /// Empty cells, NA, N/A, NaN, NaT, null and ?.
  package var missing: Int
  /// Cells that are not times, or not written as the column's other times are.
  package var others: Int
  package var firstOther: ClockPlace?
  package var reading: ClockReading
  /// Whether the times rise or fall from row to row, except for a few restarts.
  package var isInOrder = true

  /// The format, where one is decided.
  package var format: ClockFormat? {
    if case .decided(let format, _) = reading { format } else { nil }
  }
}

package enum ClockReading: Equatable, Sendable {
  /// No cell is a time, or the numbers of the column are not a clock.
  case notTimes
  case decided(ClockFormat, ClockReason)
  /// Every cell can be read with the day or the month first, and nothing decides.
  case undecided(first: ClockPlace, dayFirst: ClockFormat, monthFirst: ClockFormat)
  /// One cell has its day first and another one its month.
  case conflict(dayFirst: ClockPlace, monthFirst: ClockPlace)
}

/// The ground on which a column's format was decided.
package enum ClockReason: Equatable, Sendable {
  /// The cells can be read in one way only.
  case written
  /// This cell can be read with the column's order only, such as 13/01/2024.
  case cell(ClockPlace)
  /// Dots between the parts: the day is first by convention.
  case dots
  /// The column goes in even steps, or in order, in this reading only.
  case steps
  /// Plain numbers that go like a clock.
  case numbers
}
