/// `dates`: dates as people write them, to ISO 8601, character by character.
///
/// Days from 1950 to 2049 in eighteen ways: names of months and weekdays whole or short, days as
/// numbers, ordinals and words, years of four or two digits or in words. Between slashes the month
/// comes first, between points the day; a year of two digits from 50 on is of the 20th century.
struct DatesTask: PairTask {
  static let name = "dates"
  static let about =
    "Dates as people write them, in numbers and words, to ISO 8601 (the seventh of march 1984: "
    + "1984-03-07), by characters. Every part of the answer can be read from the source. The "
    + "trivial predictor picks the most frequent character at each position and is never right as a "
    + "whole."
  static let design = PairDesign(
    title: "dates to ISO 8601", asks: "write the date as year-month-day",
    names: ("date", "ISO 8601"),
    characters: ("abcdefghijklmnopqrstuvwxyz0123456789 ,./-'", "0123456789-"))
  static let usualCount = 20_000
  static let lengths: ClosedRange<Int>? = nil

  /// 1950-01-01 and the day after the last.
  private static let first = CivilDate.days(1950, 1, 1)
  private static let end = CivilDate.days(2050, 1, 1)

  static let months = ClockNames.months.map { $0.lowercased() }
  static let weekdays = ClockNames.weekdays.map { $0.lowercased() }
  /// How many ways `text` knows.
  static let ways = 18

  init(length: Int) {}

  func pair(_ random: inout SeededRandom) -> (source: String, target: String) {
    let day = Self.first + random.index(below: Self.end - Self.first)
    return (Self.text(day, way: random.index(below: Self.ways)), Self.iso(CivilDate(days: day)))
  }

  static func iso(_ date: CivilDate) -> String {
    "\(date.year)-\(two(date.month))-\(two(date.day))"
  }

  /// - Parameter days: since 1970-01-01.
  static func text(_ days: Int, way: Int) -> String {
    let date = CivilDate(days: days)
    let (year, day) = (date.year, date.day)
    let month = months[date.month - 1]
    let short = month.prefix(3)
    let weekday = weekdays[CivilDate.weekday(of: days) - 1]
    let shortYear = two(year % 100)
    return switch way {
    case 0: "\(month) \(day), \(year)"
    case 1: "\(short) \(day), \(year)"
    case 2: "\(day) \(month) \(year)"
    case 3: "\(day) \(short) \(year)"
    case 4: "\(NumberWords.numeral(day)) of \(month) \(year)"
    case 5: "\(month) \(NumberWords.numeral(day)), \(year)"
    case 6: "\(weekday), \(month) \(day), \(year)"
    case 7: "\(weekday.prefix(3)) \(day) \(short) \(year)"
    case 8: "the \(NumberWords.ordinal(day)) of \(month) \(year)"
    case 9: "\(month) the \(NumberWords.ordinal(day)), \(NumberWords.year(year))"
    case 10: "\(date.month)/\(day)/\(year)"
    case 11: "\(two(date.month))/\(two(day))/\(shortYear)"
    case 12: "\(day).\(date.month).\(year)"
    case 13: "\(two(day)).\(two(date.month)).\(shortYear)"
    case 14: "\(year)/\(two(date.month))/\(two(day))"
    case 15: "\(day)-\(short)-\(shortYear)"
    case 16: "\(short) \(day) '\(shortYear)"
    default: "\(year) \(month) \(day)"
    }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
