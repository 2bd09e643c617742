import Foundation
import Testing
import Training

@Suite struct TensorFileTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// A file from its header's text, with `data` zero bytes behind it.
  static func file(_ header: String, data: Int = 0) -> [UInt8] {
    file(Array(header.utf8), data: data)
  }

  static func file(_ header: [UInt8], data: Int = 0) -> [UInt8] {
    length(UInt64(header.count)) + header + [UInt8](repeating: 0, count: data)
  }

  static func length(_ count: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * UInt64($0))) }
  }

  static func entry(
    _ shape: String = "[1]", _ offsets: String = "[0,4]", _ type: String = "\"F32\""
  )
    -> String
  {
    #"{"dtype":\#(type),"shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

  /// An entry with a key that the format does not know.
  static func further(_ value: String) -> String {
    #"{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":\#(value)}"#
  }

  /// Nil when the bytes are a good file; else the message without the path.
  private func message(_ bytes: [UInt8]) throws -> String? {
    let path = try scratch.write("t", bytes)
    do {
      _ = try TensorFile(contentsOf: path)
      return nil
    } catch {
      return error.description.replacingOccurrences(of: path, with: "FILE")
    }
  }

  private static let malformed =
    "FILE: tensor a needs dtype, shape and two data_offsets, whole numbers from 0"
  private static let noFile = "FILE is not a complete safetensors file: "

  struct Hostile: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var message: String
    var testDescription: String { name }

    init(_ name: String, _ bytes: [UInt8], _ message: String) {
      (self.name, self.bytes, self.message) = (name, bytes, message)
    }

    init(_ name: String, a entry: String, data: Int = 4, _ message: String) {
      self.init(name, TensorFileTests.file("{\"a\":\(entry)}", data: data), message)
    }
  }

  static let lengths: [Hostile] =
    [
      Hostile("empty", [], noFile + "it has 0 bytes; the length of the header alone takes 8"),
      Hostile(
        "7 bytes", [1, 0, 0, 0, 0, 0, 0],
        noFile + "it has 7 bytes; the length of the header alone takes 8"),
      Hostile(
        "length only", length(2), noFile + "its header claims 2 bytes; the file has 0 after it"),
      Hostile("length 0", length(0), noFile + "its header does not begin with '{'"),
      Hostile(
        "length 0 and data", length(0) + [123, 125], noFile + "its header does not begin with '{'"),
      Hostile(
        "past the end", length(3) + [123, 125],
        noFile + "its header claims 3 bytes; the file has 2 after it"),
    ]
    + [UInt64.max, 1 << 63, UInt64.max - 7, 100_000_001].map {
      Hostile(
        "length \($0)", length($0) + [123, 125],
        noFile + "its header claims \($0) bytes; at most 100000000 are allowed")
    }

  static let headers: [Hostile] = [
    Hostile("an array", file("[]"), noFile + "its header does not begin with '{'"),
    Hostile("a leading space", file(" {}"), noFile + "its header does not begin with '{'"),
    Hostile("a byte order mark", file("\u{FEFF}{}"), noFile + "its header does not begin with '{'"),
    Hostile(
      "cut off", file("{\"a\""), noFile + "its header is not JSON: byte 4 should be ':'"),
    Hostile("not closed", file("{"), noFile + "its header is not JSON: byte 1 should be '\"'"),
    Hostile(
      "two objects", file("{}{}"),
      noFile + "its header is not JSON: byte 2 should be an end or spaces"),
    Hostile(
      "a tab behind", file("{}\t"),
      noFile + "its header is not JSON: byte 2 should be an end or spaces"),
    Hostile(
      "a NUL behind", file("{}\u{0}"),
      noFile + "its header is not JSON: byte 2 should be an end or spaces"),
    Hostile(
      "a NUL in a name", file("{\"a\u{0}\":\(entry())}", data: 4),
      noFile + "its header is not JSON: byte 3 should be a text's end"),
    Hostile(
      "not UTF-8", file([123, 34, 0xFF, 34, 58] + Array(entry().utf8) + [125], data: 4),
      noFile + "its header is not UTF-8"),
    Hostile(
      "half a surrogate", file(#"{"\ud83d":1}"#),
      noFile + "its header is not JSON: byte 8 should be a whole character"),
    Hostile(
      "a trailing comma", file("{\"a\":\(entry()),}", data: 4),
      noFile + "its header is not JSON: byte \(6 + entry().utf8.count) should be '\"'"),
    Hostile(
      "the same name twice", file("{\"a\":\(entry()),\"a\":\(entry("[1]", "[4,8]"))}", data: 8),
      "FILE: tensor a appears twice"),
    Hostile(
      "twice, once escaped",
      file(#"{"a":\#(entry()),"\u0061":\#(entry("[1]", "[4,8]"))}"#, data: 8),
      "FILE: tensor a appears twice"),
    Hostile(
      "metadata with a number", file(#"{"__metadata__":{"a":1}}"#),
      noFile + "__metadata__ must hold text only"),
    Hostile(
      "metadata with null", file(#"{"__metadata__":{"a":null}}"#),
      noFile + "__metadata__ must hold text only"),
    Hostile(
      "metadata that is text", file(#"{"__metadata__":"a"}"#),
      noFile + "__metadata__ must be an object"),
    Hostile(
      "metadata with a key twice", file(#"{"__metadata__":{"a":"b","a":"c"}}"#),
      noFile + "__metadata__ has a duplicate key"),
    Hostile("nested arrays", a: String(repeating: "[", count: 100_000), malformed),
    Hostile(
      "nested objects", a: String(repeating: "{\"dtype\":", count: 100_000), malformed),
    Hostile(
      "nested shape", a: entry(String(repeating: "[", count: 100_000)), malformed),
  ]

  static let entries: [Hostile] = [
    Hostile("null", a: "null", malformed), Hostile("a number", a: "4", malformed),
    Hostile("empty", a: "{}", malformed),
    Hostile("no shape", a: #"{"dtype":"F32","data_offsets":[0,4]}"#, malformed),
    Hostile(
      "a further key without end", a: further("[1, [2}"),
      noFile + "its header is not JSON: byte 63 should be ',' or an end"),
    Hostile(
      "a further key of no value", a: further("01"),
      noFile + "its header is not JSON: byte 57 should be a value"),
    Hostile(
      "a key twice", a: #"{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}"#, malformed),
    Hostile("dtype null", a: entry("[1]", "[0,4]", "null"), malformed),
    Hostile("dtype 32", a: entry("[1]", "[0,4]", "32"), malformed),
    Hostile(
      "dtype f32", a: entry("[1]", "[0,4]", "\"f32\""),
      "FILE: tensor a has type f32; F32 and I64 are read"),
    Hostile(
      "dtype BF16", a: entry("[2]", "[0,4]", "\"BF16\""),
      "FILE: tensor a has type BF16; F32 and I64 are read"),
    Hostile(
      "dtype with an escape", a: entry("[1]", "[0,4]", #""\u001b[2J""#),
      "FILE: tensor a has type \\u{1B}[2J; F32 and I64 are read"),
    Hostile("shape null", a: entry("null"), malformed),
    Hostile("shape of text", a: entry("[\"1\"]"), malformed),
    Hostile("shape of flags", a: entry("[true]"), malformed),
    Hostile("shape of floats", a: entry("[1.0]"), malformed),
    Hostile("shape below 0", a: entry("[-1]"), malformed),
    Hostile("shape -0", a: entry("[-0]"), malformed),
    Hostile("shape 01", a: entry("[01]"), malformed),
    Hostile("shape NaN", a: entry("[NaN]"), malformed),
    Hostile("shape 1e0", a: entry("[1e0]"), malformed),
    Hostile("shape with a comma too many", a: entry("[1,]"), malformed),
    Hostile("shape 2^64", a: entry("[18446744073709551616]"), malformed),
    Hostile("offsets below 0", a: entry("[1]", "[-4,0]"), malformed),
    Hostile("offsets of floats", a: entry("[1]", "[0,4.0]"), malformed),
    Hostile("offsets of floats 2", a: entry("[1]", "[0,4e0]"), malformed),
    Hostile("one offset", a: entry("[1]", "[4]"), malformed),
    Hostile("three offsets", a: entry("[1]", "[0,4,8]"), malformed),
    Hostile("offset 2^64", a: entry("[1]", "[0,18446744073709551620]"), malformed),
    Hostile("offset 2^63", a: entry("[1]", "[0,9223372036854775808]"), malformed),
    Hostile(
      "offset 2^63 - 1", a: entry("[1]", "[0,9223372036854775807]"),
      "FILE: tensor a is at 0..9223372036854775807, outside the file's data"),
    Hostile(
      "begin above end", a: entry("[1]", "[4,0]"),
      "FILE: tensor a is at 4..0, outside the file's data"),
    Hostile(
      "past the end", a: entry("[2]", "[0,8]"),
      "FILE: tensor a is at 0..8, outside the file's data"),
    Hostile("too few bytes", a: entry("[2]"), "FILE: tensor a has shape [2], but 4 bytes"),
    Hostile("too many bytes", a: entry("[0]"), "FILE: tensor a has shape [0], but 4 bytes"),
    Hostile(
      "a scalar of 8 bytes", a: entry("[]", "[0,8]"), data: 8,
      "FILE: tensor a has shape [], but 8 bytes"),
    Hostile(
      "overflow to 0", a: entry("[4294967296,4294967296]", "[0,0]"), data: 0,
      "FILE: tensor a has a shape too large for any machine"),
    Hostile(
      "overflow to 4", a: entry("[4611686018427387905]"),
      "FILE: tensor a has a shape too large for any machine"),
    Hostile(
      "overflow before a 0", a: entry("[9223372036854775807,2,0]", "[0,0]"), data: 0,
      "FILE: tensor a has a shape too large for any machine"),
    Hostile("bytes behind", a: entry(), data: 5, noFile + "1 bytes follow the last tensor"),
    Hostile("bytes only", file("{}", data: 3), noFile + "3 bytes follow the last tensor"),
    Hostile(
      "a hole at the start", a: entry("[1]", "[4,8]"), data: 8,
      "FILE: tensor a leaves a gap before it"),
    Hostile(
      "a hole", file("{\"a\":\(entry()),\"b\":\(entry("[1]", "[8,12]"))}", data: 12),
      "FILE: tensor b leaves a gap before it"),
    Hostile(
      "the same bytes twice", file("{\"a\":\(entry()),\"b\":\(entry())}", data: 4),
      "FILE: tensor b overlaps the tensor before it"),
    Hostile(
      "overlap", file("{\"b\":\(entry("[2]", "[4,12]")),\"a\":\(entry("[2]", "[0,8]"))}", data: 12),
      "FILE: tensor b overlaps the tensor before it"),
    Hostile(
      "an empty one inside another",
      file("{\"a\":\(entry("[2]", "[0,8]")),\"b\":\(entry("[0]", "[4,4]"))}", data: 8),
      "FILE: tensor b overlaps the tensor before it"),
    Hostile(
      "an empty one past the end",
      file("{\"a\":\(entry()),\"b\":\(entry("[0]", "[8,8]"))}", data: 4),
      "FILE: tensor b is at 8..8, outside the file's data"),
  ]

  @Test(arguments: lengths + headers + entries)
  func hostileFiles(_ example: Hostile) throws {
    #expect(try message(example.bytes) == example.message)
  }
}
