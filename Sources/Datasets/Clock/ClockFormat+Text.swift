/// Writes times as the column writes them, for rows beyond a file's end.
extension ClockFormat {
  package enum Padding: Equatable, Sendable {
    case bare
    case zero
    case space
  }

  /// The text of a time: `text(time(of: cell))` is the cell again, up to the microsecond and for
  /// cells that pad numbers as the column usually does.
  package func text(_ time: ClockTime) -> String {
    switch unit {
    case .text:
      return write(time)
    case .clockDigits(let withSeconds):
      let digits = time.hour * 100 + time.minute
      return withSeconds
        ? Self.padded(digits * 100 + Int(time.second), 6) : Self.padded(digits, 4)
    case .epoch(let perSecond):
      return epoch(time, perSecond)
    case .yearMonth:
      return Self.padded(time.year * 100 + time.month, 6)
    case .yearWeek:
      let week = time.date.isoWeek
      return Self.padded(week.year * 100 + week.week, 6)
    case .year:
      return Self.padded(time.year, 4)
    case .decimalYear(let year):
      return decimal(time.year, year.fraction(of: time.date), trimmed: fractionVaries)
    case .serialDays:
      let (days, inDay) = time.wallMicroseconds
      let fraction = Double(inDay) / 86_400_000_000
      return decimal(days + NumberTimes.serialEpoch, fraction, trimmed: true)
    }
  }

  /// How a number below ten is padded: as the column does it, else as it pads the other numbers of
  /// its dates.
  package func padding(of part: ClockPart) -> Padding {
    if part == .hour || part == .halfDayHour {
      if traits.contains(.zeroHour) { return .zero }
      return traits.contains(.bareHour) || part == .halfDayHour ? .bare : .zero
    }
    let isFirst = (part == .day) == (order == .dayFirst)
    if !isFirst, traits.contains(.spacedDay) { return .space }
    let own: (zero: ClockTraits, bare: ClockTraits) =
      isFirst ? (.zeroFirst, .bareFirst) : (.zeroSecond, .bareSecond)
    if traits.contains(own.zero) { return .zero }
    return traits.isDisjoint(with: [.bareFirst, .bareSecond]) ? .zero : .bare
  }

  package var isMonthFull: Bool { traits.contains(.fullMonth) }

  private func write(_ time: ClockTime) -> String {
    var (days, inDay) = time.wallMicroseconds
    let isMidnight = inDay == 0
    if isMidnight, traits.contains(.endOfDay), !traits.contains(.startOfDay) {
      days -= 1
      inDay = 86_400_000_000
    }
    let date = CivilDate(days: days)
    let micros = inDay % 1_000_000
    let isWhole = micros == 0 && traits.contains(.wholeSeconds)
    var text = ""
    for (index, part) in written(isMidnight: isMidnight).enumerated() {
      switch part {
      case .literal(let byte):
        if isWhole, index + 1 < parts.count, parts[index + 1] == .fraction { continue }
        text.unicodeScalars.append(UnicodeScalar(byte))
      case .year: text += Self.padded(date.year, 4)
      case .shortYear: text += Self.padded(date.year % 100, 2)
      case .firstNumber, .month: text += padded(date.month, part)
      case .secondNumber, .day: text += padded(date.day, part)
      case .dayOfYear: text += Self.padded(date.dayOfYear, 3)
      case .monthName(let style):
        text += style.apply(to: ClockLanguage(traits).month(date.month, isFull: isMonthFull))
      case .weekdayName(let style):
        let name = ClockNames.weekdays[CivilDate.weekday(of: days) - 1]
        text += style.apply(
          to: traits.contains(.fullWeekday) ? name : String(name.prefix(3)))
      case .quarter: text += String((date.month + 2) / 3)
      case .weekYear: text += Self.padded(date.isoWeek.year, 4)
      case .week: text += Self.padded(date.isoWeek.week, 2)
      case .weekdayNumber: text += String(CivilDate.weekday(of: days))
      case .hour: text += padded(inDay / 3_600_000_000, part)
      case .halfDayHour: text += padded((inDay / 3_600_000_000 + 11) % 12 + 1, part)
      case .minute: text += Self.padded(inDay / 60_000_000 % 60, 2)
      case .second: text += Self.padded(inDay / 1_000_000 % 60, 2)
      case .fraction: if !isWhole { text += fraction(micros, trimmed: fractionVaries) }
      case .meridiem(let style):
        // In title case: "Pm".
        text += style.apply(to: inDay < 43_200_000_000 ? "Am" : "Pm")
      case .zone(let style): text += zone(time.offset, style)
      case .region(let name): text += name
      }
    }
    return text
  }

  /// The layout, without the time of day at midnight where the column leaves it out.
  private func written(isMidnight: Bool) -> ArraySlice<ClockPart> {
    guard isMidnight, traits.isSuperset(of: [.timeOfDay, .dateOnly]),
      let hour = parts.firstIndex(where: { $0 == .hour || $0 == .halfDayHour }), hour > 0
    else { return parts[...] }
    let tail = parts[hour...]
    guard !tail.contains(.year) else { return parts[...] }
    var end = hour
    while end > 0, case .literal = parts[end - 1] { end -= 1 }
    return parts[..<end]
  }

  private func zone(_ offset: Int, _ style: ZoneStyle) -> String {
    if offset == 0 {
      switch style {
      case .utc: return "UTC"
      case .gmt: return "GMT"
      case .zulu: return "Z"
      default: if traits.contains(.zulu) { return "Z" }
      }
    }
    let minutes = abs(offset) / 60
    let hours = (offset < 0 ? "-" : "+") + Self.padded(minutes / 60, 2)
    switch style {
    case .plain: return hours + Self.padded(minutes % 60, 2)
    case .hours where minutes % 60 == 0: return hours
    default: return hours + ":" + Self.padded(minutes % 60, 2)
    }
  }

  private func epoch(_ time: ClockTime, _ perSecond: Int) -> String {
    let (days, inDay) = ClockTime.microseconds(of: time.seconds)
    let seconds = days * 86_400 + inDay / 1_000_000
    let micros = inDay % 1_000_000
    switch perSecond {
    case 1:
      guard fractionDigits > 0 else { return String(seconds + (micros >= 500_000 ? 1 : 0)) }
      return String(seconds) + "." + fraction(micros, trimmed: fractionVaries)
    case 1000: return String(seconds * 1000 + (micros + 500) / 1000)
    case 1_000_000: return String(seconds * 1_000_000 + micros)
    default: return String(seconds * 1_000_000_000 + micros * 1000)
    }
  }

  /// Digits of a fraction of a second, with the column's number of digits.
  private func fraction(_ micros: Int, trimmed: Bool) -> String {
    var digits = Array(Self.padded(micros, 6).prefix(fractionDigits))
    while digits.count < fractionDigits { digits.append("0") }
    while trimmed, digits.count > 1, digits.last == "0" { digits.removeLast() }
    return String(digits)
  }

  /// A number with at most the column's number of decimals.
  private func decimal(_ whole: Int, _ fraction: Double, trimmed: Bool) -> String {
    let places = min(fractionDigits, 15)
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    let rounded = Int((fraction * scale).rounded())
    guard places > 0, rounded > 0 || !trimmed else { return String(whole) }
    guard Double(rounded) < scale else { return String(whole + 1) }
    var digits = Self.padded(rounded, places)[...]
    while trimmed, digits.last == "0" { digits = digits.dropLast() }
    return String(whole) + "." + digits
  }

  private func padded(_ value: Int, _ part: ClockPart) -> String {
    switch padding(of: part) {
    case .bare: String(value)
    case .zero: Self.padded(value, 2)
    case .space: value < 10 ? " " + String(value) : String(value)
    }
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(width - digits.utf8.count, 0)) + digits
  }
}
