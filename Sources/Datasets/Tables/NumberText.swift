/// The text of a table's cell read as a number, alike in every locale: ASCII digits, no hexadecimal,
/// no words for infinity. Marks between digits, percent signs, money signs and the like are read as
/// people write them; whether a single mark is a decimal mark is decided by the whole column
/// (`DecimalEvidence`).
enum NumberText: Equatable {
  case number(Number)
  /// Nothing, NA, N/A, NaN, null, ?.
  case missing
  /// A word or sign for a missing value that means something else in a column of words: -, none.
  case absent
  /// Beyond the largest Float.
  case overflow
  case other

  struct Number: Equatable {
    /// With its only mark as the decimal mark.
    var value: Double
    var marks = Marks.none
    var decoration: Decoration = []
    /// The mark between thousands, if there is one for certain.
    var thousands: ThousandsMark?

    /// The value where `decimal` is the decimal mark; nil if the number is not written so.
    func value(_ decimal: DecimalMark) -> Double? {
      switch marks {
      case .none: value
      case .point: decimal == .point ? value : nil
      case .comma: decimal == .comma ? value : nil
      // Three digits follow, as after a thousands mark.
      case .onePoint: decimal == .point ? value : value * 1000
      case .oneComma: decimal == .comma ? value : value * 1000
      }
    }
  }

  /// The evidence that the marks of a number give about its column.
  enum Marks: UInt8 {
    /// There are none, or they tell nothing: 999, 1 234, 1'234.
    case none
    /// The point is the decimal mark for certain: 1.5, 1,234.5, 1,234,567.
    case point
    /// The comma is.
    case comma
    /// One point in front of three digits, as in 1.500: 1.5 or 1500.
    case onePoint
    case oneComma

    /// The decimal mark for certain.
    var proven: DecimalMark? {
      switch self {
      case .point: .point
      case .comma: .comma
      case .none, .onePoint, .oneComma: nil
      }
    }

    var isAmbiguous: Bool { self == .onePoint || self == .oneComma }
  }

  /// Signs and letters around the digits.
  struct Decoration: OptionSet, Hashable {
    let rawValue: UInt8
    /// The number before the sign is read: 2.00% is 2.
    static let percent = Decoration(rawValue: 1)
    static let money = Decoration(rawValue: 2)
    /// K, M, B, T: thousands to trillions.
    static let scale = Decoration(rawValue: 4)
    /// (5) is -5.
    static let brackets = Decoration(rawValue: 8)
    /// Thousands marks.
    static let grouped = Decoration(rawValue: 16)
  }

  init(_ cell: some Collection<UInt8>) {
    let read = cell.withContiguousStorageIfAvailable { Self($0) }
    self = read ?? Array(cell).withUnsafeBufferPointer { Self($0) }
  }

  init(_ cell: UnsafeBufferPointer<UInt8>) {
    var (start, end) = (0, cell.count)
    while start < end, isSpace(cell[start]) { start += 1 }
    while start < end, isSpace(cell[end - 1]) { end -= 1 }
    let text = UnsafeBufferPointer(rebasing: cell[start..<end])
    if let plain = Self.plain(text) {
      self = plain
    } else if Self.isWord(text, MissingWords.inNumbers) {
      self = .missing
    } else if Self.isWord(text, MissingWords.signs) {
      self = .absent
    } else {
      self = DecoratedNumber(text)?.number ?? .other
    }
  }

  private static func isWord(_ text: UnsafeBufferPointer<UInt8>, _ words: [[UInt8]]) -> Bool {
    if text.count > 8 { return false }
    return words.contains { word in
      text.elementsEqual(word) { $0 == $1 || ((0x41...0x5A).contains($0) && $0 | 0x20 == $1) }
    }
  }

  /// Digits with a sign, one mark and an exponent, as nearly every cell has them; nil for the rest.
  private static func plain(_ text: UnsafeBufferPointer<UInt8>) -> NumberText? {
    if text.isEmpty { return .missing }
    var index = 0
    let negative = text[0] == 0x2D
    if negative || text[0] == 0x2B { index = 1 }
    var digits = SignificantDigits()
    var mark: UInt8?
    var whole = 0
    let first = index
    if text.count <= SignificantDigits.fewEnough {
      (index, mark, whole) = digits.read(text, from: index)
    }
    while index < text.count {
      let byte = text[index]
      if byte &- 0x30 < 10 {
        digits.add(byte, isFraction: mark != nil)
      } else if mark == nil, byte == 0x2E || byte == 0x2C {
        mark = byte
        whole = index - first
      } else {
        break
      }
      index += 1
    }
    if digits.count == 0 { return nil }
    var hasExponent = false
    if index < text.count {
      guard text[index] | 0x20 == 0x65 else { return nil }
      guard
        let power = wholeNumber(UnsafeBufferPointer(rebasing: text[(index + 1)...]))
      else { return nil }
      digits.exponent += power
      hasExponent = true
    }
    guard let value = digits.value(of: text, comma: mark == 0x2C) else { return .overflow }
    var number = Number(value: negative ? -value : value)
    if let mark {
      let isPoint = mark == 0x2E
      let isGroup =
        !hasExponent && (1...3).contains(whole) && digits.count - whole == 3
        && text[first] != 0x30
      number.marks = isGroup ? (isPoint ? .onePoint : .oneComma) : isPoint ? .point : .comma
    }
    return .number(number)
  }

  /// An exponent's digits with an optional sign, clamped to +-100000; nil if they are none.
  private static func wholeNumber(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
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
}

/// The digits of a number as they come, and the power of ten after them.
struct SignificantDigits {
  private var mantissa: UInt64 = 0
  private var isExact = true
  private(set) var count = 0
  var exponent = 0

  /// So many characters hold no digit that is lost.
  static let fewEnough = 17

  /// Digits with a mark among them, from a place on.
  /// - Returns: where something else follows, the mark, and the digits before it.
  mutating func read(
    _ text: UnsafeBufferPointer<UInt8>, from first: Int
  ) -> (end: Int, mark: UInt8?, whole: Int) {
    var (index, number, mark) = (first, mantissa, UInt8(0))
    var markPlace = first
    while index < text.count {
      let byte = text[index]
      let digit = byte &- 0x30
      if digit < 10 {
        number = number &* 10 &+ UInt64(digit)
      } else if mark == 0, byte == 0x2E || byte == 0x2C {
        (mark, markPlace) = (byte, index)
      } else {
        break
      }
      index += 1
    }
    mantissa = number
    count = index - first - (mark == 0 ? 0 : 1)
    if mark == 0 { return (index, nil, 0) }
    exponent = -(index - markPlace - 1)
    return (index, mark, markPlace - first)
  }

  @inline(__always)
  mutating func add(_ byte: UInt8, isFraction: Bool) {
    count += 1
    if mantissa < 100_000_000_000_000_000 {
      mantissa = mantissa * 10 + UInt64(byte - 0x30)
      if isFraction { exponent -= 1 }
    } else {
      isExact = false
      if !isFraction { exponent += 1 }
    }
  }

  /// The value without its sign; nil beyond the largest Float.
  ///
  /// - Parameter text: the number's characters, for what takes more than one rounding.
  func value(of text: UnsafeBufferPointer<UInt8>, comma: Bool) -> Double? {
    let value = quotient ?? Self.spelled(text, comma: comma)
    return value.magnitude <= Double(Float.greatestFiniteMagnitude) ? value.magnitude : nil
  }

  /// mantissa * 10^exponent where that takes one rounding only (both exact in Double).
  private var quotient: Double? {
    guard isExact, mantissa < 1 << 53, exponent.magnitude <= 22 else { return nil }
    let power = Self.powersOfTen[Int(exponent.magnitude)]
    return exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The standard library's reading, which knows no locale, of text already known to be a number.
  private static func spelled(_ text: UnsafeBufferPointer<UInt8>, comma: Bool) -> Double {
    let point = comma ? text.map { $0 == 0x2C ? 0x2E : $0 } : Array(text)
    return Double(String(decoding: point, as: UTF8.self)) ?? .infinity
  }
}

func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
