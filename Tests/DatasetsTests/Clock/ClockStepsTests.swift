import Datasets
import Testing

struct ClockStepsTests {
  @Test(arguments: [
    (0.001, "1 millisecond", [1000, 60_000]), (0.04, "40 milliseconds", [25, 1500]),
    (1, "1 second", [60, 3600]), (1.5, "1.5 seconds", [40, 2400]),
    (60, "1 minute", [1440, 10_080]), (600, "10 minutes", [144, 1008]),
    (900, "15 minutes", [96, 672]), (1800, "30 minutes", [48, 336]), (3600, "1 hour", [24, 168]),
    (5400, "90 minutes", [16, 112]), (21_600, "6 hours", [4, 28]), (86_400, "1 day", [7, 365]),
    (604_800, "1 week", [52]), (1_209_600, "2 weeks", [26]), (864_000, "10 days", [37]),
  ])
  func evenSteps(step: Double, name: String, seasons: [Int]) {
    let steps = ClockSteps(seconds: evenTimes(step, 100))
    #expect(steps.direction == .rising && steps.isRegular && steps.share == 1)
    #expect(steps.name == name)
    #expect(steps.seasons == seasons)
    #expect(steps.gaps.isEmpty && steps.restarts.isEmpty && steps.longestGap == nil)
    let next = steps.next(after: ClockTime(seconds: firstOf2024), steps: 3)
    #expect((next.seconds - firstOf2024 - 3 * step).magnitude < 1e-6)
  }

  @Test func gapsAreListed() throws {
    var times = evenTimes(600, 300)
    times.removeSubrange(200..<(200 + 6 * 8 - 1))
    times.remove(at: 50)
    let steps = ClockSteps(seconds: times)
    #expect(steps.gaps == [50, 199])
    let gap = try #require(steps.longestGap)
    #expect(gap.row == 199 && gap.length == "8 hours")
    #expect(steps.name == "10 minutes")
  }

  @Test func daysHaveGapsInDays() throws {
    var times = evenTimes(86_400, 60)
    times.removeSubrange(30..<32)
    let steps = ClockSteps(seconds: times)
    #expect(steps.gaps == [30] && steps.longestGap?.length == "3 days")
  }

  @Test func fallingColumns() {
    var times = evenTimes(3600, 100)
    times.remove(at: 40)
    let steps = ClockSteps(seconds: times.reversed())
    #expect(steps.direction == .falling && steps.name == "1 hour")
    // The row after the gap, in the order of the file.
    #expect(steps.gaps == [59] && steps.restarts.isEmpty)
    #expect(steps.next(after: ClockTime(seconds: 0), steps: 1).seconds == 3600)
  }

  // MARK: Months

  @Test func monthsOfAllLengths() {
    let firsts = (0..<60).map { at(2020 + $0 / 12, $0 % 12 + 1, 1) }
    let steps = ClockSteps(seconds: firsts)
    #expect(steps.name == "1 month" && steps.seasons == [12] && steps.gaps.isEmpty)
    let next = steps.next(after: ClockTime(seconds: at(2024, 12, 1)), steps: 2)
    #expect(next.seconds == at(2025, 2, 1))
  }

  @Test func endsOfMonths() {
    let ends = (0..<48).map { index in
      let (year, month) = (2021 + index / 12, index % 12 + 1)
      return at(year, month, CivilDate.length(ofMonth: month, year: year))
    }
    let steps = ClockSteps(seconds: ends)
    #expect(steps.pace == .months(1, .last) && steps.gaps.isEmpty)
    let last = ClockTime(seconds: at(2024, 12, 31))
    #expect(steps.next(after: last, steps: 2).seconds == at(2025, 2, 28))
    #expect(steps.next(after: last, steps: 3).seconds == at(2025, 3, 31))
  }

  @Test func lastWeekdaysOfMonths() {
    let months = (0..<48).map { index -> Double in
      let days = MonthDay.lastWeekday.days(
        months: 2021 * 12 + index, after: CivilDate(year: 2021, month: 1, day: 1))
      return Double(days) * 86_400
    }
    let steps = ClockSteps(seconds: months)
    #expect(steps.name == "1 month" && steps.gaps.isEmpty)
    let next = steps.next(after: ClockTime(seconds: months[47]), steps: 3)
    #expect(next.seconds == at(2025, 3, 31))
    #expect(steps.next(after: next, steps: 2).seconds == at(2025, 5, 30))
  }

  @Test func quartersAndYears() {
    let quarters = (0..<20).map { at(2018 + $0 / 4, $0 % 4 * 3 + 1, 1) }
    let quarterly = ClockSteps(seconds: quarters)
    #expect(quarterly.name == "1 quarter" && quarterly.seasons == [4])
    let years = ClockSteps(seconds: (1900..<2000).map { at($0, 1, 1) })
    #expect(years.name == "1 year" && years.seasons.isEmpty && years.gaps.isEmpty)
    #expect(years.next(after: ClockTime(seconds: at(1999, 1, 1)), steps: 1).year == 2000)
  }

  @Test func missingMonths() {
    var firsts = (0..<60).map { at(2020 + $0 / 12, $0 % 12 + 1, 1) }
    firsts.removeSubrange(20..<22)
    let steps = ClockSteps(seconds: firsts)
    #expect(steps.gaps == [20] && steps.longestGap?.length == "1 quarter")
  }

  // MARK: Repeats, restarts, irregular clocks

  @Test func clocksSetBack() {
    // Hours of a wall clock: 2:00 comes twice.
    let hours = ClockSteps(
      seconds: (evenTimes(3600, 51, from: at(2024, 10, 25))
        + evenTimes(3600, 50, from: at(2024, 10, 27, 2))))
    #expect(hours.equalNeighbours == 1 && hours.restarts.isEmpty && hours.gaps.isEmpty)
    let quarters = ClockSteps(
      seconds: (evenTimes(900, 204, from: at(2024, 10, 25))
        + evenTimes(900, 200, from: at(2024, 10, 27, 2))))
    #expect(quarters.clockChanges == [204] && quarters.restarts.isEmpty)
  }

  @Test func clocksSetForward() {
    let times =
      evenTimes(3600, 50, from: at(2024, 3, 29)) + evenTimes(3600, 50, from: at(2024, 3, 31, 3))
    #expect(ClockSteps(seconds: times).gaps.isEmpty)
    let weekday =
      evenTimes(3600, 50, from: at(2024, 3, 26)) + evenTimes(3600, 50, from: at(2024, 3, 28, 3))
    #expect(ClockSteps(seconds: weekday).gaps == [50])
  }

  @Test func offsetsGoByTheClockThatIsEven() {
    let midnights = (0..<60).map { day in
      ClockTime(wall: at(2024, 3, 1) + Double(day) * 86_400, offset: day < 31 ? 3600 : 7200)
    }
    let days = ClockSteps(times: midnights)
    #expect(days.name == "1 day" && days.gaps.isEmpty && days.share == 1)
    let hours = (0..<100).map { hour in
      ClockTime(seconds: at(2024, 10, 26) + Double(hour) * 3600, offset: hour < 25 ? 7200 : 3600)
    }
    let absolute = ClockSteps(times: hours)
    #expect(absolute.equalNeighbours == 0 && absolute.share == 1)
  }

  @Test func restarts() {
    let series = evenTimes(3600, 50)
    let steps = ClockSteps(seconds: series + series + series)
    #expect(steps.direction == .rising && steps.restarts == [50, 100])
    #expect(steps.name == "1 hour" && steps.gaps.isEmpty)
    let falling = ClockSteps(seconds: series.reversed() + series.reversed())
    #expect(falling.direction == .falling && falling.restarts == [50])
  }

  @Test func seriesSideBySide() {
    let steps = ClockSteps(seconds: evenTimes(86_400, 20).flatMap { [$0, $0, $0] })
    #expect(steps.equalNeighbours == 40 && steps.name == "1 day")
  }

  @Test func irregularClocks() {
    var random = SplitMix(state: 3)
    var time = firstOf2024
    let times = (0..<500).map { _ in
      time += Double(1 + random.next() % 100_000)
      return time
    }
    let steps = ClockSteps(seconds: times)
    #expect(steps.name == "irregular" && !steps.isRegular)
    #expect(steps.gaps.isEmpty && steps.longestGap == nil && steps.seasons.isEmpty)
    #expect(steps.direction == .rising)
    let next = steps.next(after: ClockTime(seconds: time), steps: 1)
    #expect((25_000.0...75_000).contains(next.seconds - time))
  }

  @Test func noDirection() {
    let times = [5, 1, 9, 2, 8, 3, 7, 4].map { firstOf2024 + $0 * 3600 }
    let steps = ClockSteps(seconds: times)
    #expect(steps.direction == .neither && !steps.isRegular && steps.restarts.isEmpty)
  }

  @Test(arguments: [
    [], [0.0], [0, 0, 0], [.nan], [.nan, .infinity], [0, 1], [1, 0],
    [0, 1e-12, 2e-12, 3e-12], [0, 1e300, -1e300],
  ])
  func fewTimes(times: [Double]) {
    let steps = ClockSteps(seconds: times)
    #expect(steps.gaps.isEmpty)
    _ = steps.next(after: ClockTime(seconds: 0), steps: 5)
    _ = (steps.name, steps.seasons)
  }

  @Test func missingTimesArePassedOver() {
    var times = evenTimes(3600, 50)
    times[20] = .nan
    #expect(ClockSteps(seconds: times).gaps == [21])
  }

  @Test func roundingDoesNotMakeStepsUnevenTimes() {
    // Minutes as serial days with nine decimals, read to the millisecond.
    let times = (0..<1000).map { index in
      let serial = (Double(index) / 1440 * 1e9).rounded() / 1e9
      return firstOf2024 + (serial * 86_400_000).rounded() / 1000
    }
    #expect(ClockSteps(seconds: times).name == "1 minute")
  }

  /// Random columns: nothing traps, and rows that are listed exist.
  @Test func anyTimes() {
    var random = SplitMix(state: 5)
    let units: [Double] = [0.001, 1, 60, 3600, 86_400, 604_800, 2_678_400]
    for _ in 0..<500 {
      var time = Double(Int(random.next() % 4_000_000_000)) - 1e9
      let unit = units[Int(random.next() % 7)]
      let spread = 1 + random.next() % 4
      let times = (0..<60).map { _ in
        time += Double(random.next() % spread) * unit
        if random.next() % 30 == 0 { time -= 10 * unit }
        return time
      }
      let steps = ClockSteps(seconds: times)
      for row in steps.gaps + steps.restarts + steps.clockChanges {
        #expect((1..<60).contains(row))
      }
      let next = steps.next(after: ClockTime(seconds: time), steps: 7)
      #expect(next.seconds >= time)
    }
  }
}
