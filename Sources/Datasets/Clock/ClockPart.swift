/// A part of a written time, in the order in which the parts are written.
package enum ClockPart: Equatable, Sendable {
  /// A byte that is the same in every cell: a mark, a space, the T of ISO 8601.
  case literal(UInt8)
  /// Four digits.
  case year
  /// Two digits: 00 to 68 are 2000 to 2068, 69 to 99 are 1969 to 1999.
  case shortYear
  /// Day and month, of which the cell does not say which is which.
  case firstNumber
  case secondNumber
  case month
  case day
  case dayOfYear
  case monthName(NameCase)
  case weekdayName(NameCase)
  case quarter
  /// The year that an ISO week belongs to.
  case weekYear
  case week
  case weekdayNumber
  case hour
  /// 1 to 12, together with `meridiem`.
  case halfDayHour
  case minute
  case second
  /// The digits after the mark; the mark itself is the literal before.
  case fraction
  case meridiem(NameCase)
  case zone(ZoneStyle)
  /// A zone's name in brackets, which is kept and not looked up.
  case region(String)
}

package enum NameCase: Equatable, Sendable {
  case title
  case lower
  case upper

  /// The case of a word of at least two letters, by its first two.
  package init(_ first: UInt8, _ second: UInt8) {
    self = first >= 0x61 ? .lower : second < 0x61 ? .upper : .title
  }

  /// `name`, which is in title case.
  package func apply(to name: String) -> String {
    switch self {
    case .title: name
    case .lower: name.lowercased()
    case .upper: name.uppercased()
    }
  }
}

package enum ZoneStyle: Equatable, Sendable {
  /// Z, and +01:00 for other offsets.
  case zulu
  /// UTC or GMT, and +01:00 for other offsets.
  case utc
  case gmt
  /// +01:00.
  case colon
  /// +0100.
  case plain
  /// +01, and +01:30 for offsets that are not whole hours.
  case hours
}

/// Facts about how cells are written that need more than one cell: 10 does not say whether 9 would
/// be 09, May does not say whether June would be Jun. The first number is the month of a date that
/// begins with its year, and the second number is its day.
package struct ClockTraits: OptionSet, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let zeroFirst = ClockTraits(rawValue: 1 << 0)
  package static let bareFirst = ClockTraits(rawValue: 1 << 1)
  package static let zeroSecond = ClockTraits(rawValue: 1 << 2)
  package static let bareSecond = ClockTraits(rawValue: 1 << 3)
  /// A day below ten that has a space in place of the zero: "Aug  8".
  package static let spacedDay = ClockTraits(rawValue: 1 << 4)
  package static let zeroHour = ClockTraits(rawValue: 1 << 5)
  package static let bareHour = ClockTraits(rawValue: 1 << 6)
  package static let shortMonth = ClockTraits(rawValue: 1 << 7)
  package static let fullMonth = ClockTraits(rawValue: 1 << 8)
  package static let shortWeekday = ClockTraits(rawValue: 1 << 9)
  package static let fullWeekday = ClockTraits(rawValue: 1 << 10)
  package static let timeOfDay = ClockTraits(rawValue: 1 << 11)
  package static let seconds = ClockTraits(rawValue: 1 << 12)
  package static let fraction = ClockTraits(rawValue: 1 << 13)
  package static let zone = ClockTraits(rawValue: 1 << 14)
  package static let zulu = ClockTraits(rawValue: 1 << 15)
  /// A date without a time of day.
  package static let dateOnly = ClockTraits(rawValue: 1 << 16)
  /// Seconds without a fraction.
  package static let wholeSeconds = ClockTraits(rawValue: 1 << 17)
  /// Midnight as 24:00 of the day before, and as 00:00.
  package static let endOfDay = ClockTraits(rawValue: 1 << 18)
  package static let startOfDay = ClockTraits(rawValue: 1 << 19)

  /// From here on a bit for each language that lacks the name of a month.
  static let firstLanguage: UInt32 = 1 << 20

  /// The parts that a cell may leave out. A layout that has all of them can write every cell.
  package static let optionalParts: ClockTraits = [.timeOfDay, .seconds, .fraction, .zone]
}
