/// A date or a time as it stands in a cell: year, month, day, and what follows, in that order, with
/// - or / or . between the parts of the date ("1949-01", "1981-01-01", "2024/5/3 14:30:00",
/// "2024-05-03T14:30Z"). Days or months first are not read: which comes first cannot be told.
struct TimeText: Comparable {
  /// Months since year 0, for steps of whole months; days since 1970-01-01 with a fraction.
  let months: Int
  let days: Double
  let hasDay: Bool

  init?(_ cell: some Collection<UInt8>) {
    var numbers: [Int] = []
    var marks: [UInt8] = []
    var value = 0
    var digits = 0
    for byte in cell {
      if byte &- 0x30 < 10 {
        digits += 1
        // Fractions of a second may have many digits.
        if digits <= 9 { value = value * 10 + Int(byte - 0x30) }
        continue
      }
      guard digits > 0 || marks.last == 0x20 else { return nil }
      if digits > 0 { numbers.append(value) }
      (value, digits) = (0, 0)
      marks.append(byte)
      if numbers.count > 7 || marks.count > 8 { return nil }
    }
    if digits > 0 { numbers.append(value) }
    guard Self.areMarks(marks, numbers: numbers.count), numbers.count >= 2 else { return nil }
    let (year, month) = (numbers[0], numbers[1])
    let day = numbers.count > 2 ? numbers[2] : 1
    guard (1000...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return nil
    }
    let clock = numbers.dropFirst(3)
    guard zip(clock, [24, 59, 60]).allSatisfy({ $0 <= $1 }) else { return nil }
    let seconds = zip(clock, [3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
    months = year * 12 + month - 1
    days = Double(Self.dayNumber(year, month, day)) + Double(seconds) / 86_400
    hasDay = numbers.count > 2
  }

  static func < (one: TimeText, other: TimeText) -> Bool { one.days < other.days }

  /// Date marks alike, then T or a space, then colons, a point, Z.
  private static func areMarks(_ marks: [UInt8], numbers: Int) -> Bool {
    guard let first = marks.first, [0x2D, 0x2F, 0x2E].contains(first) else { return false }
    var rest = marks.dropFirst()
    guard let second = rest.first else { return numbers == 2 }
    guard second == first else { return false }
    rest = rest.dropFirst()
    guard let third = rest.first else { return numbers == 3 }
    guard third == 0x54 || third == 0x20 else { return false }
    rest = rest.dropFirst()
    if rest.last == 0x5A { rest = rest.dropLast() }
    let clock = Array(rest)
    return numbers >= 4 && clock.count <= 3
      && zip(clock, [0x3A, 0x3A, 0x2E] as [UInt8]).allSatisfy { $0 == $1 }
  }

  /// Days since 1970-01-01 in the Gregorian calendar (years counted from March).
  private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
