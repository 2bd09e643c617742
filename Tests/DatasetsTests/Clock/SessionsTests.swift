import Datasets
import Testing

/// Business days, trading hours and other clocks with breaks.
struct SessionsTests {
  /// Business days at midnight from Monday, 2024-01-01.
  private func businessDays(_ count: Int, without holidays: Set<Int> = []) -> [Double] {
    let first = CivilDate.days(2024, 1, 1)
    return (0..<count).map { first + $0 }
      .filter { CivilDate.weekday(of: $0) <= 5 && !holidays.contains($0) }
      .map { Double($0) * 86_400 }
  }

  /// From 9:30 to 16:00 on business days.
  private func trading(_ step: Double, days: Int, without holidays: Set<Int> = []) -> [Double] {
    businessDays(days, without: holidays).flatMap { day in
      stride(from: day + 34_200, through: day + 57_600, by: step)
    }
  }

  @Test func businessDaysAndHolidays() {
    // Good Friday and Easter Monday; the first of May, a Wednesday; Christmas and the day after.
    let holidays = [(3, 29), (4, 1), (5, 1), (12, 25), (12, 26)].map {
      CivilDate.days(2024, $0.0, $0.1)
    }
    let steps = ClockSteps(seconds: businessDays(366, without: Set(holidays)))
    #expect(steps.name == "1 business day" && steps.seasons == [5, 261])
    #expect(steps.gaps.isEmpty)
    let friday = ClockTime(seconds: at(2024, 3, 8))
    #expect(steps.next(after: friday, steps: 1).seconds == at(2024, 3, 11))
    #expect(steps.next(after: friday, steps: 6).seconds == at(2024, 3, 18))
  }

  @Test func aWeekOffIsAGap() {
    let week = Set((0..<5).map { CivilDate.days(2024, 3, 4) + $0 })
    let steps = ClockSteps(seconds: businessDays(366, without: week))
    #expect(steps.gaps == [45] && steps.longestGap?.length == "10 days")
  }

  @Test func aFewBusinessDays() {
    let steps = ClockSteps(seconds: businessDays(10))
    #expect(steps.name == "1 business day" && steps.gaps.isEmpty)
    #expect(ClockSteps(seconds: businessDays(5)).name == "1 day")
  }

  @Test func aRareSaturdayDoesNotOpenTheWeekend() {
    let times = (businessDays(366) + [at(2024, 3, 2)]).sorted()
    let steps = ClockSteps(seconds: times)
    #expect(steps.name == "1 business day" && steps.gaps.isEmpty)
  }

  @Test func tradingHours() {
    let holidays: Set<Int> = [CivilDate.days(2024, 1, 15), CivilDate.days(2024, 3, 29)]
    let steps = ClockSteps(seconds: trading(300, days: 120, without: holidays))
    #expect(steps.name == "5 minutes" && steps.gaps.isEmpty && steps.isRegular)
    #expect(steps.seasons == [79, 395])
    let close = ClockTime(seconds: at(2024, 3, 8, 16))
    #expect(steps.next(after: close, steps: 1).seconds == at(2024, 3, 11, 9, 30))
    #expect(steps.next(after: close, steps: 79 + 1).seconds == at(2024, 3, 12, 9, 30))
    let noon = ClockTime(seconds: at(2024, 3, 8, 12))
    #expect(steps.next(after: noon, steps: 1).seconds == at(2024, 3, 8, 12, 5))
  }

  @Test func tradingHoursWithGaps() {
    var times = trading(300, days: 120)
    // An hour of one day, and a closing that is missing.
    times.removeSubrange(1000..<1011)
    times.removeSubrange((79 * 30 - 14)..<(79 * 30 - 11))
    let steps = ClockSteps(seconds: times)
    #expect(steps.gaps == [1000, 79 * 30 - 14])
  }

  /// New York's hours in UTC: they move by an hour in March and November.
  @Test func tradingHoursInUniversalTime() {
    let summer = CivilDate.days(2024, 3, 11)...CivilDate.days(2024, 11, 1)
    let times = businessDays(366).flatMap { day -> [Double] in
      let hours: Double = summer.contains(Int(day) / 86_400) ? 4 : 5
      return stride(from: day + 34_200, through: day + 57_600, by: 1800).map { $0 + hours * 3600 }
    }
    let steps = ClockSteps(seconds: times)
    #expect(steps.gaps.isEmpty && steps.seasons == [14, 70])
    // In winter again at the end.
    let twenty = ClockTime(seconds: at(2025, 1, 3, 20))
    #expect(steps.next(after: twenty, steps: 1).seconds == at(2025, 1, 3, 20, 30))
    #expect(steps.next(after: twenty, steps: 3).seconds == at(2025, 1, 6, 14, 30))
  }

  @Test func twoOutagesAtTheSameTimeAreGaps() {
    var times = evenTimes(600, 144 * 12)
    times.removeSubrange((144 * 8 + 20)..<(144 * 8 + 26))
    times.removeSubrange((144 * 3 + 20)..<(144 * 3 + 26))
    #expect(ClockSteps(seconds: times).gaps == [144 * 3 + 20, 144 * 8 + 14])
  }

  @Test func aFewTradingDays() {
    let steps = ClockSteps(seconds: trading(1800, days: 3))
    #expect(steps.gaps.isEmpty && steps.seasons == [14, 42])
  }

  @Test func aLunchBreak() {
    let times = businessDays(60).flatMap { day in
      [9, 10, 11, 13, 14, 15].map { day + Double($0 * 3600) }
    }
    let steps = ClockSteps(seconds: times)
    #expect(steps.gaps.isEmpty && steps.seasons == [6, 30])
    let morning = ClockTime(seconds: at(2024, 1, 5, 11))
    #expect(steps.next(after: morning, steps: 1).seconds == at(2024, 1, 5, 13))
    #expect(steps.next(after: morning, steps: 4).seconds == at(2024, 1, 8, 9))
  }

  @Test func fromSundayNightToFridayNight() {
    // Hours from Sunday 22:00 to Friday 21:00.
    let times = (0..<20).flatMap { week in
      (0..<120).map { at(2024, 1, 7, 22) + Double(week * 168 + $0) * 3600 }
    }
    let steps = ClockSteps(seconds: times)
    #expect(steps.name == "1 hour" && steps.gaps.isEmpty)
    #expect(steps.seasons == [24, 120])
    let friday = ClockTime(seconds: at(2024, 3, 8, 21))
    #expect(steps.next(after: friday, steps: 1).seconds == at(2024, 3, 10, 22))
    let monday = ClockTime(seconds: at(2024, 3, 11, 21))
    #expect(steps.next(after: monday, steps: 1).seconds == at(2024, 3, 11, 22))
  }
}
