/// How a column writes its times, once that is decided: reads cells (`time(of:)`) and writes
/// further ones in the same way (`text(_:)`).
package struct ClockFormat: Equatable, Sendable {
  package enum Unit: Equatable, Sendable {
    /// Dates and times of day in parts.
    case text
    /// Whole or decimal numbers since 1970-01-01 UTC.
    case epoch(perSecond: Int)
    /// 202401.
    case yearMonth
    /// 202446, the 46th week of 2024.
    case yearWeek
    /// 2024.
    case year
    /// 2024.083.
    case decimalYear(DecimalYear)
    /// Days of a spreadsheet: 25569 is 1970-01-01.
    case serialDays
    /// HHMM or HHMMSS next to a column of dates.
    case clockDigits(withSeconds: Bool)
  }

  package var unit: Unit
  /// `dayFirst` or `monthFirst` in place of the cells' `dayOrMonthFirst`.
  package var order = ClockOrder.timeAlone
  package var precision = ClockPrecision.timeAlone
  /// The byte between the parts of the date; 0 if there is none.
  package var mark: UInt8 = 0
  /// The order as the cells themselves show it.
  package var cellOrder = ClockOrder.timeAlone
  package var dotsAreTimes = false
  package var parts: [ClockPart] = []
  /// For all cells together.
  package var traits: ClockTraits = []
  /// The largest number of digits of a fraction.
  package var fractionDigits = 0
  /// Whether trailing zeros of fractions are left out.
  package var fractionVaries = false
  /// Years of two digits from here on are of the century before 2000.
  package var century = ClockFormat.usualCentury

  package static let usualCentury = 69

  /// With nothing known of how cells are written.
  package static func bare(_ unit: Unit) -> ClockFormat { ClockFormat(unit: unit) }

  package var hasDate: Bool { precision != .timeAlone }

  package var hasTimeOfDay: Bool {
    switch unit {
    case .text: traits.contains(.timeOfDay)
    case .epoch, .clockDigits: true
    case .yearMonth, .yearWeek, .year, .decimalYear: false
    case .serialDays: fractionDigits > 0
    }
  }

  /// Whether it is a number of years, with a fraction or without.
  package var isOfYears: Bool {
    switch unit {
    case .year, .decimalYear: true
    default: false
    }
  }

  /// Whether the times are absolute. Otherwise they are those of a wall clock somewhere.
  package var hasZone: Bool {
    if case .epoch = unit { true } else { traits.contains(.zone) }
  }

  /// Reads a cell in this format; nil if it is missing or written in another way.
  package func time(of cell: UnsafeBufferPointer<UInt8>) -> ClockTime? {
    switch unit {
    case .text:
      guard let clock = ClockCell(cell, dotsAreTimes: dotsAreTimes), clock.order == cellOrder,
        clock.precision == precision, clock.mark == mark
      else { return nil }
      return clock.time(dayFirst: order != .monthFirst).map(inCentury)
    case .clockDigits(let withSeconds):
      return ClockCell(clockDigits: cell, withSeconds: withSeconds)?.time(dayFirst: true)
    default:
      guard let number = PlainNumber(trimmed(cell)) else { return nil }
      return time(of: number)
    }
  }

  /// Cells are read with 1969 to 2068 as the years of two digits; a column's own may be others.
  private func inCentury(_ time: ClockTime) -> ClockTime {
    guard century != Self.usualCentury, parts.contains(.shortYear) else { return time }
    let date = time.date
    let year = date.year % 100 >= century ? 1900 + date.year % 100 : 2000 + date.year % 100
    guard year != date.year, let days = CivilDate.validDays(year, date.month, date.day) else {
      return time
    }
    return ClockTime(
      seconds: time.seconds + Double(days - date.days) * 86_400, offset: time.offset)
  }

  /// The format in words for a message: "DD.MM.YYYY hh:mm", "milliseconds since 1970".
  package var pattern: String {
    switch unit {
    case .text: return pattern(of: parts)
    case .epoch(1): return "seconds since 1970"
    case .epoch(1000): return "milliseconds since 1970"
    case .epoch(1_000_000): return "microseconds since 1970"
    case .epoch: return "nanoseconds since 1970"
    case .yearMonth: return "YYYYMM"
    case .yearWeek: return "YYYYww"
    case .year: return "YYYY"
    case .decimalYear: return "years with a fraction"
    case .serialDays: return "days of a spreadsheet"
    case .clockDigits(let withSeconds): return withSeconds ? "hhmmss" : "hhmm"
    }
  }

  private func time(of number: PlainNumber) -> ClockTime? {
    let whole = Int(clamping: number.whole)
    switch unit {
    case .epoch(let perSecond):
      guard NumberTimes.isInRange(number, perSecond: perSecond) else { return nil }
      let rest = Double(whole % perSecond) / Double(perSecond)
      return ClockTime(seconds: Double(whole / perSecond) + rest + number.fraction)
    case .yearMonth:
      guard let months = NumberTimes.months(number) else { return nil }
      let days = CivilDate.days(months / 12, months % 12 + 1, 1)
      return ClockTime(seconds: Double(days) * 86_400)
    case .yearWeek:
      guard let days = NumberTimes.weekDays(number) else { return nil }
      return ClockTime(seconds: Double(days) * 86_400)
    case .year:
      guard NumberTimes.isYear(number) else { return nil }
      return ClockTime(seconds: Double(CivilDate.days(whole, 1, 1)) * 86_400)
    case .decimalYear(let year):
      return year.date(of: number).map { ClockTime(seconds: Double($0.days) * 86_400) }
    case .serialDays:
      guard NumberTimes.isSerialDay(number) else { return nil }
      // Binary fractions of a day are off by microseconds; spreadsheets count in milliseconds.
      let inDay = (number.fraction * 86_400_000).rounded() / 1000
      return ClockTime(seconds: Double(whole - NumberTimes.serialEpoch) * 86_400 + inDay)
    case .text, .clockDigits:
      return nil
    }
  }

  private func pattern(of parts: [ClockPart]) -> String {
    parts.map { part in
      switch part {
      case .literal(let byte): String(UnicodeScalar(byte))
      case .year, .weekYear: "YYYY"
      case .shortYear: "YY"
      case .firstNumber, .secondNumber: "?"
      case .month: padding(of: .month) == .bare ? "M" : "MM"
      case .day: padding(of: .day) == .bare ? "D" : "DD"
      case .dayOfYear: "DDD"
      case .monthName: isMonthFull ? "Month" : "Mon"
      case .weekdayName: traits.contains(.fullWeekday) ? "Weekday" : "Day"
      case .quarter: "q"
      case .week: "ww"
      case .weekdayNumber: "d"
      case .hour, .halfDayHour: padding(of: part) == .bare ? "h" : "hh"
      case .minute: "mm"
      case .second: "ss"
      case .fraction: String(repeating: "f", count: max(fractionDigits, 1))
      case .meridiem: "AM"
      case .zone(let style): style == .utc ? "UTC" : style == .gmt ? "GMT" : "zone"
      case .region(let name): name
      }
    }.joined()
  }
}
