import Datasets
import Testing

struct ClockTimeTests {
  @Test func daysAndDatesAreInverse() {
    var previous = CivilDate(days: -800_001)
    for days in -800_000...3_000_000 where days % 7 == 0 || (-40_000...40_000).contains(days) {
      let date = CivilDate(days: days)
      #expect(date.days == days)
      #expect(CivilDate.validDays(date.year, date.month, date.day) == days)
      let (year, week) = date.isoWeek
      let weekday = CivilDate.weekday(of: days)
      #expect(CivilDate.days(isoYear: year, week: week, weekday: weekday) == days)
      previous = date
    }
    #expect(previous.year > 9000)
  }

  @Test func knowsCalendarFacts() {
    #expect(CivilDate.days(1970, 1, 1) == 0)
    #expect(CivilDate.days(2000, 3, 1) == 11_017)
    #expect(CivilDate.weekday(of: 0) == 4)
    #expect(CivilDate.weekday(of: -1) == 3)
    #expect(CivilDate(year: 2024, month: 12, day: 30).isoWeek == (2025, 1))
    #expect(CivilDate(year: 2021, month: 1, day: 3).isoWeek == (2020, 53))
    #expect(CivilDate(year: 2024, month: 12, day: 31).dayOfYear == 366)
  }

  @Test func takesTimesApart() {
    let time = ClockTime(seconds: at(2024, 2, 29, 13, 45, 59.25) - 3600, offset: 3600)
    #expect(time.year == 2024 && time.month == 2 && time.day == 29)
    #expect(time.hour == 13 && time.minute == 45 && time.second == 59.25)
    #expect(time.weekday == 4)
    #expect(time.months == 2024 * 12 + 1)
  }

  @Test func timesBefore1970() {
    let time = ClockTime(seconds: at(1969, 12, 31, 23, 59, 59.5))
    #expect(time.seconds == -0.5)
    #expect(time.year == 1969 && time.hour == 23 && time.second == 59.5)
  }

  @Test func roundsOnce() {
    let time = ClockTime(seconds: at(2024, 1, 1) - 1e-7)
    #expect(time.year == 2024 && time.second == 0)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300])
  func survivesAnyNumber(seconds: Double) {
    let time = ClockTime(seconds: seconds)
    #expect((1...12).contains(time.month))
    #expect(!ClockFormat.bare(.epoch(perSecond: 1)).text(time).isEmpty)
  }

  @Test func joinsDateAndTimeOfDay() {
    let date = ClockTime(seconds: at(2004, 3, 10))
    #expect(date.at(ClockTime(seconds: 18 * 3600)).seconds == at(2004, 3, 10, 18))
  }
}
