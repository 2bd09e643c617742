import Datasets
import Testing

struct ClockCellTests {
  /// Read with the day first where the cell does not say; seconds of UTC.
  static let times: [(String, Double)] = [
    ("2024-01-05", at(2024, 1, 5)),
    ("2024/1/5", at(2024, 1, 5)),
    ("2024.01.05", at(2024, 1, 5)),
    ("2024 01 05", at(2024, 1, 5)),
    ("2024-01", at(2024, 1, 1)),
    ("2024/11", at(2024, 11, 1)),
    ("01/2024", at(2024, 1, 1)),
    ("2024-01-05T14:30", at(2024, 1, 5, 14, 30)),
    ("2024-01-05 14:30:00.123456", at(2024, 1, 5, 14, 30, 0.123456)),
    ("2024-01-05 14:30:07,5", at(2024, 1, 5, 14, 30, 7.5)),
    ("2024-01-05T14:30:00.123456789Z", at(2024, 1, 5, 14, 30, 0.123456)),
    ("2024-01-05T14:30:00Z", at(2024, 1, 5, 14, 30)),
    ("2024-01-05T14:30:00+01:00", at(2024, 1, 5, 13, 30)),
    ("2024-01-05T14:30:00+0100", at(2024, 1, 5, 13, 30)),
    ("2024-01-05T14:30:00+01", at(2024, 1, 5, 13, 30)),
    ("2024-01-05 14:30:00-05:30", at(2024, 1, 5, 20, 0)),
    ("2024-01-05 14:30:00 +0545", at(2024, 1, 5, 8, 45)),
    ("2024-01-05 14:30:00 UTC", at(2024, 1, 5, 14, 30)),
    ("2024-01-05 14:30 GMT", at(2024, 1, 5, 14, 30)),
    ("2024-01-05T14:30:00+01:00[Europe/Berlin]", at(2024, 1, 5, 13, 30)),
    ("2024-01-05T14", at(2024, 1, 5, 14)),
    ("2024-01-05 24:00", at(2024, 1, 6)),
    ("2016-12-31T23:59:60Z", at(2017, 1, 1)),
    ("20240105", at(2024, 1, 5)),
    ("20240105T143000Z", at(2024, 1, 5, 14, 30)),
    ("20240105T1430", at(2024, 1, 5, 14, 30)),
    ("20240105 143015", at(2024, 1, 5, 14, 30, 15)),
    ("20240105143000", at(2024, 1, 5, 14, 30)),
    ("202401051430", at(2024, 1, 5, 14, 30)),
    ("2024010514", at(2024, 1, 5, 14)),
    ("2024-005", at(2024, 1, 5)),
    ("2024-366", at(2024, 12, 31)),
    ("5/1/2024", at(2024, 1, 5)),
    ("05.01.2024", at(2024, 1, 5)),
    ("05-01-2024", at(2024, 1, 5)),
    ("05 01 2024", at(2024, 1, 5)),
    ("31.12.99", at(1999, 12, 31)),
    ("05/01/68", at(2068, 1, 5)),
    ("05/01/69", at(1969, 1, 5)),
    ("29/02/2024 7:05", at(2024, 2, 29, 7, 5)),
    ("10/03/2004 18.00.00", at(2004, 3, 10, 18)),
    ("05.01.2024 14.30", at(2024, 1, 5, 14, 30)),
    ("5/1/2024, 2:30:15 PM", at(2024, 1, 5, 14, 30, 15)),
    ("05/01/2024 12 AM", at(2024, 1, 5)),
    ("Aug 08, 2023", at(2023, 8, 8)),
    ("August 8 2023", at(2023, 8, 8)),
    ("Aug. 8, 2023", at(2023, 8, 8)),
    ("AUG-08-2023", at(2023, 8, 8)),
    ("8 Aug 2023", at(2023, 8, 8)),
    ("8 september 2023", at(2023, 9, 8)),
    ("8 Sept 2023", at(2023, 9, 8)),
    ("08-Aug-23", at(2023, 8, 8)),
    ("08-MAY-2023 01:02:03", at(2023, 5, 8, 1, 2, 3)),
    ("Aug-23", at(2023, 8, 1)),
    ("Aug 2023", at(2023, 8, 1)),
    ("2023-Aug-08", at(2023, 8, 8)),
    ("2023 Aug", at(2023, 8, 1)),
    ("Tue, 08 Aug 2023 14:30:00 GMT", at(2023, 8, 8, 14, 30)),
    ("Tue Aug  8 14:30:00 2023", at(2023, 8, 8, 14, 30)),
    ("Tue Aug 08 14:30:00 +0200 2023", at(2023, 8, 8, 12, 30)),
    ("Tuesday, August 8, 2023 2:30 pm", at(2023, 8, 8, 14, 30)),
    ("tue 2023-08-08", at(2023, 8, 8)),
    ("10/Oct/2000:13:55:36 -0700", at(2000, 10, 10, 20, 55, 36)),
    ("14:30", at(1970, 1, 1, 14, 30)),
    ("14:30:15.5", at(1970, 1, 1, 14, 30, 15.5)),
    ("2:30 PM", at(1970, 1, 1, 14, 30)),
    ("02:30:15 pm", at(1970, 1, 1, 14, 30, 15)),
    ("12 AM", at(1970, 1, 1)),
    ("12:15am", at(1970, 1, 1, 0, 15)),
    ("12 PM", at(1970, 1, 1, 12)),
    ("14.30.00", at(1970, 1, 1, 14, 30)),
    ("14h30", at(1970, 1, 1, 14, 30)),
    ("24:00", at(1970, 1, 2)),
    ("2024Q1", at(2024, 1, 1)),
    ("2024-Q2", at(2024, 4, 1)),
    ("2024 q3", at(2024, 7, 1)),
    ("Q4 2024", at(2024, 10, 1)),
    ("1Q2024", at(2024, 1, 1)),
    ("2024-W05", at(2024, 1, 29)),
    ("2024W05", at(2024, 1, 29)),
    ("2024-W05-3", at(2024, 1, 31)),
    ("2020-W53", at(2020, 12, 28)),
    ("  2024-01-05\t", at(2024, 1, 5)),
  ]

  @Test(arguments: times)
  func reads(text: String, seconds: Double) throws {
    let cell = try #require(clock(text))
    let time = try #require(cell.time(dayFirst: true))
    #expect((time.seconds - seconds).magnitude < 1e-6)
  }

  @Test(arguments: [
    "", " ", "-", "1.5", "12", "3-4", "1/2", "2024-13-01", "2024-00-01", "2024-01-00",
    "31.02.2024", "30/02/2024", "29.02.2023", "1900-02-29", "1.2.3", "10.0.0.1", "may", "May 5",
    "Aug 23", "8 Aug", "Q5 2024", "Q0 2024", "2024Q5", "Q1", "Q1 24", "1Q24", "2.500", "12.05",
    "14.30", "2020", "2024.01", "202401", "1500000000", "1500000000000", "1.10.2024x",
    "1.10.2024.5", "v1.10.2024", "555-1234", "555 123 4567", "+49 30 1234567", "030-1234567",
    "(030) 12345", "25:00", "24:01", "14:60", "14:30:61", "14:30:60", "1:2", "13 PM", "0:30 PM",
    "13:00 am", "2024-01-05T", "2024-01-05 25:00", "2024-01-05 14:30+15:00",
    "2024-01-05 14:30 EST", "2024-01-05Z", "2024-1-5-6", "2024-01/05", "24-13-13", "99/99/99",
    "2024-W54", "2021-W53", "2024-W05-8", "2024-000", "2024-367", "2023-366", "20241301",
    "20240230", "2024013", "202401052530", "Wed, 08 Aug 2023", "Tue", "Tuesday", "Mon 14:30",
    "Augu 8 2023", "Marchs 8 2023", "32 Aug 2023", "Feb 30 2024", "1e5", "-5", "12:", ":30",
    "12:30:", "1,5", "1.234.567", "1/2/3", "12/2024/05", "0000-01-01", "2024-01-05T14:30Zulu",
    "2024-01-05T14:30[Europe/Berlin", "192.168.10.20", "978-3-16-148410-0", "3-0", "1-1-1", "am",
    "1.2.34",
    "1.10.20", "2.0.15",
    "12 m", "1 a", "5 12 34", "12345", "$12.05", "12%", "true", "second", "Monday 5",
    "2011-2012", "A2024-01-05", "2024-01-05 14:30:00.", "set-01", "gen-12", "out-20", "3. run 2021",
    "3 de set 2", "mär", "mar\u{E7}o", "3 jui 2021", "de 2021",
  ])
  func refuses(text: String) {
    #expect(clock(text) == nil)
  }

  @Test func keepsBothReadings() throws {
    let cell = try #require(clock("05/01/2024"))
    #expect(cell.order == .dayOrMonthFirst)
    #expect(cell.time(dayFirst: true)?.seconds == at(2024, 1, 5))
    #expect(cell.time(dayFirst: false)?.seconds == at(2024, 5, 1))
  }

  @Test func excludesReadingsThatTheCalendarDoesNotHave() throws {
    let day = try #require(clock("13/01/2024"))
    #expect(day.canBeDayFirst && !day.canBeMonthFirst)
    let month = try #require(clock("01/13/2024"))
    #expect(!month.canBeDayFirst && month.canBeMonthFirst)
    // The fifth of January was a Friday, the first of May a Wednesday.
    let named = try #require(clock("Fri 05/01/2024"))
    #expect(named.canBeDayFirst && !named.canBeMonthFirst)
  }

  @Test func aTimeAloneHasNoDate() throws {
    let time = try #require(clock("14:30"))
    #expect(!time.hasDate && time.hasTimeOfDay)
    let date = try #require(clock("2024-01-05"))
    #expect(date.hasDate && !date.hasTimeOfDay)
  }

  @Test(arguments: [
    ("100100", 36_060), ("93000", 34_200), ("1430", 52_200), ("930", 34_200), ("0", 0),
    ("5", 300), ("2400", 86_400), ("235959", 86_399),
  ])
  func readsClockDigits(text: String, seconds: Int) {
    let cell = withBytes(text) { ClockCell(clockDigits: $0) }
    #expect(cell?.secondOfDay == Int32(seconds))
  }

  @Test(arguments: ["", "2460", "1460", "250000", "126000", "120060", "1234567", "12.5", "12:30"])
  func refusesClockDigits(text: String) {
    #expect(withBytes(text) { ClockCell(clockDigits: $0) } == nil)
  }

  /// Any bytes, bytes that dates are made of, and pieces of dates in any order.
  @Test func noBytesCrash() {
    var random = SplitMix(state: 7)
    let alphabet = Array("0123456789012345678901234567890-/.: :TZQW+,[]aApPmMJan".utf8)
    let pieces = [
      "20", "05", "1", "2024", "-", "-", "/", "/", ":", " ", "T", "Aug", "Z", "PM", "+01:00", ".",
      "31", "Q1", "W05", "20240105", "143000", "Fri, ", "14:30", "[Europe/Berlin]",
    ].map { Array($0.utf8) }
    var read = 0
    var column = ClockColumn(isNamedTime: true, isBesideDate: true)
    for round in 0..<100_000 {
      let count = Int(random.next() % 30)
      let bytes: [UInt8] =
        switch round % 3 {
        case 0: (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        case 1: (0..<count).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
        default:
          (0..<count / 3).flatMap { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
        }
      bytes.withUnsafeBufferPointer { cell in
        column.add(cell)
        _ = ClockCell(clockDigits: cell)
        guard let clock = ClockCell(cell) else { return }
        read += 1
        var parser = ClockParser(trimmed(cell), dotsAreTimes: false, recording: true)
        let isTime = parser.parse()
        #expect(isTime)
        for dayFirst in [true, false] {
          guard let time = clock.time(dayFirst: dayFirst) else { continue }
          #expect((-1...(86_400 * 3_300_000)).contains(time.wall + 31_000_000_000))
        }
      }
    }
    #expect(read > 300)
    #expect(column.finding.missing > 0)
  }

  /// Cells that are times but for one byte.
  @Test func noChangedByteCrashes() {
    var random = SplitMix(state: 11)
    for (text, _) in Self.times {
      for _ in 0..<500 {
        var bytes = Array(text.utf8)
        let place = Int(random.next() % UInt64(bytes.count))
        bytes[place] = UInt8(truncatingIfNeeded: random.next())
        if random.next() % 4 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
        bytes.withUnsafeBufferPointer { cell in
          let format = ClockFormat.bare(.text)
          if let time = ClockCell(cell)?.time(dayFirst: true) { _ = format.text(time) }
        }
      }
    }
  }
}
