import Datasets
import Testing

/// Months by name in the languages that are read.
struct ClockLanguageTests {
  @Test(arguments: ClockLanguage.allCases, [false, true])
  func everyMonthIsRead(_ language: ClockLanguage, _ isFull: Bool) throws {
    for month in 1...12 {
      let name = language.month(month, isFull: isFull)
      for spelling in [name, name.lowercased(), name.uppercased()] {
        let cell = try #require(clock("3 \(spelling) 2021"), "\(spelling)")
        #expect(cell.time(dayFirst: true)?.seconds == at(2021, month, 3), "\(spelling)")
      }
    }
  }

  /// A column's language is the one that has all of its names.
  @Test(arguments: ClockLanguage.allCases, [false, true])
  func aYearIsWrittenAsItIsRead(_ language: ClockLanguage, _ isFull: Bool) throws {
    let cells = (1...12).map { "3 \(language.month($0, isFull: isFull)) 2021" }
    guard case .decided(let format, _) = finding(cells).reading else {
      Issue.record("not read as times")
      return
    }
    for cell in cells { #expect(format.text(try #require(format.time(cell))) == cell) }
  }
}
