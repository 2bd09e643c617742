/// A number as people write it for people: thousands marks, a percent or money sign, K, M, B, brackets
/// for what is below zero, a minus sign that is not ASCII's.
struct DecoratedNumber {
  let number: NumberText

  /// Nil if the text is no such number.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    // Longer ones are texts.
    guard text.count <= 64, Self.mayBeNumber(text) else { return nil }
    var rest = Self.simplified(text)[...]
    var decoration: NumberText.Decoration = []
    var negative = false
    if rest.first == UInt8(ascii: "("), rest.last == UInt8(ascii: ")") {
      rest = Self.trimmed(rest.dropFirst().dropLast())
      negative = true
      decoration.insert(.brackets)
    }
    // A sign comes before or after a money sign, or at the very end.
    var hasSign = negative
    for _ in 0..<2 {
      if let sign = rest.first, !hasSign, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        negative = sign == UInt8(ascii: "-")
        hasSign = true
        rest = Self.trimmed(rest.dropFirst())
      }
      if let without = Self.dropping(Self.money, atStartOf: rest) {
        rest = without
        decoration.insert(.money)
      }
    }
    while let last = rest.last, last &- 0x30 >= 10 {
      if last == UInt8(ascii: "%") {
        guard !decoration.contains(.percent) else { return nil }
        decoration.insert(.percent)
        rest = Self.trimmed(rest.dropLast())
      } else if last == UInt8(ascii: "-"), !hasSign {
        (negative, hasSign) = (true, true)
        rest = Self.trimmed(rest.dropLast())
      } else if let without = Self.dropping(Self.money, atEndOf: rest) {
        guard !decoration.contains(.money) else { return nil }
        decoration.insert(.money)
        rest = without
      } else {
        break
      }
    }
    var factor = 1.0
    if let (without, power) = Self.scaled(rest) {
      rest = without
      factor = power
      decoration.insert(.scale)
    }
    guard let grouped = GroupedDigits(Array(rest)) else { return nil }
    if grouped.thousands != nil { decoration.insert(.grouped) }
    guard let value = grouped.value,
      (value * factor).magnitude <= Double(Float.greatestFiniteMagnitude)
    else {
      number = .overflow
      return
    }
    number = .number(
      .init(
        value: (negative ? -value : value) * factor, marks: grouped.marks, decoration: decoration,
        thousands: grouped.thousands))
  }

  /// Has digits, and nothing that words and times have between them; looked at first, for most cells
  /// that are not plain numbers are one of these.
  private static func mayBeNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var digits = 0
    for byte in text {
      switch byte {
      case 0x30...0x39: digits += 1
      case UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "_"): return false
      case UInt8(ascii: "-") where digits > 0 && byte != text.last: return false
      default: break
      }
    }
    return digits > 0
  }

  /// Spaces and minus signs that are not ASCII's as ASCII's.
  private static func simplified(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var index = 0
    func follows(_ others: [UInt8]) -> Bool {
      index + others.count <= text.count
        && others.indices.allSatisfy { text[index + $0] == others[$0] }
    }
    while index < text.count {
      // No-break space; thin, figure and narrow no-break space; minus, en dash; right quote.
      if follows([0xC2, 0xA0]) {
        bytes.append(0x20)
        index += 2
      } else if follows([0xE2, 0x80, 0x89]) || follows([0xE2, 0x80, 0xAF])
        || follows([0xE2, 0x80, 0x87])
      {
        bytes.append(0x20)
        index += 3
      } else if follows([0xE2, 0x88, 0x92]) || follows([0xE2, 0x80, 0x93]) {
        bytes.append(0x2D)
        index += 3
      } else if follows([0xE2, 0x80, 0x99]) {
        bytes.append(0x27)
        index += 3
      } else {
        bytes.append(text[index])
        index += 1
      }
    }
    return Array(trimmed(bytes[...]))
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    return bytes
  }

  /// Longer ones first.
  private static let money: [[UInt8]] = [
    "US$", "A$", "C$", "R$", "HK$", "NZ$", "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "SEK",
    "NOK", "DKK", "PLN", "CZK", "Rs.", "Rs", "Fr.", "kr.", "kr", "z\u{142}", "\u{20AC}", "\u{A3}",
    "\u{A5}", "\u{20B9}", "\u{20BD}", "\u{20A9}", "\u{20BA}", "$",
  ].map { Array($0.utf8) }

  private static func dropping(
    _ signs: [[UInt8]], atStartOf bytes: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8>? {
    signs.first { bytes.starts(with: $0) }.map { trimmed(bytes.dropFirst($0.count)) }
  }

  private static func dropping(
    _ signs: [[UInt8]], atEndOf bytes: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8>? {
    signs.first { bytes.suffix($0.count).elementsEqual($0) }.map {
      trimmed(bytes.dropLast($0.count))
    }
  }

  private static let scales: [(letters: [UInt8], power: Double)] = [
    (Array("bn".utf8), 1e9), (Array("Bn".utf8), 1e9), (Array("mn".utf8), 1e6),
    (Array("Mn".utf8), 1e6), (Array("K".utf8), 1e3), (Array("k".utf8), 1e3),
    (Array("M".utf8), 1e6), (Array("B".utf8), 1e9), (Array("T".utf8), 1e12),
  ]

  private static func scaled(
    _ bytes: ArraySlice<UInt8>
  ) -> (ArraySlice<UInt8>, Double)? {
    let found = scales.first { bytes.suffix($0.letters.count).elementsEqual($0.letters) }
    guard let found else { return nil }
    return (trimmed(bytes.dropLast(found.letters.count)), found.power)
  }
}

/// Digits in groups: `1,234.56`, `1.234,56`, `1 234`, `1'234`, `12,34,567`.
struct GroupedDigits {
  private(set) var marks = NumberText.Marks.none
  /// The mark between groups.
  private(set) var thousands: ThousandsMark?
  /// Nil beyond the largest Float.
  private(set) var value: Double?

  /// Nil if marks and digits are not a number.
  init?(_ bytes: [UInt8]) {
    guard let first = bytes.first, first &- 0x30 < 10 || first == 0x2E || first == 0x2C,
      let last = bytes.last, last &- 0x30 < 10 || last == 0x2E || last == 0x2C
    else { return nil }
    var groups: [Int] = [0]
    var between: [UInt8] = []
    var plain: [UInt8] = []
    for byte in bytes {
      if byte &- 0x30 < 10 {
        groups[groups.count - 1] += 1
        plain.append(byte)
      } else if [0x2E, 0x2C, 0x20, 0x27].contains(byte) {
        between.append(byte)
        groups.append(0)
      } else {
        return nil
      }
    }
    if plain.isEmpty { return nil }
    var fraction = 0
    if let mark = between.last, mark == 0x2E || mark == 0x2C {
      let others = between.dropLast()
      let isAlone = !others.contains(mark)
      let couldGroup = groups[groups.count - 1] == 3
      if others.isEmpty {
        fraction = groups[1]
        marks = mark == 0x2E ? .point : .comma
        if couldGroup, (1...3).contains(groups[0]), bytes[0] != 0x30 {
          marks = mark == 0x2E ? .onePoint : .oneComma
        }
        between = []
        groups = [groups[0]]
      } else if isAlone {
        // The last mark is another one than those before: it is the decimal mark.
        fraction = groups[groups.count - 1]
        marks = mark == 0x2E ? .point : .comma
        between.removeLast()
        groups.removeLast()
      } else if couldGroup {
        // A repeated mark is a thousands separator.
        marks = mark == 0x2E ? .comma : .point
      } else {
        return nil
      }
    }
    if !between.isEmpty {
      guard let mark = between.first, between.allSatisfy({ $0 == mark }) else { return nil }
      thousands =
        switch mark {
        case 0x2E: .point
        case 0x2C: .comma
        case 0x27: .apostrophe
        default: .space
        }
      // Thousands, or the lakhs and crores of India.
      let inner = groups.dropFirst().dropLast()
      guard groups.last == 3, (1...3).contains(groups[0]),
        inner.allSatisfy({ $0 == 3 }) || inner.allSatisfy({ $0 == 2 }) && mark == 0x2C
      else { return nil }
    }
    var digits = SignificantDigits()
    var spelled: [UInt8] = []
    for (place, byte) in plain.enumerated() {
      let isFraction = place >= plain.count - fraction
      if place == plain.count - fraction { spelled.append(0x2E) }
      digits.add(byte, isFraction: isFraction)
      spelled.append(byte)
    }
    value = spelled.withUnsafeBufferPointer { digits.value(of: $0, comma: false) }
  }
}
