/// Dates with the month by its name, and the values that all dates set.
extension ClockParser {
  /// After the name of a month that begins the date: "Aug 08, 2023", "August 8 2023", "Aug-23",
  /// "Aug 2023", "Aug  8 14:30:00 2023".
  package mutating func monthFirst(_ month: ClockNames.Word, _ word: UnsafeBufferPointer<UInt8>)
    -> Bool
  {
    cell.order = .named
    noteMonth(month, word)
    if month.isShort { _ = take(0x2E) }
    cell.mark = peek
    guard take(0x20) || take(0x2D) || take(0x2F) else { return false }
    preposition()
    let isSpaced = cell.mark == 0x20 && peek == 0x20
    if isSpaced { at += 1 }
    let (number, digits) = number()
    if digits == 4, !isSpaced, cell.weekday == 0 {
      note(.year)
      return setMonth(number, month.number)
    }
    guard digits == 1 || digits == 2, !(isSpaced && digits == 2) else { return false }
    if at == bytes.count {
      // "Aug 23" may be a day.
      guard cell.mark == 0x2D, digits == 2, cell.weekday == 0, !Self.isOther(word) else {
        return false
      }
      note(.shortYear)
      return setMonth(fullYear(number), month.number)
    }
    note(.day)
    if isSpaced { cell.traits.insert(.spacedDay) } else { markSecond(number, digits) }
    let comma = cell.mark == 0x20 && take(0x2C)
    guard comma ? take(0x20) || true : take(cell.mark) else { return false }
    let start = at
    let (year, yearDigits) = self.number()
    if peek == 0x3A, !comma {
      at = start
      return timeAndYear(month.number, number)
    }
    guard yearDigits == 4 else { return false }
    note(.year)
    return setDate(year, month.number, number) && rest()
  }

  /// The time of day, an optional zone and the year of C's asctime.
  private mutating func timeAndYear(_ month: Int, _ day: Int) -> Bool {
    let (hour, digits) = number()
    guard timeWithoutZone(hour, digits), take(0x20) else { return false }
    if peek &- 0x30 >= 10 {
      guard zone(), take(0x20) else { return false }
    }
    let (year, yearDigits) = number()
    note(.year)
    return yearDigits == 4 && setDate(year, month, day)
  }

  /// "de " of "8 de marzo de 2023".
  private mutating func preposition() {
    guard cell.mark == 0x20, bytes[at...].starts(with: "de ".utf8) else { return }
    for byte in "de ".utf8 { _ = take(byte) }
  }

  /// Whether a month's short form is a usual word, which has numbers of its own: set-12, gen-3.
  private static func isOther(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    ["set", "out", "gen"].contains(String(decoding: word, as: UTF8.self).lowercased())
  }

  /// 8 Aug 2023, 08-Aug-23, 8. März 2023.
  /// - Parameter isOrdinal: a point follows the day.
  package mutating func dayAndName(
    _ day: Int, _ digits: Int, _ mark: UInt8, isOrdinal: Bool = false
  ) -> Bool {
    cell.order = .named
    cell.mark = mark
    markSecond(day, digits)
    note(.day)
    if isOrdinal { note(.literal(0x2E)) }
    note(.literal(mark))
    preposition()
    let word = word()
    guard let month = ClockNames.month(word) else { return false }
    noteMonth(month, word)
    if mark == 0x20 {
      if month.isShort { _ = take(0x2E) }
      _ = take(0x2C)
    }
    guard take(mark) else { return false }
    preposition()
    let (year, yearDigits) = number()
    guard yearDigits == 4 || yearDigits == 2 else { return false }
    note(yearDigits == 4 ? .year : .shortYear)
    return setDate(yearDigits == 4 ? year : fullYear(year), month.number, day) && rest()
  }

  package mutating func noteMonth(_ month: ClockNames.Word, _ word: UnsafeBufferPointer<UInt8>) {
    // May is neither.
    if month.isShort != month.isFull {
      cell.traits.insert(month.isShort ? .shortMonth : .fullMonth)
    }
    cell.traits.formUnion(month.excludes)
    note(.monthName(NameCase(word[0], word[1])))
  }

  // MARK: Values

  /// The first number's padding; a number with two digits and no zero does not say.
  @inline(__always)
  package mutating func markFirst(_ value: Int, _ digits: Int) {
    if value < 10 { cell.traits.insert(digits == 2 ? .zeroFirst : .bareFirst) }
  }

  @inline(__always)
  package mutating func markSecond(_ value: Int, _ digits: Int) {
    if value < 10 { cell.traits.insert(digits == 2 ? .zeroSecond : .bareSecond) }
  }

  package func fullYear(_ short: Int) -> Int { short <= 68 ? 2000 + short : 1900 + short }

  package mutating func setQuarter(_ year: Int, _ quarter: Int) -> Bool {
    guard (1...4).contains(quarter), at == bytes.count else { return false }
    cell.precision = .quarter
    return setDays(year, quarter * 3 - 2, 1)
  }

  package mutating func setMonth(_ year: Int, _ month: Int) -> Bool {
    guard cell.weekday == 0, at == bytes.count else { return false }
    cell.precision = .month
    return setDays(year, month, 1)
  }

  package mutating func setDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    cell.precision = .day
    return setDays(year, month, day)
  }

  /// Both readings of two numbers, of which at least one must be a date.
  package mutating func setEither(_ year: Int, _ first: Int, _ second: Int) -> Bool {
    guard year >= 1000 else { return false }
    let dayFirst = daysOrImpossible(CivilDate.validDays(year, second, first))
    let monthFirst = daysOrImpossible(CivilDate.validDays(year, first, second))
    guard dayFirst != ClockCell.impossible || monthFirst != ClockCell.impossible else {
      return false
    }
    cell.precision = .day
    cell.daysIfDayFirst = dayFirst
    cell.daysIfMonthFirst = monthFirst
    return true
  }

  private mutating func setDays(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    year >= 1000 && setDays(CivilDate.validDays(year, month, day))
  }

  package mutating func setDays(_ days: Int?) -> Bool {
    cell.daysIfDayFirst = daysOrImpossible(days)
    cell.daysIfMonthFirst = cell.daysIfDayFirst
    return cell.daysIfDayFirst != ClockCell.impossible
  }

  /// A date on another weekday than the cell names is impossible too.
  private func daysOrImpossible(_ days: Int?) -> Int32 {
    guard let days else { return ClockCell.impossible }
    guard cell.weekday == 0 || CivilDate.weekday(of: days) == Int(cell.weekday) else {
      return ClockCell.impossible
    }
    return Int32(days)
  }
}
