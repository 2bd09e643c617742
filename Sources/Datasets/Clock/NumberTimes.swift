/// Whether a column of plain numbers is a clock: every number narrows what all of them can be.
package struct NumberTimes {
  /// The serial day of 1970-01-01, counted from 1899-12-30.
  package static let serialEpoch = 25_569

  private(set) var count = 0
  private(set) var first: ClockPlace?
  private var possible: Kinds
  private let isNamedTime: Bool
  private var digits = 0
  private var decimals = (least: Int.max, most: 0)
  private var values = StepTally()
  private var months = StepTally()
  private var decimalYears = DecimalYearSteps()
  private var distinct: [Double] = []
  private var traits: ClockTraits = []
  private var parts: [ClockPart] = []

  private struct Kinds: OptionSet {
    package let rawValue: UInt16

    package static let seconds = Kinds(rawValue: 1)
    package static let milliseconds = Kinds(rawValue: 2)
    package static let microseconds = Kinds(rawValue: 4)
    package static let nanoseconds = Kinds(rawValue: 8)
    package static let date = Kinds(rawValue: 16)
    package static let yearMonth = Kinds(rawValue: 32)
    package static let year = Kinds(rawValue: 64)
    package static let serialDays = Kinds(rawValue: 128)
    package static let clockMinutes = Kinds(rawValue: 256)
    package static let clockSeconds = Kinds(rawValue: 512)
    package static let yearWeek = Kinds(rawValue: 1024)
    package static let decimalYear = Kinds(rawValue: 2048)
    package static let all = Kinds(rawValue: 4095)
  }

  package init(isNamedTime: Bool, isBesideDate: Bool) {
    self.isNamedTime = isNamedTime
    possible = .all
    if !isNamedTime { possible.subtract([.serialDays, .yearWeek, .decimalYear]) }
    if !isBesideDate { possible.subtract([.clockMinutes, .clockSeconds]) }
  }

  package var isHopeless: Bool { possible.isEmpty }

  package mutating func add(
    _ number: PlainNumber, _ text: UnsafeBufferPointer<UInt8>, row: Int
  ) {
    if count == 0 {
      first = ClockPlace(row: row, text)
      digits = number.digits
    }
    count += 1
    if possible.isEmpty { return }
    narrow(number, text)
    digits = max(digits, number.digits)
    decimals = (min(decimals.least, number.decimals), max(decimals.most, number.decimals))
    let value = number.value
    values.add(value)
    if distinct.count < 3, !distinct.contains(value) { distinct.append(value) }
  }

  private mutating func narrow(_ number: PlainNumber, _ text: UnsafeBufferPointer<UInt8>) {
    func keep(_ kind: Kinds, _ isPossible: Bool) { if !isPossible { possible.remove(kind) } }
    keep(.seconds, Self.isInRange(number, perSecond: 1))
    keep(.milliseconds, Self.isInRange(number, perSecond: 1000))
    keep(.microseconds, Self.isInRange(number, perSecond: 1_000_000))
    keep(.nanoseconds, Self.isInRange(number, perSecond: 1_000_000_000))
    keep(.year, Self.isYear(number))
    keep(.serialDays, Self.isSerialDay(number))
    keep(.yearWeek, Self.weekDays(number) != nil)
    keep(.decimalYear, DecimalYear.isYear(number))
    if possible.contains(.decimalYear) { decimalYears.add(number) }
    if possible.contains(.date) { keep(.date, addDate(number, text)) }
    if possible.contains(.yearMonth) {
      let month = Self.months(number)
      keep(.yearMonth, month != nil)
      months.add(Double(month ?? 0))
    }
    for (kind, withSeconds) in [(Kinds.clockMinutes, false), (.clockSeconds, true)]
    where possible.contains(kind) {
      keep(kind, ClockCell(clockDigits: text, withSeconds: withSeconds) != nil)
    }
  }

  /// 20240105, or with a time of day in the same way in every row. Ten digits can also be seconds:
  /// those that read as hours of the years from 1900 on are seconds of the years from 2030 on.
  private mutating func addDate(_ number: PlainNumber, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard number.decimals == 0, number.digits >= 8, number.digits == digits else { return false }
    guard let cell = ClockCell(text) else { return false }
    let year = CivilDate(days: Int(cell.daysIfDayFirst)).year
    guard year >= (number.digits == 10 ? 1900 : 1800), year < 2200 else { return false }
    traits.formUnion(cell.traits)
    if count == 1 {
      var parser = ClockParser(text, dotsAreTimes: false, recording: true)
      _ = parser.parse()
      parts = parser.parts
    }
    return true
  }

  /// The format of all numbers; nil if they are not a clock.
  package var format: ClockFormat? {
    guard count > 0 else { return nil }
    if !possible.isDisjoint(with: [.clockMinutes, .clockSeconds]) {
      // Without seconds where both are possible: no number has more than four digits.
      let withSeconds = !possible.contains(.clockMinutes)
      return ClockFormat(unit: .clockDigits(withSeconds: withSeconds), traits: .timeOfDay)
    }
    if possible.contains(.date), isNamedTime || distinct.count >= 3 {
      return ClockFormat(
        unit: .text, order: .yearFirst, precision: .day, cellOrder: .yearFirst, parts: parts,
        traits: traits)
    }
    guard distinct.count >= 3, values.isInBlocks else { return nil }
    let epochs: [(Kinds, Int)] = [
      (.seconds, 1), (.milliseconds, 1000), (.microseconds, 1_000_000),
      (.nanoseconds, 1_000_000_000),
    ]
    if let epoch = epochs.first(where: { possible.contains($0.0) }) {
      return number(.epoch(perSecond: epoch.1), .day)
    }
    if possible.contains(.yearMonth), isNamedTime || months.goes(by: 1) {
      return number(.yearMonth, .month)
    }
    if possible.contains(.yearWeek) { return number(.yearWeek, .week) }
    if possible.contains(.year), isNamedTime || values.goes(by: 1) { return number(.year, .year) }
    if possible.contains(.serialDays) { return number(.serialDays, .day) }
    guard possible.contains(.decimalYear), decimals.most > 0, let year = decimalYears.found else {
      return nil
    }
    return number(.decimalYear(year), year.grain == .months ? .month : .day)
  }

  private func number(_ unit: ClockFormat.Unit, _ precision: ClockPrecision) -> ClockFormat {
    ClockFormat(
      unit: unit, order: .yearFirst, precision: precision, cellOrder: .yearFirst,
      fractionDigits: decimals.most, fractionVaries: decimals.least != decimals.most)
  }

  // MARK: Ranges

  /// Whether an epoch is in the years 1980 to 2099. Only seconds may have decimals.
  package static func isInRange(_ number: PlainNumber, perSecond: Int) -> Bool {
    guard number.decimals == 0 || perSecond == 1 else { return false }
    let second = number.whole / UInt64(perSecond)
    return second >= 315_532_800 && second < 4_102_444_800
  }

  /// Months since year 0 of a number such as 202401.
  package static func months(_ number: PlainNumber) -> Int? {
    guard number.digits == 6, number.decimals == 0 else { return nil }
    let (year, month) = (Int(number.whole) / 100, Int(number.whole) % 100)
    guard (1500...2199).contains(year), (1...12).contains(month) else { return nil }
    return year * 12 + month - 1
  }

  /// The Monday of a number such as 202446, the 46th week of 2024 by ISO 8601, in days since 1970.
  package static func weekDays(_ number: PlainNumber) -> Int? {
    guard number.digits == 6, number.decimals == 0 else { return nil }
    let (year, week) = (Int(number.whole) / 100, Int(number.whole) % 100)
    guard (1500...2199).contains(year) else { return nil }
    return CivilDate.days(isoYear: year, week: week, weekday: 1)
  }

  package static func isYear(_ number: PlainNumber) -> Bool {
    number.digits == 4 && number.decimals == 0 && (1500...2199).contains(number.whole)
  }

  /// Whether a serial day is in the years 1950 to 2099.
  package static func isSerialDay(_ number: PlainNumber) -> Bool {
    (18_264..<73_051).contains(number.whole)
  }
}
