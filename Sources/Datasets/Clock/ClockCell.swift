/// The order in which the parts of a date are written.
package enum ClockOrder: UInt8, Sendable {
  /// A time of day alone.
  case timeAlone
  /// Year, month, day, or a year with a quarter, a week or a day of the year.
  case yearFirst
  /// Two numbers and a year, of which the cell does not say whether the day or the month is first.
  case dayOrMonthFirst
  case dayFirst
  case monthFirst
  /// The month by its name, wherever it is.
  case named
}

/// The smallest part of a date that is written.
package enum ClockPrecision: UInt8, Sendable {
  /// A time of day alone.
  case timeAlone
  case year
  case quarter
  case month
  case week
  case day
}

/// One cell's date or time or both, taken apart without deciding what is ambiguous. Numbers such as
/// 2020, 2.500 or 12.05 are not times by themselves; `ClockColumn` decides about numbers.
package struct ClockCell {
  /// A reading that the calendar does not have.
  package static let impossible = Int32.min

  package var order = ClockOrder.timeAlone
  package var precision = ClockPrecision.timeAlone
  /// The byte between the parts of the date; 0 if they touch each other.
  package var mark: UInt8 = 0
  /// 1 to 7 where the cell names the weekday, else 0.
  package var weekday: UInt8 = 0
  package var fractionDigits: UInt8 = 0
  package var traits: ClockTraits = []
  /// Days since 1970-01-01 if the day is first and if the month is first; the same in all orders
  /// but `dayOrMonthFirst`.
  package var daysIfDayFirst: Int32 = 0
  package var daysIfMonthFirst: Int32 = 0
  /// Seconds since midnight; 86400 for 24:00.
  package var secondOfDay: Int32 = 0
  package var microseconds: Int32 = 0
  /// Seconds ahead of UTC.
  package var offset: Int32 = 0

  /// A cell of an empty string, for the parser to fill.
  package init() {}

  /// nil if the cell is not a time, or one that the calendar or the clock does not have. Spaces at
  /// both ends are ignored. `dotsAreTimes`: 10.11.12 is a time of day and not a date.
  package init?(_ cell: UnsafeBufferPointer<UInt8>, dotsAreTimes: Bool = false) {
    var parser = ClockParser(trimmed(cell), dotsAreTimes: dotsAreTimes, recording: false)
    guard parser.parse() else { return nil }
    self = parser.cell
  }

  /// Reads a time of day without marks, as it is written next to a column of dates: HHMM in up to
  /// four digits, HHMMSS in five or six, without the leading zeros that a spreadsheet drops.
  /// `withSeconds` says which of the two where the column knows it.
  package init?(clockDigits cell: UnsafeBufferPointer<UInt8>, withSeconds: Bool? = nil) {
    guard let number = PlainNumber(trimmed(cell)), number.decimals == 0 else { return nil }
    let withSeconds = withSeconds ?? (number.digits > 4)
    guard number.digits <= (withSeconds ? 6 : 4) else { return nil }
    let digits = Int(number.whole)
    let (clock, second) = withSeconds ? (digits / 100, digits % 100) : (digits, 0)
    let (hour, minute) = (clock / 100, clock % 100)
    guard second < 60, minute < 60, hour < 24 || (hour == 24 && minute + second == 0) else {
      return nil
    }
    secondOfDay = Int32(hour * 3600 + minute * 60 + second)
    traits = withSeconds ? [.timeOfDay, .seconds] : .timeOfDay
  }

  package var hasDate: Bool { order != .timeAlone }
  package var hasTimeOfDay: Bool { traits.contains(.timeOfDay) }

  package var canBeDayFirst: Bool { daysIfDayFirst != Self.impossible }
  package var canBeMonthFirst: Bool { daysIfMonthFirst != Self.impossible }

  /// The time in one of the two readings; nil if the calendar does not have it.
  @inline(__always)
  package func time(dayFirst: Bool) -> ClockTime? {
    let days = dayFirst ? daysIfDayFirst : daysIfMonthFirst
    guard days != Self.impossible else { return nil }
    let whole = Int(days) * 86_400 + Int(secondOfDay) - Int(offset)
    return ClockTime(
      seconds: Double(whole) + Double(microseconds) / 1_000_000, offset: Int(offset))
  }
}

/// The bytes without the spaces and tabs at both ends.
@inline(__always)
package func trimmed(_ cell: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
  var first = 0
  var last = cell.count
  while first < last, cell[first] == 0x20 || cell[first] == 0x09 { first += 1 }
  while first < last, cell[last - 1] == 0x20 || cell[last - 1] == 0x09 { last -= 1 }
  return UnsafeBufferPointer(rebasing: cell[first..<last])
}
