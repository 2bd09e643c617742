/// Dates that begin with digits.
extension ClockParser {
  /// After four digits: what follows decides between a date, a month, a quarter, a week and a day
  /// of the year. A year alone is a number.
  package mutating func yearFirst(_ year: Int) -> Bool {
    guard (1000...9999).contains(year), at < bytes.count else { return false }
    cell.order = .yearFirst
    let mark = peek
    switch mark {
    case 0x2D, 0x2F, 0x2E, 0x20:
      at += 1
      guard peek &- 0x30 < 10 else { return yearAndWord(year, mark) }
      note(.year)
      note(.literal(mark))
      return yearAndNumber(year, mark)
    case 0x51, 0x71, 0x57:
      return yearAndWord(year, 0)
    case 0x4D, 0x6D:
      return yearAndMonth(year, mark)
    default:
      return false
    }
  }

  private mutating func yearAndNumber(_ year: Int, _ mark: UInt8) -> Bool {
    cell.mark = mark
    let (month, digits) = number()
    if digits == 3, mark == 0x2D {
      guard month >= 1, month <= (CivilDate.isLeap(year) ? 366 : 365) else { return false }
      note(.dayOfYear)
      cell.precision = .day
      return setDays(CivilDate.days(year, 1, 1) + month - 1) && rest()
    }
    guard digits <= 2 else { return false }
    markFirst(month, digits)
    note(.month)
    guard peek == mark, at + 1 < bytes.count else {
      // 2024.01 is a number, "2024 01" is nothing in particular.
      guard mark == 0x2D || mark == 0x2F else { return false }
      return at == bytes.count && setMonth(year, month)
    }
    _ = take(mark)
    let (day, dayDigits) = number()
    guard dayDigits == 1 || dayDigits == 2 else { return false }
    markSecond(day, dayDigits)
    note(.day)
    return setDate(year, month, day) && rest()
  }

  /// 2024M01.
  private mutating func yearAndMonth(_ year: Int, _ letter: UInt8) -> Bool {
    cell.mark = letter
    note(.year)
    _ = take(letter)
    let (month, digits) = number()
    guard digits == 1 || digits == 2 else { return false }
    markFirst(month, digits)
    note(.month)
    return at == bytes.count && setMonth(year, month)
  }

  /// 2024-Q1, 2024Q1, 2024-W05-3, 2024-Aug-08.
  private mutating func yearAndWord(_ year: Int, _ mark: UInt8) -> Bool {
    cell.mark = mark
    let isWeek = peek == 0x57 && mark != 0x2F && mark != 0x2E
    note(isWeek ? .weekYear : .year)
    if mark != 0 { note(.literal(mark)) }
    let word = word()
    if word.count == 1 {
      note(.literal(word[0]))
      return isWeek ? week(year, mark) : word[0] | 0x20 == 0x71 && quarter(of: year)
    }
    guard mark != 0, let month = ClockNames.month(word) else { return false }
    cell.order = .named
    noteMonth(month, word)
    guard at < bytes.count else { return setMonth(year, month.number) }
    guard take(mark) else { return false }
    let (day, digits) = number()
    guard digits == 1 || digits == 2 else { return false }
    markSecond(day, digits)
    note(.day)
    return setDate(year, month.number, day) && rest()
  }

  private mutating func week(_ year: Int, _ mark: UInt8) -> Bool {
    guard let week = twoDigits() else { return false }
    note(.week)
    guard at < bytes.count else {
      cell.precision = .week
      return setDays(CivilDate.days(isoYear: year, week: week, weekday: 1))
    }
    guard take(0x2D) else { return false }
    let (weekday, digits) = number()
    guard digits == 1 else { return false }
    note(.weekdayNumber)
    cell.precision = .day
    return setDays(CivilDate.days(isoYear: year, week: week, weekday: weekday))
  }

  /// After "2024Q".
  private mutating func quarter(of year: Int) -> Bool {
    let (quarter, digits) = number()
    note(.quarter)
    return digits == 1 && setQuarter(year, quarter)
  }

  /// After the digit of "1Q2024".
  package mutating func quarter(_ quarter: Int) -> Bool {
    cell.order = .yearFirst
    note(.quarter)
    _ = take(peek)
    if take(0x20) { cell.mark = 0x20 } else if take(0x2D) { cell.mark = 0x2D }
    return quarterYear(quarter)
  }

  /// After the letter of "Q1 2024".
  package mutating func quarterFirst(_ letter: UInt8) -> Bool {
    cell.order = .yearFirst
    note(.literal(letter))
    let (quarter, digits) = number()
    note(.quarter)
    cell.mark = peek
    guard digits == 1, take(0x20) || take(0x2D) || take(0x2F) else { return false }
    return quarterYear(quarter)
  }

  private mutating func quarterYear(_ quarter: Int) -> Bool {
    let (year, digits) = number()
    note(.year)
    return digits == 4 && setQuarter(year, quarter)
  }

  /// After one or two digits: a date with its year last, with the month as a number or a name, or a
  /// time of day with dots.
  package mutating func dayOrMonthFirst(_ first: Int, _ digits: Int) -> Bool {
    let mark = peek
    let start = at
    at += 1
    if isLetter(peek) { return dayAndName(first, digits, mark) }
    if mark == 0x2E, peek == 0x20 {
      at += 1
      return isLetter(peek) && dayAndName(first, digits, 0x20, isOrdinal: true)
    }
    let (second, secondDigits) = number()
    if secondDigits == 4, mark != 0x20, mark != 0x2E {
      return monthAndYear(first, digits, second, mark)
    }
    guard secondDigits == 1 || secondDigits == 2, peek == mark, at < bytes.count else {
      return false
    }
    at += 1
    let (year, yearDigits) = number()
    let isShort = yearDigits == 2 && mark != 0x20
    // With dots, three short numbers are a version (1.2.34) unless all have two digits: then they
    // are a date or a time of day (14.30.00).
    let isDotted = isShort && mark == 0x2E
    if isDotted, digits + secondDigits < 4 { return false }
    let isDate =
      (yearDigits == 4 || isShort) && !(isDotted && dotsAreTimes)
      && setEither(isShort ? fullYear(year) : year, first, second)
    guard isDate else {
      at = start
      return isDotted && cell.weekday == 0 && timeOfDay(first, digits)
    }
    cell.order = .dayOrMonthFirst
    cell.mark = mark
    markFirst(first, digits)
    markSecond(second, secondDigits)
    note(.firstNumber)
    note(.literal(mark))
    note(.secondNumber)
    note(.literal(mark))
    note(isShort ? .shortYear : .year)
    return rest()
  }

  /// 01/2024.
  private mutating func monthAndYear(_ month: Int, _ digits: Int, _ year: Int, _ mark: UInt8)
    -> Bool
  {
    cell.order = .monthFirst
    cell.mark = mark
    markFirst(month, digits)
    note(.month)
    note(.literal(mark))
    note(.year)
    return setMonth(year, month)
  }

  /// 20240105.
  package mutating func compactDate(_ digits: Int) -> Bool {
    cell.order = .yearFirst
    note(.year)
    note(.month)
    note(.day)
    cell.traits.formUnion([.zeroFirst, .zeroSecond])
    return setDate(digits / 10_000, digits / 100 % 100, digits % 100)
  }

  /// 2024010514, 202401051430 and 20240105143000.
  package mutating func compactDateTime(from start: Int, _ digits: Int) -> Bool {
    at = start
    var date = 0
    for _ in 0..<8 {
      date = date * 10 + Int(bytes[at] &- 0x30)
      at += 1
    }
    guard compactDate(date) else { return false }
    let (clock, _) = number()
    return digits == 10 ? hourAlone(clock) : compactTime(clock, digits - 8)
  }
}
