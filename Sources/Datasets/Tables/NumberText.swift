/// What the text of a table's cell says, read strictly and alike in every locale: no hexadecimal,
/// no words for infinity, no thousands marks, ASCII digits only.
enum NumberText: Equatable {
  /// `comma`: written with a decimal comma; nil where the number has no decimal mark.
  case number(Double, comma: Bool?)
  /// Nothing, NA, N/A, NaN, null, ?.
  case missing
  /// Beyond the largest Float.
  case overflow
  case other

  /// A decimal comma is read where `commaAllowed`.
  init(_ cell: some BidirectionalCollection<UInt8>, commaAllowed: Bool) {
    var first = cell.startIndex
    var last = cell.endIndex
    while first < last, isSpace(cell[first]) { first = cell.index(after: first) }
    while first < last, isSpace(cell[cell.index(before: last)]) {
      last = cell.index(before: last)
    }
    let text = cell[first..<last]
    self = Self.isMissing(text) ? .missing : Self.parse(text, commaAllowed: commaAllowed)
  }

  private static let missingWords = ["na", "n/a", "nan", "null", "?"].map { Array($0.utf8) }

  private static func isMissing(_ text: some Collection<UInt8>) -> Bool {
    if text.isEmpty { return true }
    // Digits first in nearly every cell: no need to compare words then.
    guard let first = text.first, first >= 0x3F else { return false }
    return missingWords.contains { word in
      text.elementsEqual(word) { $0 == $1 || ((0x41...0x5A).contains($0) && $0 | 0x20 == $1) }
    }
  }

  private static func parse(_ text: some Collection<UInt8>, commaAllowed: Bool) -> NumberText {
    var negative = false
    var mantissa: UInt64 = 0
    var digits = 0
    var exact = true
    var exponent = 0
    var comma: Bool?
    var index = text.startIndex
    func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    if index < text.endIndex, text[index] == 0x2B || text[index] == 0x2D {
      negative = text[index] == 0x2D
      index = text.index(after: index)
    }
    while index < text.endIndex {
      let byte = text[index]
      if isDigit(byte) {
        digits += 1
        if mantissa < 100_000_000_000_000_000 {
          mantissa = mantissa * 10 + UInt64(byte - 0x30)
          if comma != nil { exponent -= 1 }
        } else {
          exact = false
          if comma == nil { exponent += 1 }
        }
      } else if comma == nil, byte == 0x2E || (commaAllowed && byte == 0x2C) {
        comma = byte == 0x2C
      } else {
        break
      }
      index = text.index(after: index)
    }
    if digits == 0 { return .other }
    if index < text.endIndex {
      guard text[index] | 0x20 == 0x65 else { return .other }
      guard let power = wholeNumber(text[text.index(after: index)...]) else { return .other }
      exponent += power
    }
    let value =
      quotient(mantissa, exponent, exact: exact) ?? spelled(text, comma: comma == true)
    guard value.magnitude <= Double(Float.greatestFiniteMagnitude) else { return .overflow }
    return .number(negative ? -value.magnitude : value.magnitude, comma: comma)
  }

  /// An exponent's digits with an optional sign, clamped to +-100000; nil where they are none.
  private static func wholeNumber(_ text: some Collection<UInt8>) -> Int? {
    let negative = text.first == 0x2D
    let digits = negative || text.first == 0x2B ? text.dropFirst() : text[...]
    if digits.isEmpty { return nil }
    var value = 0
    for byte in digits {
      guard byte &- 0x30 < 10 else { return nil }
      value = min(value * 10 + Int(byte - 0x30), 100_000)
    }
    return negative ? -value : value
  }

  /// mantissa * 10^exponent where that takes one rounding only (both exact in Double).
  private static func quotient(_ mantissa: UInt64, _ exponent: Int, exact: Bool) -> Double? {
    guard exact, mantissa < 1 << 53, exponent.magnitude <= 22 else { return nil }
    let power = powersOfTen[Int(exponent.magnitude)]
    return exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The standard library's reading, which knows no locale, of text already known to be a number.
  private static func spelled(_ text: some Collection<UInt8>, comma: Bool) -> Double {
    let point = comma ? text.map { $0 == 0x2C ? 0x2E : $0 } : Array(text)
    return Double(String(decoding: point, as: UTF8.self)) ?? .infinity
  }
}

func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
