import Datasets
import Testing

struct ClockColumnTests {
  @Test func countsCells() {
    let found = finding(["2024-01-05", "", "NA", "n/a", "soon", "2024-01-06", "NaT", "late", " "])
    #expect(found.times == 2 && found.missing == 5 && found.others == 2)
    #expect(found.firstOther == ClockPlace(row: 4, text: "soon"))
    #expect(found.format?.order == .yearFirst)
    #expect(found.format?.hasTimeOfDay == false)
  }

  @Test func nothingIsNoClock() {
    #expect(finding([]).reading == .notTimes)
    #expect(finding(["", "NA"]).reading == .notTimes)
    let words = finding(["a", "b"])
    #expect(words.reading == .notTimes && words.others == 2 && words.firstOther?.row == 0)
  }

  @Test func aNumberAboveTwelveDecides() {
    let day = finding(["05/01/2024", "13/01/2024", "02/02/2024"])
    #expect(day.format?.order == .dayFirst)
    #expect(day.format?.pattern == "DD/MM/YYYY")
    guard case .decided(_, .cell(let place)) = day.reading else {
      Issue.record("\(day.reading)")
      return
    }
    #expect(place == ClockPlace(row: 1, text: "13/01/2024"))
    let month = finding(["1/5/2024 7:00", "1/13/2024 7:00"])
    #expect(month.format?.pattern == "M/D/YYYY h:mm")
    #expect(month.format?.time("1/13/2024 7:00")?.seconds == at(2024, 1, 13, 7))
    #expect(month.format?.time("13/1/2024 7:00") == nil)
  }

  @Test func bothKindsAreAConflict() {
    let found = finding(["01/02/2024", "13/01/2024", "01/02/2024", "01/14/2024", "15/01/2024"])
    let day = ClockPlace(row: 1, text: "13/01/2024")
    let month = ClockPlace(row: 3, text: "01/14/2024")
    #expect(found.reading == .conflict(dayFirst: day, monthFirst: month))
    #expect(found.times == 5)
  }

  @Test func dotsPutTheDayFirst() {
    let found = finding(["05.01.2024", "06.01.2024"])
    guard case .decided(let format, .dots) = found.reading else {
      Issue.record("\(found.reading)")
      return
    }
    #expect(format.time("05.01.2024")?.seconds == at(2024, 1, 5))
    #expect(finding(["05.01.2024", "01.13.2024"]).format?.order == .monthFirst)
  }

  @Test func shortColumnsAreUndecided() {
    let found = finding(["NA", "05/01/2024", "06/02/2024"])
    guard case .undecided(let first, let day, let month) = found.reading else {
      Issue.record("\(found.reading)")
      return
    }
    #expect(first == ClockPlace(row: 1, text: "05/01/2024"))
    #expect(day.time(first.text)?.seconds == at(2024, 1, 5))
    #expect(month.time(first.text)?.seconds == at(2024, 5, 1))
    #expect(found.format == nil && found.times == 2)
  }

  @Test func evenStepsDecide() {
    // Hours of three days in January; with the day first they jump from month to month.
    let hours = (0..<72).map { hour in
      "01/0\(hour / 24 + 5)/2024 \(hour % 24 < 10 ? "0" : "")\(hour % 24):00"
    }
    guard case .decided(let format, .steps) = finding(hours).reading else {
      Issue.record("undecided")
      return
    }
    #expect(format.order == .monthFirst)
    // Months of three years; with the month first they are the first twelve days of three Januaries.
    let months = (0..<36).map { "01/\($0 % 12 < 9 ? "0" : "")\($0 % 12 + 1)/\(2020 + $0 / 12)" }
    #expect(finding(months).format?.order == .dayFirst)
    // Half a year of months is as even in both readings.
    #expect(finding(months.prefix(6)).format == nil)
    // With a month missing, neither reading is clearly the more even one in two years.
    let gap = months.prefix(24).enumerated().filter { $0.offset != 18 }.map(\.element)
    #expect(finding(gap).format == nil)
  }

  @Test func orderDecides() {
    let events = ["01/02", "03/02", "12/02", "02/03", "04/03", "01/04", "09/04", "11/04"]
    let found = finding(events.map { $0 + "/2024" })
    #expect(found.format?.order == .dayFirst)
    #expect(finding(events.reversed().map { $0 + "/2024" }).format?.order == .dayFirst)
    #expect(finding((events + ["01/01"]).map { $0 + "/2024" }).format == nil)
  }

  @Test func cellsOfAnotherKindAreCounted() {
    let mixed = finding(["13-01-2024", "14-01-2024", "1/15/2024", "16-01-2024", "2024-01"])
    #expect(mixed.times == 3 && mixed.others == 2)
    #expect(mixed.firstOther == ClockPlace(row: 2, text: "1/15/2024"))
    let numbers = finding(["2024-01-05", "2024-01-06", "17"])
    #expect(numbers.times == 2 && numbers.others == 1 && numbers.firstOther?.row == 2)
  }

  @Test func dottedTimesStayTimes() {
    let found = finding(["00.10.00", "00.20.00", "10.11.12", "23.50.00"])
    #expect(found.times == 4)
    #expect(found.format?.time("10.11.12")?.seconds == at(1970, 1, 1, 10, 11, 12))
  }

  // MARK: Numbers

  @Test(arguments: [
    (1_500_000_000, 60, 1), (1_500_000_000_000, 60_000, 1000),
    (1_500_000_000_000_000, 1, 1_000_000), (1_500_000_000_000_000_000, 1_000_000, 1_000_000_000),
    (400_000_000, 1, 1),
  ])
  func epochs(first: Int, step: Int, perSecond: Int) throws {
    let found = finding((0..<5).map { String(first + $0 * step) })
    #expect(found.times == 5)
    let format = try #require(found.format)
    #expect(format.unit == .epoch(perSecond: perSecond))
    #expect(format.hasZone && format.hasTimeOfDay && format.hasDate)
    let text = String(first + step)
    let time = try #require(format.time(text))
    #expect((time.seconds - Double(first) / Double(perSecond)).magnitude <= 61)
    #expect(format.text(time) == text)
  }

  @Test func otherNumbers() {
    #expect(finding(["20240105", "20240106", "20240109"]).format?.precision == .day)
    #expect(finding(["20240105", "20240106", "20240199"]).reading == .notTimes)
    #expect(finding(["202411", "202412", "202501"]).format?.unit == .yearMonth)
    #expect(finding(["202411", "202412", "202513"]).reading == .notTimes)
    #expect(finding(["202411", "202412", "202502"]).reading == .notTimes)
    #expect(finding(["202411", "202412", "202502"], isNamedTime: true).format?.unit == .yearMonth)
    #expect(finding(["1990", "1991", "1992", "1990", "1991"]).reading == .notTimes)
    let panel = (0..<3).flatMap { _ in (1990..<2000).map(String.init) }
    #expect(finding(panel).format?.unit == .year)
    #expect(finding(["1992", "1991", "1990"]).format?.unit == .year)
    #expect(finding(["1990", "1992", "1994"]).reading == .notTimes)
    #expect(finding(["1990", "1994", "1998"], isNamedTime: true).format?.unit == .year)
    #expect(finding(["1499", "1500", "1501"]).reading == .notTimes)
    #expect(finding(["1305031102.1753", "1305031102.2", "1305031103.5"]).times == 3)
    let hours = finding((10..<24).map { "20240105\($0)" })
    #expect(hours.format?.time("2024010510")?.seconds == at(2024, 1, 5, 10))
    let stamps = finding(["202401051430", "202401051440", "202401051450"])
    #expect(stamps.format?.time("202401051440")?.seconds == at(2024, 1, 5, 14, 40))
  }

  @Test(arguments: [
    ["1500000000", "1400000000", "1600000000", "1300000000", "1700000000"],
    ["1500000000", "1500000000", "1500000000"], ["1500000000", "1500000060"],
    ["1500000000", "1500000060", "150000012000"], ["12.5", "13.5", "14.5"], ["1", "2", "3"],
    ["100000000", "200000000", "300000000"], ["43831", "43832", "43833"], ["-1", "0", "1"],
    ["100100", "100200", "100300"], ["9999999999", "9999999998", "9999999997"],
  ])
  func numbersThatAreNoClock(cells: [String]) {
    let found = finding(cells)
    #expect(found.reading == .notTimes && found.times == 0)
    #expect(found.others == cells.count && found.firstOther?.row == 0)
  }

  @Test func serialDaysNeedAName() throws {
    let found = finding(["43831", "43832.5", "43833.0208333333"], isNamedTime: true)
    let format = try #require(found.format)
    #expect(format.unit == .serialDays && format.hasTimeOfDay)
    #expect(format.time("43831")?.seconds == at(2020, 1, 1))
    #expect(format.time("43832.5")?.seconds == at(2020, 1, 2, 12))
    #expect(format.time("43833.0208333333")?.seconds == at(2020, 1, 3, 0, 30))
    #expect(format.text(ClockTime(seconds: at(2020, 1, 2, 12))) == "43832.5")
  }

  /// As R writes the times of monthly and quarterly series, as NOAA dates the middle of months, and as
  /// daily sunspots are dated; the second number of each is the month or day that is asked for.
  @Test(
    arguments: [
      (["1949", "1949.083", "1949.167", "1949.25", "1949.333"], 1, (1949, 2, 1)),
      (["1960.25", "1960.5", "1960.75", "1961"], 1, (1960, 7, 1)),
      (["1958.2027", "1958.2877", "1958.3699", "1958.4548"], 2, (1958, 5, 1)),
      (["2024.9167", "2024.8333", "2024.75", "2024.6667"], 3, (2024, 9, 1)),
      (["1818.001", "1818.004", "1818.007", "1818.010"], 2, (1818, 1, 3)),
      (["2020.1626", "2020.1653", "2020.1680", "2020.1708"], 0, (2020, 2, 29)),
      (["1999.997", "2000", "2000.003"], 1, (2000, 1, 1)),
    ] as [([String], Int, (Int, Int, Int))])
  func decimalYearsNeedAName(_ cells: [String], _ place: Int, _ date: (Int, Int, Int)) throws {
    #expect(finding(cells).reading == .notTimes)
    let format = try #require(finding(cells, isNamedTime: true).format)
    #expect(format.isOfYears && !format.hasTimeOfDay)
    #expect(format.time(cells[place])?.seconds == at(date.0, date.1, date.2))
  }

  @Test(arguments: [
    ["1949.000", "1949.083", "1949.167", "1949.250", "1949.333", "1949.417"],
    ["1818.001", "1818.004", "1818.007", "1818.010", "1818.012"],
  ])
  func decimalYearsAreWrittenAsTheyWere(_ cells: [String]) throws {
    let format = try #require(finding(cells, isNamedTime: true).format)
    for cell in cells {
      #expect(format.text(try #require(format.time(cell))) == cell)
    }
  }

  /// Numbers between 1500 and 2199 that go neither by months nor by days.
  @Test(arguments: [
    ["1500.1", "1612.7", "1733.4", "1990.9"], ["2000.02", "2000.17", "2000.21", "2000.63"],
  ])
  func measurementsAreNoDecimalYears(_ cells: [String]) {
    #expect(finding(cells, isNamedTime: true).reading == .notTimes)
  }

  @Test func clockDigitsNeedADateBeside() {
    let times = finding(["93000", "93100", "100000"], isBesideDate: true)
    #expect(times.format?.unit == .clockDigits(withSeconds: true))
    #expect(times.format?.time("93100")?.seconds == at(1970, 1, 1, 9, 31))
    let hours = finding(["0", "30", "100", "2330"], isBesideDate: true)
    #expect(hours.format?.unit == .clockDigits(withSeconds: false))
    #expect(hours.format?.time("30")?.seconds == 1800)
    #expect(finding(["0", "61", "100"], isBesideDate: true).reading == .notTimes)
  }
}
