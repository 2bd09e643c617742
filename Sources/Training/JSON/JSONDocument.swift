import Foundation

/// A JSON text, parsed once into a flat list: every value is followed by what is inside it.
package final class JSONDocument {
  enum Kind {
    case null, `true`, `false`, number, string
    /// A string with a backslash.
    case escaped
    case array
    /// Keys and values take turns.
    case object
  }

  struct Node {
    var kind: Kind
    /// Of the text; quotation marks are left out.
    var bytes: Range<Int>
    /// Where the list goes on behind it and what is inside it.
    var next: Int
  }

  struct Fault: Error, CustomStringConvertible {
    /// Bytes from the beginning.
    let place: Int
    let expected: String
    var description: String { "byte \(place): \(expected) expected" }
  }

  private let text: [UInt8]
  let nodes: [Node]

  /// - Throws: `Fault`.
  package init(_ text: some Sequence<UInt8>) throws {
    var parser = JSONParser(Array(text))
    try parser.parse()
    (self.text, nodes) = (parser.text, parser.nodes)
  }

  /// Strings only.
  /// - Returns: nil where it is no UTF-8, or stands for no text.
  func string(_ node: Node) -> String? {
    node.kind == .escaped
      ? unescaped(text[node.bytes]).flatMap { String(validating: $0, as: UTF8.self) }
      : String(validating: text[node.bytes], as: UTF8.self)
  }

  /// Numbers only.
  func double(_ node: Node) -> Double? { Double(digits(node)) }
  func float(_ node: Node) -> Float? { Float(digits(node)) }

  private func digits(_ node: Node) -> Substring {
    String(decoding: text[node.bytes], as: UTF8.self)[...]
  }

  func integer<Integer: FixedWidthInteger>(_ node: Node) -> Integer? {
    let digits = text[node.bytes]
    let isNegative = digits.first == UInt8(ascii: "-")
    var value: Integer = 0
    for digit in isNegative ? digits.dropFirst() : digits {
      guard let one = Integer(exactly: digit &- UInt8(ascii: "0")), one < 10 else {
        // 1.0 and 1e3 are whole numbers too.
        return double(node).flatMap { Integer(exactly: $0) }
      }
      let (ten, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (new, isOver) =
        isNegative ? ten.subtractingReportingOverflow(one) : ten.addingReportingOverflow(one)
      guard !isTooLarge, !isOver else { return nil }
      value = new
    }
    return value
  }

  /// Whether a string is this text.
  func isString(_ node: Node, _ other: inout String) -> Bool {
    guard node.kind == .string else { return string(node) == other }
    return other.withUTF8 { other in
      node.bytes.count == other.count
        && text.withUnsafeBytes { all in
          other.isEmpty
            || memcmp(all.baseAddress! + node.bytes.lowerBound, other.baseAddress!, other.count)
              == 0
        }
    }
  }

  // MARK: strings

  private func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var rest = bytes
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "u"):
        guard let scalar = Self.scalar(&rest) else { return nil }
        text.append(contentsOf: Unicode.UTF8.encode(scalar)!)
      case .some(let other): text.append(other)
      case nil: return nil
      }
    }
    return text
  }

  /// Behind `\u`: four digits, or those of both halves of a pair.
  private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
    func unit() -> UInt32? {
      let digits = rest.prefix(4)
      guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit })
      else {
        return nil
      }
      rest = rest.dropFirst(4)
      return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
    guard let first = unit() else { return nil }
    guard first & 0xFC00 == 0xD800 else { return Unicode.Scalar(first) }
    guard rest.starts(with: "\\u".utf8) else { return nil }
    rest = rest.dropFirst(2)
    guard let second = unit(), second & 0xFC00 == 0xDC00 else { return nil }
    return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
  }
}
