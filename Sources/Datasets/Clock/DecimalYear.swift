/// Years with a fraction: 1949.083 is February of 1949 as R writes the times of a monthly series,
/// 1958.2027 the middle of March of 1958.
package struct DecimalYear: Equatable, Sendable {
  /// The parts of a year from one row to the next, or fewer than such.
  package enum Grain: Equatable, Sendable { case months, days }

  package let grain: Grain
  /// The middle of the month or day is written, not its beginning.
  package let isMiddle: Bool

  /// Numbers are rounded down: the beginning of a month may be a little before it.
  private static let slack = 0.05

  /// The beginning of the month, or of the day; nil if it is not a year.
  package func date(of number: PlainNumber) -> CivilDate? {
    guard Self.isYear(number) else { return nil }
    let year = Int(number.whole)
    let parts = Self.parts(grain, of: year)
    let part = Int(number.fraction * Double(parts) + Self.slack)
    // The end of a year that is rounded up.
    guard part < parts else { return CivilDate(year: year + 1, month: 1, day: 1) }
    switch grain {
    case .months: return CivilDate(year: year, month: part + 1, day: 1)
    case .days: return CivilDate(days: CivilDate.days(year, 1, 1) + part)
    }
  }

  /// The part of the year that has passed, as the column writes it.
  func fraction(of date: CivilDate) -> Double {
    let part =
      switch grain {
      case .months: date.month - 1
      case .days: date.dayOfYear - 1
      }
    return (Double(part) + (isMiddle ? 0.5 : 0)) / Double(Self.parts(grain, of: date.year))
  }

  static func isYear(_ number: PlainNumber) -> Bool {
    number.digits == 4 && (1500...2199).contains(number.whole)
  }

  fileprivate static func parts(_ grain: Grain, of year: Int) -> Int {
    switch grain {
    case .months: 12
    case .days: CivilDate.days(year + 1, 1, 1) - CivilDate.days(year, 1, 1)
    }
  }
}

/// Whether decimal years step by months or by days, decided from row to row.
struct DecimalYearSteps {
  private var months = 0
  private var days = 0
  private var others = 0
  private var previous: Double?
  /// How far months, and days, had gone at the numbers, added up.
  private var passed = (months: 0.0, days: 0.0)
  private var count = 0.0

  mutating func add(_ number: PlainNumber) {
    count += 1
    passed.months += Self.passed(number, .months)
    passed.days += Self.passed(number, .days)
    defer { previous = number.value }
    guard let previous else { return }
    let step = (number.value - previous).magnitude
    if step == 0 { return }
    let inMonths = step * 12
    if inMonths > 0.8, (inMonths - inMonths.rounded()).magnitude < 0.12 {
      months += 1
    } else if step < 32 / 365 {
      days += 1
    } else {
      others += 1
    }
  }

  /// Nil if the steps are neither months nor days.
  var found: DecimalYear? {
    let all = months + days + others
    guard all > 0, others * 10 <= all else { return nil }
    let grain: DecimalYear.Grain = months * 10 >= all * 9 ? .months : .days
    // Steps of days may be months now and then: after a gap.
    guard grain == .months || days * 2 > all else { return nil }
    let mean = (grain == .months ? passed.months : passed.days) / count
    return DecimalYear(grain: grain, isMiddle: (0.25..<0.75).contains(mean))
  }

  /// Fraction of the month or the day, between 0 and 1.
  private static func passed(_ number: PlainNumber, _ grain: DecimalYear.Grain) -> Double {
    guard DecimalYear.isYear(number) else { return 0 }
    let part = number.fraction * Double(DecimalYear.parts(grain, of: Int(number.whole))) + 0.05
    return part - part.rounded(.down)
  }
}
