/// A point in time, and the offset of the wall clock that it was written with.
///
/// A time of day without a date is on 1970-01-01; a month, a quarter, a week or a year is its first
/// day. Where a column has no offsets, its wall clock is taken for UTC.
package struct ClockTime: Equatable, Comparable, Sendable {
  /// Seconds since 1970-01-01 00:00 UTC, exact to the microsecond for present times.
  package var seconds: Double
  /// Seconds by which the wall clock is ahead of UTC.
  package var offset: Int

  package init(seconds: Double, offset: Int = 0) {
    self.seconds = seconds
    self.offset = offset
  }

  /// The time at which a wall clock with this offset shows `wall`.
  package init(wall: Double, offset: Int = 0) {
    self.init(seconds: wall - Double(offset), offset: offset)
  }

  package static func < (one: ClockTime, other: ClockTime) -> Bool { one.seconds < other.seconds }

  /// Seconds since 1970-01-01 00:00 as the wall clock shows them.
  package var wall: Double { seconds + Double(offset) }

  /// Whole days since 1970-01-01 on the wall clock.
  package var days: Int { ClockTime.day(of: wall) }

  /// The date on the wall clock.
  package var date: CivilDate { CivilDate(days: days) }

  /// Months since year 0.
  package var months: Int { date.months }

  package var year: Int { date.year }
  package var month: Int { date.month }
  package var day: Int { date.day }
  package var hour: Int { Int(wallMicroseconds.inDay / 3_600_000_000) }
  package var minute: Int { Int(wallMicroseconds.inDay / 60_000_000 % 60) }

  /// With its fraction, in steps of a microsecond.
  package var second: Double { Double(wallMicroseconds.inDay % 60_000_000) / 1_000_000 }

  /// 1 is Monday, 7 is Sunday.
  package var weekday: Int { CivilDate.weekday(of: days) }

  /// The time of day `timeOfDay` on this time's date, for a date and a time in columns apart. The
  /// offset is the one of the time of day.
  package func at(_ timeOfDay: ClockTime) -> ClockTime {
    ClockTime(wall: Double(days) * 86_400 + timeOfDay.wall, offset: timeOfDay.offset)
  }

  /// Days since 1970-01-01 and microseconds within the day, rounded once, so that 59.9999999
  /// seconds are the next minute in every part.
  package var wallMicroseconds: (days: Int, inDay: Int) { Self.microseconds(of: wall) }

  package static func microseconds(of wall: Double) -> (days: Int, inDay: Int) {
    // Years 1 to 9999 and some more: beyond, text would mean nothing and Int could overflow.
    let bounded = wall.isNaN ? 0 : min(max(wall, -62_200_000_000), 253_500_000_000)
    let whole = bounded.rounded(.down)
    let micros = Int(whole) * 1_000_000 + Int(((bounded - whole) * 1_000_000).rounded())
    let day = 86_400_000_000
    let days = micros >= 0 ? micros / day : -((-micros + day - 1) / day)
    return (days, micros - days * day)
  }

  package static func day(of wall: Double) -> Int { microseconds(of: wall).days }

  /// Seconds since midnight, to the microsecond.
  package static func timeOfDay(of wall: Double) -> Double {
    Double(microseconds(of: wall).inDay) / 1_000_000
  }
}
