/// A number without a sign and an exponent, for epochs, serial days and dates without marks. Its
/// whole part is exact.
package struct PlainNumber {
  package let whole: UInt64
  /// Number of digits of the whole part, with leading zeros.
  package let digits: Int
  /// Digits after the point.
  package let decimals: Int
  package let fraction: Double

  /// nil if the trimmed bytes are anything else or the whole part has more than 19 digits.
  package init?(_ text: UnsafeBufferPointer<UInt8>) {
    var whole: UInt64 = 0
    var index = 0
    while index < text.count, text[index] &- 0x30 < 10 {
      guard index < 19 else { return nil }
      whole = whole * 10 + UInt64(text[index] &- 0x30)
      index += 1
    }
    guard index > 0 else { return nil }
    self.whole = whole
    digits = index
    guard index < text.count else {
      decimals = 0
      fraction = 0
      return
    }
    guard text[index] == 0x2E else { return nil }
    var numerator = 0.0
    var scale = 1.0
    for byte in text[(index + 1)...] {
      guard byte &- 0x30 < 10 else { return nil }
      // More digits than a Double holds change nothing.
      if scale < 1e15 {
        numerator = numerator * 10 + Double(byte &- 0x30)
        scale *= 10
      }
    }
    decimals = text.count - index - 1
    guard decimals > 0 else { return nil }
    fraction = numerator / scale
  }

  package var value: Double { Double(whole) + fraction }
}
