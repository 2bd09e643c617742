/// A day of the proleptic Gregorian calendar.
package struct CivilDate: Equatable, Sendable {
  package var year: Int
  /// 1 to 12.
  package var month: Int
  /// 1 to the length of the month.
  package var day: Int

  package init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date that is `days` after 1970-01-01. Years are counted from March, so that the leap day
  /// is a year's last (Howard Hinnant, "chrono-compatible low-level date algorithms").
  package init(days: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01.
  package var days: Int { Self.days(year, month, day) }

  /// Months since year 0.
  package var months: Int { year * 12 + month - 1 }

  /// 1 is the first of January.
  package var dayOfYear: Int { days - Self.days(year, 1, 1) + 1 }

  package var isLastOfMonth: Bool { day == Self.length(ofMonth: month, year: year) }

  /// The week by ISO 8601: weeks begin on Monday and belong to the year of their Thursday.
  package var isoWeek: (year: Int, week: Int) {
    let today = days
    let thursday = CivilDate(days: today - Self.weekday(of: today) + 4)
    return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
  }

  /// Days since 1970-01-01 of a date that is known to be valid.
  package static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Days since 1970-01-01; nil if the calendar has no such date.
  package static func validDays(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    guard month >= 1, month <= 12, day >= 1 else { return nil }
    guard day <= 28 || day <= length(ofMonth: month, year: year) else { return nil }
    return days(year, month, day)
  }

  /// Days since 1970-01-01 of a weekday (1 to 7) in an ISO week; nil if the year has no such week.
  package static func days(isoYear year: Int, week: Int, weekday: Int) -> Int? {
    guard week >= 1, weekday >= 1, weekday <= 7 else { return nil }
    // The fourth of January is always in the first week.
    let fourth = days(year, 1, 4)
    let monday = fourth - self.weekday(of: fourth) + 1 + (week - 1) * 7
    guard CivilDate(days: monday + 3).year == year else { return nil }
    return monday + weekday - 1
  }

  /// 1 is Monday, 7 is Sunday.
  package static func weekday(of days: Int) -> Int {
    let remainder = (days + 3) % 7
    return (remainder < 0 ? remainder + 7 : remainder) + 1
  }

  package static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  package static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
