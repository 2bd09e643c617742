import Datasets
import Testing

struct ClockFormatTests {
  /// Cells of one column each, which are written again as they are.
  static let columns: [[String]] = [
    ["2024-01-05", "2024-12-31"],
    ["2024/1/5", "2024/12/31"],
    ["2024-01", "2024-12"],
    ["01/2024", "12/2024"],
    ["2024-01-05T14:30", "2024-01-05T04:30"],
    ["2024-01-05 14:30:00.123456", "2024-01-05 04:30:59.000001"],
    ["2024-01-05 14:30:00", "2024-01-05 14:30:00.5"],
    ["2024-01-05 14:30:00.25", "2024-01-05 14:30:00.5"],
    ["2024-01-05", "2024-01-05 12:00:00"],
    ["2024-01-05T14:30:00Z", "2024-07-05T14:30:00Z"],
    ["2024-01-05T14:30:00+01:00", "2024-07-05T14:30:00+02:00", "2024-07-05T14:30:00-03:30"],
    ["2024-01-05T14:30:00Z", "2024-07-05T14:30:00+01:00"],
    ["2024-01-05 14:30:00+0100"], ["2024-01-05 14:30:00-05"], ["2024-01-05 14:30 UTC"],
    ["2024-01-05T14:30:00+01:00[Europe/Berlin]"], ["2024-01-05T14"],
    ["20240105", "20240206", "20241231"],
    ["20240105143000", "20240105143100", "20240105143200"],
    ["20240105T143000Z"], ["2024-005", "2024-366"],
    ["13/01/2024", "01/12/2024"], ["13/1/2024", "1/12/2024"], ["01.12.2024 14:00:00"],
    ["12/31/24 5:07", "1/5/24 14:30"], ["1/31/2024 2:30 PM", "1/5/2024 12:00 AM"],
    ["01/31/2024 02:30:15 pm", "01/05/2024 12:00:00 pm"], ["1/31/2024, 9:05:00 AM"],
    ["10/03/2004 18.00.00"], ["05 01 2024"],
    ["Aug 08, 2023", "May 01, 2023"], ["Aug 8, 2023", "Dec 31, 2023"],
    ["August 8 2023", "May 1 2023"],
    ["May 1, 2023", "June 12, 2023"], ["8 Aug 2023"], ["08-Aug-23"], ["08-AUG-2023"], ["Aug-23"],
    ["aug 2023"], ["2023-Aug-08"],
    ["Tue, 08 Aug 2023 14:30:00 GMT", "Wed, 09 Aug 2023 14:30:00 GMT"],
    ["Tue Aug  8 14:30:00 2023", "Thu Aug 10 14:30:00 2023"],
    ["Tue Aug 08 14:30:00 +0200 2023"], ["Tuesday, August 8, 2023 2:30 pm"],
    ["10/Oct/2000:13:55:36 -0700"],
    ["3. M\u{E4}rz 2021", "12. Mai 2021", "1. Dezember 2021"], ["Januar 2021", "M\u{E4}rz 2021"],
    ["01-Okt-2020", "01-Dez-2020"], ["2021-Mai-03", "2021-Dez-03"],
    ["1 m\u{E4}r 2020", "1 okt 2020"],
    ["3 mars 2021", "14 ao\u{FB}t 2021", "1 f\u{E9}vrier 2022"], ["janv. 2021", "f\u{E9}vr. 2021"],
    ["3 de marzo de 2021", "12 de mayo de 2021"], ["enero 2021", "febrero 2021"],
    ["marzo de 2021", "abril de 2021"], ["01-ene-21", "01-abr-21"],
    ["gennaio 2021", "giugno 2021"], ["3 gen 2021", "3 lug 2021"],
    ["3 mar\u{E7}o 2021", "1 dezembro 2021"], ["3 de fevereiro de 2021", "1 de maio de 2021"],
    ["03-mrt-2021", "03-mei-2021"], ["3 januari 2021", "3 augustus 2021"],
    ["JANVIER 2021", "JUIN 2021"],
    ["14:30", "04:30"], ["4:30", "14:30"], ["2:30 PM"], ["12 AM", "1 AM"], ["14.30.00"], ["14h30"],
    ["14:30", "24:00"], ["2024-01-05 24:00:00", "2024-01-06 01:00:00"],
    ["2024Q1", "2024Q4"], ["2024-Q2"], ["Q4 2024"], ["1Q2024"], ["2024-W05", "2020-W53"],
    ["2024W05"], ["2024-W05-3", "2025-W01-1"],
    ["1500000000", "1500000060", "1500000120"],
    ["1500000000.5", "1500000001.0", "1500000001.5"],
    ["1500000000000", "1500000060000", "1500000120000"],
    ["1500000000000001", "1500000000000002", "1500000000000003"],
    ["1500000000000001000", "1500000000000002000", "1500000000000003000"],
    ["202411", "202412", "202501"], ["1999", "2000", "2001"],
  ]

  @Test(arguments: columns)
  func writesWhatItReads(cells: [String]) throws {
    let found = finding(cells)
    #expect(found.times == cells.count && found.others == 0)
    let format: ClockFormat
    switch found.reading {
    case .decided(let decided, _): format = decided
    case .undecided(_, let dayFirst, let monthFirst):
      format = dayFirst
      for cell in cells {
        #expect(monthFirst.text(try #require(monthFirst.time(cell))) == cell)
      }
    default:
      Issue.record("\(found.reading)")
      return
    }
    for cell in cells {
      #expect(format.text(try #require(format.time(cell))) == cell)
    }
  }

  /// Every cell format that has one reading is written back as a column of one row.
  @Test(arguments: ClockCellTests.times.map(\.0))
  func writesEveryCell(text: String) throws {
    // Texts that are read but have a usual form of their own.
    let unusual = ["23:59:60", "  ", "Sept", ".123456789", "2024/1/5"]
    if unusual.contains(where: text.contains) { return }
    let found = finding([text], isNamedTime: true)
    let format: ClockFormat? =
      if case .undecided(_, let dayFirst, _) = found.reading { dayFirst } else { found.format }
    let decided = try #require(format)
    #expect(decided.text(try #require(decided.time(text))) == text)
  }

  @Test func goesOnInTheColumnsManner() throws {
    let dates = try #require(finding(["12/28/2023", "12/29/2023"]).format)
    #expect(dates.text(ClockTime(seconds: at(2024, 1, 2))) == "01/02/2024")
    let bare = try #require(finding(["9/28/2023", "9/29/2023"]).format)
    #expect(bare.text(ClockTime(seconds: at(2024, 1, 2))) == "1/2/2024")
    let names = try #require(finding(["May 30, 2023", "May 31, 2023"]).format)
    #expect(names.text(ClockTime(seconds: at(2023, 6, 1))) == "Jun 01, 2023")
  }

  @Test func refusesCellsOfAnotherFormat() throws {
    let format = try #require(finding(["2024-01-05 14:30"]).format)
    #expect(format.time("2024/01/05 14:30") == nil)
    #expect(format.time("2024-01") == nil)
    #expect(format.time("05-01-2024") == nil)
    #expect(format.time("NA") == nil)
    #expect(format.time("1500000000") == nil)
  }

  @Test func offsetsAreApplied() throws {
    let cells = ["2024-10-27T02:30:00+02:00", "2024-10-27T02:30:00+01:00"]
    let format = try #require(finding(cells).format)
    #expect(format.hasZone)
    let times = try cells.map { try #require(format.time($0)) }
    #expect(times[1].seconds - times[0].seconds == 3600)
    #expect(times[0].hour == 2 && times[1].hour == 2)
  }

  @Test(arguments: [
    ("2024-01-05T14:30:00Z", "YYYY-MM-DDThh:mm:sszone"), ("8 Aug 2023", "D Mon YYYY"),
    ("2024Q1", "YYYYQq"), ("1:05 PM", "h:mm AM"),
  ])
  func describesItself(text: String, pattern: String) {
    #expect(finding([text]).format?.pattern == pattern)
  }
}
