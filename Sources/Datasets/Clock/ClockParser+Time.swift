/// The time of day and the zone.
extension ClockParser {
  /// The rest of a cell after a date: nothing, or a mark and a time of day.
  package mutating func rest() -> Bool {
    if at == bytes.count { return true }
    if peek == 0x2C {
      _ = take(0x2C)
      guard peek == 0x20 else { return false }
    }
    let mark = peek
    // A colon in the logs of web servers: 10/Oct/2000:13:55:36.
    guard take(0x20) || take(0x54) || (cell.order == .named && take(0x3A)) else { return false }
    let (number, digits) = number()
    if digits == 4 || digits == 6 {
      return cell.order == .yearFirst && compactTime(number, digits)
    }
    if digits == 2, cell.order == .yearFirst, mark != 0x2C, at == bytes.count || peek == 0x5A {
      return hourAlone(number)
    }
    return timeOfDay(number, digits)
  }

  /// After the hour of a time that goes to the end of the cell.
  package mutating func timeOfDay(_ hour: Int, _ digits: Int) -> Bool {
    timeWithoutZone(hour, digits) && (at == bytes.count || zone()) && at == bytes.count
  }

  /// After the hour: minutes, seconds, a fraction, AM or PM.
  package mutating func timeWithoutZone(_ hour: Int, _ digits: Int) -> Bool {
    guard digits == 1 || digits == 2 else { return false }
    if hour < 10 { cell.traits.insert(digits == 2 ? .zeroHour : .bareHour) }
    let hourPart = parts.count
    note(.hour)
    var minute = 0
    var second = 0
    let mark = peek
    let hasMinutes = mark == 0x3A || mark == 0x2E || mark | 0x20 == 0x68
    if hasMinutes {
      _ = take(mark)
      guard let minutes = twoDigits() else { return false }
      minute = minutes
      note(.minute)
      if mark | 0x20 != 0x68, peek == mark {
        _ = take(mark)
        guard let seconds = twoDigits() else { return false }
        second = seconds
        note(.second)
        cell.traits.insert(.seconds)
        guard fraction() else { return false }
      } else if mark == 0x2E, !cell.hasDate {
        // 14.30 is a number.
        return false
      }
    }
    let isMeridiem = meridiem(hour, hourPart)
    guard isMeridiem != nil || hasMinutes else { return false }
    return setTime(isMeridiem ?? hour, minute, second)
  }

  /// The hour of 24 if AM or PM follows; nil if neither does.
  private mutating func meridiem(_ hour: Int, _ hourPart: Int) -> Int? {
    let start = at
    while peek == 0x20 { at += 1 }
    let letter = peek | 0x20
    guard letter == 0x61 || letter == 0x70, at + 1 < bytes.count, bytes[at + 1] | 0x20 == 0x6D,
      at + 2 == bytes.count || !isLetter(bytes[at + 2])
    else {
      at = start
      return nil
    }
    if recording {
      parts[hourPart] = .halfDayHour
      for _ in start..<at { parts.append(.literal(0x20)) }
      parts.append(.meridiem(NameCase(bytes[at], bytes[at + 1])))
    }
    at += 2
    // 13 PM is not a time: an hour that no check lets through.
    guard (1...12).contains(hour) else { return 99 }
    return hour % 12 + (letter == 0x70 ? 12 : 0)
  }

  /// A point or a comma and digits, of which six count.
  private mutating func fraction() -> Bool {
    guard peek == 0x2E || peek == 0x2C else {
      cell.traits.insert(.wholeSeconds)
      return true
    }
    _ = take(peek)
    let start = at
    var micros: Int32 = 0
    var scale: Int32 = 100_000
    while at < bytes.count, bytes[at] &- 0x30 < 10 {
      micros += Int32(bytes[at] &- 0x30) * scale
      scale /= 10
      at += 1
    }
    note(.fraction)
    cell.microseconds = micros
    cell.fractionDigits = UInt8(at - start)
    cell.traits.insert(.fraction)
    return at > start
  }

  private mutating func setTime(_ hour: Int, _ minute: Int, _ second: Int) -> Bool {
    // A leap second is the next minute's first; 24:00 is the next day's midnight.
    guard minute < 60, second < 60 || (second == 60 && minute == 59) else { return false }
    let isEndOfDay = hour == 24 && minute == 0 && second == 0 && cell.microseconds == 0
    guard hour < 24 || isEndOfDay else { return false }
    cell.secondOfDay = Int32(hour * 3600 + minute * 60 + second)
    cell.traits.insert(.timeOfDay)
    if isEndOfDay { cell.traits.insert(.endOfDay) }
    if cell.secondOfDay == 0 { cell.traits.insert(.startOfDay) }
    return true
  }

  /// 2024-01-05T14.
  package mutating func hourAlone(_ hour: Int) -> Bool {
    if hour < 10 { cell.traits.insert(.zeroHour) }
    note(.hour)
    return setTime(hour, 0, 0) && (at == bytes.count || zone())
  }

  /// 1430 or 143000 after a date without marks, with an optional fraction and zone.
  package mutating func compactTime(_ digits: Int, _ count: Int) -> Bool {
    note(.hour)
    note(.minute)
    cell.traits.insert(.zeroHour)
    let clock = count == 6 ? digits / 100 : digits
    if count == 6 {
      note(.second)
      cell.traits.insert(.seconds)
      guard fraction() else { return false }
    }
    return setTime(clock / 100, clock % 100, count == 6 ? digits % 100 : 0)
      && (at == bytes.count || zone())
  }

  /// Z, UTC, GMT or an offset, and a region's name in brackets.
  package mutating func zone() -> Bool {
    while peek == 0x20 { _ = take(0x20) }
    cell.traits.insert(.zone)
    switch peek {
    case 0x2B, 0x2D:
      guard offset() else { return false }
    case 0x5A:
      at += 1
      cell.traits.insert(.zulu)
      note(.zone(.zulu))
    default:
      let word = word()
      guard word.count == 3 else { return false }
      switch (word[0], word[1], word[2]) {
      case (0x55, 0x54, 0x43): note(.zone(.utc))
      case (0x47, 0x4D, 0x54): note(.zone(.gmt))
      default: return false
      }
    }
    return peek == 0x5B ? region() : true
  }

  /// +01:00, +0100 or +01.
  private mutating func offset() -> Bool {
    let isNegative = peek == 0x2D
    at += 1
    var (hours, digits) = number()
    var minutes = 0
    if digits == 2, peek == 0x3A {
      at += 1
      guard let given = twoDigits() else { return false }
      minutes = given
      note(.zone(.colon))
    } else if digits == 4 {
      (hours, minutes) = (hours / 100, hours % 100)
      note(.zone(.plain))
    } else {
      guard digits == 2 else { return false }
      note(.zone(.hours))
    }
    // UTC-12 to UTC+14 are in use.
    guard hours <= 14, minutes < 60 else { return false }
    let seconds = Int32(hours * 3600 + minutes * 60)
    cell.offset = isNegative ? -seconds : seconds
    return true
  }

  private mutating func region() -> Bool {
    let start = at
    while at < bytes.count, bytes[at] != 0x5D {
      guard bytes[at] > 0x20, bytes[at] < 0x7F else { return false }
      at += 1
    }
    guard at < bytes.count, at > start + 1 else { return false }
    at += 1
    let name = UnsafeBufferPointer(rebasing: bytes[start..<at])
    note(.region(String(decoding: name, as: UTF8.self)))
    return true
  }
}
