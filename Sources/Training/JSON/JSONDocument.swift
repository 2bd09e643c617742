import Datasets
import Foundation

/// A JSON text, parsed once into a flat list in which every value is followed by its contents.
package final class JSONDocument {
  enum Kind {
    case null, `true`, `false`, number, string
    /// A string with a backslash.
    case escaped
    case array
    /// Keys and values alternate.
    case object
  }

  struct Node {
    var kind: Kind
    /// The value's place in the text, without quotation marks.
    var bytes: Range<Int>
    /// The node after it and its contents.
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
  /// - Returns: nil if it is not UTF-8, or an escape is not a character.
  func string(_ node: Node) -> String? {
    guard node.kind == .escaped else {
      return String(validating: text[node.bytes], as: UTF8.self)
    }
    var bytes: [UInt8] = []
    let fault = text.withUnsafeBufferPointer {
      JSONText.unescape($0[node.bytes], to: &bytes, allowsNUL: true)
    }
    return fault == nil ? String(validating: bytes, as: UTF8.self) : nil
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
}

extension JSONDocument {
  /// Places of what is inside an array or object.
  func elements(of place: Int) -> [Int] {
    var elements: [Int] = []
    var next = place + 1
    while next < nodes[place].next {
      elements.append(next)
      next = nodes[next].next
    }
    return elements
  }

  /// - Returns: nil where there is no such key, or no object.
  func value(of key: String, in place: Int) -> Int? {
    guard nodes[place].kind == .object else { return nil }
    var key = key
    var next = place + 1
    while next < nodes[place].next {
      if isString(nodes[next], &key) { return next + 1 }
      next = nodes[next + 1].next
    }
    return nil
  }
}
