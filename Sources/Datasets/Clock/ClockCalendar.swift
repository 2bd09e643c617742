/// The days of the week on which a column has rows.
package struct OpenDays: Equatable, Sendable {
  /// Bit 1 is Monday, bit 7 is Sunday.
  private let mask: UInt8

  /// Weekdays from 1 (Monday) to 7.
  package init(_ weekdays: some Sequence<Int>) {
    mask = weekdays.reduce(0) { $0 | 1 << UInt8($1) }
  }

  /// The weekdays of rows on these days, as counts from Monday. A weekday with less than one row in
  /// fifty of the fullest is closed: a rare Saturday does not open the weekend.
  package init(counts: [Int]) {
    let most = counts.max() ?? 0
    self.init((1...7).filter { counts[$0 - 1] * 50 > most })
  }

  package var count: Int { mask.nonzeroBitCount }

  package func isOpen(_ day: Int) -> Bool { mask & 1 << UInt8(CivilDate.weekday(of: day)) != 0 }

  /// The next open day, in days since 1970-01-01.
  package func next(after day: Int) -> Int {
    (day + 1...day + 7).first(where: isOpen) ?? day + 1
  }

  /// Whether holidays explain that no row is between two days: at most four days from the one to
  /// the other (a Friday or a Monday off next to a weekend, two days at Christmas), or five with
  /// two open days and a weekend between (Thursday to Tuesday at Easter).
  package func explains(from day: Int, to later: Int) -> Bool {
    if later - day <= 4 { return true }
    guard later - day == 5 else { return false }
    return (day + 1..<later).filter(isOpen).count <= 2
  }
}

/// The day of the month of a clock that goes by months.
package enum MonthDay: Equatable, Sendable {
  /// This day, or the last of a shorter month.
  case day(Int)
  case last
  /// The first or the last day from Monday to Friday.
  case firstWeekday
  case lastWeekday
  /// None of these: the day of the time before.
  case varying

  package init(_ dates: some Sequence<CivilDate>) {
    var isLast = true
    var isNearStart = true
    var isNearEnd = true
    var isFirst = true
    var most = 0
    for date in dates {
      let length = CivilDate.length(ofMonth: date.month, year: date.year)
      isLast = isLast && date.day == length
      isFirst = isFirst && date.day == 1
      isNearStart = isNearStart && date.day <= 4
      isNearEnd = isNearEnd && date.day >= length - 3
      most = max(most, date.day)
    }
    let isSame = dates.allSatisfy {
      $0.day == min(most, CivilDate.length(ofMonth: $0.month, year: $0.year))
    }
    if isFirst {
      self = .day(1)
    } else if isLast {
      self = .last
    } else if isSame {
      self = .day(most)
    } else {
      self = isNearEnd ? .lastWeekday : isNearStart ? .firstWeekday : .varying
    }
  }

  /// The day in a month that is counted from year 0, in days since 1970-01-01.
  package func days(months: Int, after date: CivilDate) -> Int {
    let year = (months >= 0 ? months : months - 11) / 12
    let month = months - year * 12 + 1
    let first = CivilDate.days(year, month, 1)
    let length = CivilDate.length(ofMonth: month, year: year)
    switch self {
    case .day(let day): return first + min(day, length) - 1
    case .last: return first + length - 1
    case .varying: return first + min(date.day, length) - 1
    case .firstWeekday:
      let weekday = CivilDate.weekday(of: first)
      return first + (weekday > 5 ? 8 - weekday : 0)
    case .lastWeekday:
      let last = first + length - 1
      return last - max(CivilDate.weekday(of: last) - 5, 0)
    }
  }

  /// Whole months from one date to a later one on a like day: the same, the end of the month, or
  /// both within the first or the last four days of the month, for the first or last weekday. nil
  /// otherwise.
  package static func months(from date: CivilDate, to later: CivilDate) -> Int? {
    let months = later.months - date.months
    guard months >= 1 else { return nil }
    let left = CivilDate.length(ofMonth: date.month, year: date.year) - date.day
    let leftLater = CivilDate.length(ofMonth: later.month, year: later.year) - later.day
    let isAlike =
      date.day == later.day || (left <= 3 && leftLater <= 3) || (date.day <= 4 && later.day <= 4)
      || (leftLater == 0 && date.day > later.day) || (left == 0 && later.day > date.day)
    return isAlike ? months : nil
  }
}
