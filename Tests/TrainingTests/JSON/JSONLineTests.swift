import Datasets
import Foundation
import Testing
import Training

@Suite struct JSONLineTests {
  private struct Sample: Codable, Equatable {
    struct Inner: Codable, Equatable {
      var zeta = 1
      var alpha: Float? = 0.25
    }
    enum Kind: String, Codable { case plain }
    var name = "gru"
    var step = 12
    var seed = UInt64.max
    var flag = true
    var loss: Float = 0.1
    var rate: Double? = 2
    var absent: String?
    var sizes = [8, 16]
    var inner = Inner()
    var inners = [Inner()]
    var kind = Kind.plain
    var values: [Float] = []
  }

  @Test func keysStayInTheirOrderAndNilIsNull() {
    #expect(
      JSONLine.text(Sample())
        == #"{"name": "gru", "step": 12, "seed": 18446744073709551615, "flag": true, "#
        + #""loss": 0.100000001, "rate": 2, "absent": null, "sizes": [8, 16], "#
        + #""inner": {"zeta": 1, "alpha": 0.25}, "inners": [{"zeta": 1, "alpha": 0.25}], "#
        + #""kind": "plain", "values": []}"#)
  }

  @Test func whatIsNotFiniteIsNullAndNamedAndComesBack() throws {
    var sample = Sample()
    sample.loss = .infinity
    sample.rate = -.infinity
    sample.inner.alpha = -.infinity
    sample.values = [1, .infinity, 3, -.infinity]
    let line = JSONLine.text(sample)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["loss"] is NSNull && object["rate"] is NSNull)
    #expect(
      object["nonfinite"] as? [String] == ["loss", "rate", "inner.alpha", "values.1", "values.3"])
    #expect(object["nonfinite_as"] as? [String] == ["inf", "-inf", "-inf", "inf", "-inf"])
    #expect(try JSONLine.value(Sample.self, line) == sample)
    sample.loss = .nan
    #expect(try JSONLine.value(Sample.self, JSONLine.text(sample)).loss.isNaN)
  }

  /// Lines of older versions name the keys alone.
  @Test func aNameWithoutAValueIsNaN() throws {
    let line = JSONLine.text(Sample()).replacing(
      #""loss": 0.100000001"#, with: #""nonfinite": ["loss"], "loss": null"#)
    #expect(try JSONLine.value(Sample.self, line).loss.isNaN)
  }

  @Test func finiteLinesHaveNoSuchKey() {
    #expect(!JSONLine.text(Sample()).contains("nonfinite"))
  }

  @Test(arguments: [
    0, -0.0, 1, -17, 0.1, 1e-7, -2.5e-30, 1e15, 1e16, 1e300, -1e300, 123_456.789,
    .leastNonzeroMagnitude, 0.30000001192092896, Double(Int32.max),
  ])
  func numbersComeBack(_ value: Double) throws {
    let back = try JSONLine.value([Double].self, JSONLine.text([value]))
    #expect(abs(back[0] - value) <= abs(value) * 1e-8)
  }

  @Test func everyDoubleComesBackExactly() throws {
    var random = SystemRandomNumberGenerator()
    let values = (0..<2000).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
    #expect(
      try JSONLine.value([Double].self, JSONLine.text(values + [-0.0], .exact)) == values + [-0.0])
  }

  @Test func everyFloatComesBackExactly() throws {
    var random = SystemRandomNumberGenerator()
    let values = (0..<2000).map { _ in Float(bitPattern: random.next()) }.filter(\.isFinite)
    #expect(try JSONLine.value([Float].self, JSONLine.text(values)) == values)
  }

  @Test(arguments: [
    "", "plain", "\"quoted\" and \\back\\", "line\nbreak\r\ttab", "\u{0}\u{1}\u{1F}",
    "\u{7F}\u{9B}",
    "\u{1B}[31mred", "héllo 日本 👩‍👩‍👧", "\u{2028}\u{2029}", "/slash/", "\u{FFFD}\u{10FFFF}",
  ])
  func textsComeBack(_ text: String) throws {
    let line = JSONLine.text([text: text])
    #expect(try JSONLine.value([String: String].self, line) == [text: text])
    #expect(
      line.unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) },
      "nothing in a line steers a terminal")
  }

  // MARK: texts of others

  private func isRead(_ text: String) -> Bool {
    (try? JSONDocument(Array(text.utf8))) != nil
  }

  @Test(arguments: [
    "{}", "[]", " [ 1 , 2 ]\n", "0", "-0", "-0.5e+10", "1E3", "\"\"", "true", "null",
    #"{"a": {"b": [[], {}]}, "": "\u00e9\n\\\"\/"}"#, "\t\r\n 1",
  ]) func isJSON(_ text: String) { #expect(isRead(text)) }

  @Test(arguments: [
    "", " ", "{", "}", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "01", "1.", ".5",
    "+1",
    "-", "1e", "1e+", "0x1", "nan", "NaN", "Infinity", "tru", "truefalse", "1 2", "[1 2]", "\"a",
    "'a'",
    "\"\n\"", "\"\\\"", "[]]", "{}{}", "\u{FEFF}1",
    String(repeating: "[", count: 100_000),
    String(repeating: "[", count: 300) + String(repeating: "]", count: 300),
  ]) func isNoJSON(_ text: String) { #expect(!isRead(text)) }

  @Test func textsComeAsTheyAre() throws {
    func value(_ text: String) -> String? {
      (try? JSONLine.value([String].self, "[\"\(text)\"]"))?.first
    }
    #expect(value(#"\u0041\ud83d\ude00\t"#) == "A😀\t")
    #expect(value("é😀") == "é😀")
    #expect(value(#"a\u0000b"#) == "a\0b")
    for broken in [#"\ud83d"#, #"\ud83dx"#, #"\ude00"#, #"\u12"#, #"\u+123"#, #"\x41"#] {
      #expect(value(broken) == nil, "\(broken)")
    }
    // No UTF-8.
    #expect(throws: (any Error).self) {
      try JSONLine.value([String].self, [0x5B, 0x22, 0xC3, 0x28, 0x22, 0x5D] as [UInt8])
    }
  }

  @Test func numbersHaveToFit() throws {
    struct Whole: Decodable {
      var n: Int8
    }
    for (text, value) in [("127", 127), ("-128", -128), ("1e2", 100), ("12.0", 12), ("-0", 0)] {
      #expect(try JSONLine.value(Whole.self, "{\"n\": \(text)}").n == value)
    }
    for text in ["128", "-129", "1.5", "1e3", "99999999999999999999", "\"1\"", "null", "true"] {
      #expect(throws: DecodingError.self) { try JSONLine.value(Whole.self, "{\"n\": \(text)}") }
    }
    #expect(try JSONLine.value([Double].self, "[0.1, 5e-324]") == [0.1, 5e-324])
    #expect(throws: DecodingError.self) { try JSONLine.value([Double].self, "[1e400]") }
    #expect(throws: DecodingError.self) { try JSONLine.value([Float].self, "[1e40]") }
  }

  /// It takes what Foundation takes, but a comma behind the last value, and reads the same in it.
  @Test func agreesWithFoundation() throws {
    let line = JSONLine.text(Sample())
    #expect(try JSONDecoder().decode(Sample.self, from: Data(line.utf8)) == Sample())
    var random = SeededRandom(seed: 5)
    var read = 0
    for _ in 0..<3000 {
      var bytes = Array(line.utf8)
      let place = Int(random.next() % UInt64(bytes.count))
      let other = Array("0123456789{}[],:\"\\ -.eEtn".utf8)
      let new = other[Int(random.next() % UInt64(other.count))]
      switch random.next() % 3 {
      case 0: bytes[place] = new
      case 1: bytes.insert(new, at: place)
      default: bytes.remove(at: place)
      }
      let ours = try? JSONLine.value(Sample.self, bytes)
      let theirs = try? JSONDecoder().decode(Sample.self, from: Data(bytes))
      let text = String(decoding: bytes, as: UTF8.self)
      if ours == nil, text.contains(/,\s*[\]}]/) { continue }
      #expect(ours == theirs, "\(text)")
      if ours != nil { read += 1 }
    }
    #expect(read > 100)
  }
}
