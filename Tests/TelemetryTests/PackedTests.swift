import Foundation
import Telemetry
import Testing

struct PackedTests {
  private struct Numbers: Codable, Equatable {
    @Packed var bytes: [UInt8]
    @Packed var floats: [Float]
  }

  /// As every other reader of base64 has it, to the bit, of every length.
  @Test(arguments: 0..<10) func comesBack(_ count: Int) throws {
    let odd: [Float] = [.nan, .infinity, -.infinity, -0.0, 1e-45, 3.5, -1e38, 0, 1, 2]
    let numbers = Numbers(
      bytes: (0..<count).map { UInt8(truncatingIfNeeded: 37 * $0 &+ 200) },
      floats: Array(odd.prefix(count)))
    let text = try JSONEncoder().encode(numbers)
    #expect(try JSONDecoder().decode(Numbers.self, from: text) == numbers)
    let object = try #require(try JSONSerialization.jsonObject(with: text) as? [String: String])
    #expect(Data(base64Encoded: object["bytes"] ?? "-") == Data(numbers.bytes))
    let bytes = numbers.floats.flatMap { float in
      withUnsafeBytes(of: float.bitPattern.littleEndian) { Array($0) }
    }
    #expect(Data(base64Encoded: object["floats"] ?? "-") == Data(bytes))
  }

  @Test(arguments: ["A", "AAA", "A===", "====", "AA*A", "AAAAA", "AAAA"])
  func whatIsNoneIsRefused(_ text: String) {
    // The last one is base64, of three bytes.
    let json = Data("{\"bytes\": \"\", \"floats\": \"\(text)\"}".utf8)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Numbers.self, from: json) }
  }
}
