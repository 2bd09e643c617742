/// Takes a trimmed cell apart from left to right. The same functions read the values, which both
/// passes over a table need for every row, and record the layout, which a column needs once.
package struct ClockParser {
  package let bytes: UnsafeBufferPointer<UInt8>
  package let dotsAreTimes: Bool
  package let recording: Bool
  package var at = 0
  package var cell = ClockCell()
  /// The layout; empty unless it is recorded.
  package var parts: [ClockPart] = []

  package init(_ bytes: UnsafeBufferPointer<UInt8>, dotsAreTimes: Bool, recording: Bool) {
    self.bytes = bytes
    self.dotsAreTimes = dotsAreTimes
    self.recording = recording
  }

  /// The longest cell: a weekday, a month, nanoseconds, an offset and a region's name.
  package static let longest = 96

  /// Whether the whole cell is a time; then `cell` has its values.
  package mutating func parse() -> Bool {
    guard bytes.count >= 3, bytes.count <= Self.longest else { return false }
    guard start(), at == bytes.count else { return false }
    if cell.hasDate, !cell.hasTimeOfDay { cell.traits.insert(.dateOnly) }
    return true
  }

  private mutating func start() -> Bool {
    if peek &- 0x30 < 10 { return digitsFirst() }
    guard isLetter(peek) else { return false }
    let word = word()
    if let month = ClockNames.month(word) { return monthFirst(month, word) }
    if word.count == 1, word[0] | 0x20 == 0x71 { return quarterFirst(word[0]) }
    guard let weekday = ClockNames.weekday(word) else { return false }
    return weekdayFirst(weekday, word)
  }

  private mutating func weekdayFirst(
    _ weekday: ClockNames.Word, _ word: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    cell.weekday = UInt8(weekday.number)
    cell.traits.insert(weekday.isShort ? .shortWeekday : .fullWeekday)
    note(.weekdayName(NameCase(word[0], word[1])))
    _ = take(0x2C)
    guard take(0x20) else { return false }
    if peek &- 0x30 < 10 { return digitsFirst() && cell.hasDate }
    guard isLetter(peek) else { return false }
    let next = self.word()
    guard let month = ClockNames.month(next) else { return false }
    return monthFirst(month, next)
  }

  /// A cell, or what follows its weekday, that begins with a digit.
  private mutating func digitsFirst() -> Bool {
    let start = at
    let (number, digits) = number()
    switch digits {
    case 4: return yearFirst(number)
    case 8: return compactDate(number) && rest()
    case 10, 12, 14: return compactDateTime(from: start, digits)
    case 1, 2: break
    default: return false
    }
    switch peek {
    case 0x2F, 0x2E, 0x2D:
      return dayOrMonthFirst(number, digits)
    case 0x20:
      let next = at + 1 < bytes.count ? bytes[at + 1] | 0x20 : 0
      let isMeridiem =
        (next == 0x61 || next == 0x70) && at + 3 == bytes.count && bytes[at + 2] | 0x20 == 0x6D
      return isMeridiem ? timeOfDay(number, digits) : dayOrMonthFirst(number, digits)
    case 0x51, 0x71:
      return digits == 1 && quarter(number)
    default:
      return timeOfDay(number, digits)
    }
  }

  // MARK: Bytes

  /// The next byte; 0 at the end.
  package var peek: UInt8 {
    @inline(__always) get { at < bytes.count ? bytes[at] : 0 }
  }

  /// The digits from here: their value, of up to 14 of them, and their number.
  @inline(__always)
  package mutating func number() -> (value: Int, digits: Int) {
    let start = at
    var value = 0
    while at < bytes.count, bytes[at] &- 0x30 < 10 {
      if at - start < 14 { value = value * 10 + Int(bytes[at] &- 0x30) }
      at += 1
    }
    return (value, at - start)
  }

  /// Exactly two digits and no third.
  @inline(__always)
  package mutating func twoDigits() -> Int? {
    let (value, digits) = number()
    return digits == 2 ? value : nil
  }

  package mutating func word() -> UnsafeBufferPointer<UInt8> {
    let start = at
    // Accents are beyond ASCII.
    while at < bytes.count, isLetter(bytes[at]) || bytes[at] >= 0x80 { at += 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<at])
  }

  @inline(__always)
  package mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte, at < bytes.count else { return false }
    at += 1
    note(.literal(byte))
    return true
  }

  @inline(__always)
  package mutating func note(_ part: @autoclosure () -> ClockPart) {
    if recording { parts.append(part()) }
  }

  @inline(__always)
  package func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
