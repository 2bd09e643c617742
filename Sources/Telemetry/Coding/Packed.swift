/// Numbers written as base64 of their little-endian bytes: exact and short, even if some are not
/// finite.
@propertyWrapper package struct Packed<Element: PackedNumber>: Sendable, Equatable, Codable {
  package var wrappedValue: [Element]

  package init(wrappedValue: [Element]) { self.wrappedValue = wrappedValue }

  /// Compares bit by bit.
  package static func == (a: Self, b: Self) -> Bool {
    a.wrappedValue.hasSameBits(as: b.wrappedValue)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(wrappedValue.count * Element.size)
    for number in wrappedValue { number.pack(into: &bytes) }
    try container.encode(Base64.text(bytes))
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let bytes = Base64.bytes(try container.decode(String.self))
    guard let bytes, bytes.count.isMultiple(of: Element.size) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not base64 of numbers of \(Element.size) bytes")
    }
    wrappedValue = (0..<bytes.count / Element.size).map {
      Element(packed: bytes[$0 * Element.size..<($0 + 1) * Element.size])
    }
  }
}

package protocol PackedNumber: Bits, Sendable {
  /// Bytes per number.
  static var size: Int { get }
  func pack(into bytes: inout [UInt8])
  init(packed: ArraySlice<UInt8>)
}

extension UInt8: PackedNumber {
  package static let size = 1
  package func pack(into bytes: inout [UInt8]) { bytes.append(self) }
  package init(packed: ArraySlice<UInt8>) { self = packed.first ?? 0 }
  package func hasSameBits(as other: UInt8) -> Bool { self == other }
}

extension Float: PackedNumber {
  package static let size = 4
  package func pack(into bytes: inout [UInt8]) {
    for place in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: bitPattern >> (8 * place))) }
  }
  package init(packed: ArraySlice<UInt8>) {
    self.init(bitPattern: packed.reversed().reduce(0) { $0 << 8 | UInt32($1) })
  }
}

extension Double: Bits, PackedNumber {
  package func hasSameBits(as other: Double) -> Bool { bitPattern == other.bitPattern }
  package static let size = 8
  package func pack(into bytes: inout [UInt8]) {
    for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: bitPattern >> (8 * place))) }
  }
  package init(packed: ArraySlice<UInt8>) {
    self.init(bitPattern: packed.reversed().reduce(0) { $0 << 8 | UInt64($1) })
  }
}

extension Int: Bits, PackedNumber {
  package func hasSameBits(as other: Int) -> Bool { self == other }
  package static let size = 8
  package func pack(into bytes: inout [UInt8]) {
    for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: self >> (8 * place))) }
  }
  package init(packed: ArraySlice<UInt8>) {
    self = packed.reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}

/// RFC 4648; Telemetry does not use Foundation.
private enum Base64 {
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let values: [UInt8?] = {
    var values = [UInt8?](repeating: nil, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }()

  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(
          place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  static func bytes(_ text: String) -> [UInt8]? {
    let text = Array(text.utf8)
    guard text.count.isMultiple(of: 4) else { return nil }
    let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var bits = 0
    for (place, digit) in text.dropLast(padding).enumerated() {
      guard let value = values[Int(digit)] else { return nil }
      bits = bits << 6 | Int(value)
      // Six bits per digit: every digit after the first completes a byte.
      if place % 4 > 0 { bytes.append(UInt8(bits >> (6 - 2 * (place % 4)) & 255)) }
    }
    return bytes
  }
}
