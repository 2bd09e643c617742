import Datasets
import Testing

/// Against what Python's zlib (raw, level 9) makes of the same bytes.
struct InflateTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var packed: [UInt8]
    var bytes: [UInt8]

    init(_ name: String, _ packed: String, _ bytes: [UInt8]) {
      testDescription = name
      let digits = Array(packed)
      self.packed = stride(from: 0, to: digits.count, by: 2).map {
        UInt8(String(digits[$0...($0 + 1)]), radix: 16)!
      }
      self.bytes = bytes
    }
  }

  private static let words = Array(
    (0..<60).map { "word \($0 % 17) of \($0 * $0 % 23)" }.joined(separator: " ").utf8)

  static let cases = [
    Case("nothing", "0300", []),
    Case("codes that are fixed", "cb48cdc9c957c8409000", Array("hello hello hello".utf8)),
    Case("stored", "010600f9ff616263616263", Array("abcabc".utf8)),
    Case("a long run", "4b4c1c05a360140c770000", [UInt8](repeating: 0x61, count: 1000)),
    Case(
      "codes of its own",
      "7592410ec3200c04bf922760631cf84fd56ba45ef2fd144caa41512fd1ae00ef0ee43c3eaf2d6dc7"
        + "fbfb39bb96ae25b4766da173d72db48d3d1ea674a3a17d2ce4307b3753d7b150c3b461e61119e173"
        + "4546fa1c2c4a93b9cd960985c3c5119bd847505449f040339009c812c0046006ae46ac3b41981d5c"
        + "bf56197d27585dc0946015600e2e075705d67d7a195c10f97c32e593f93f342399902c114c0866e4"
        + "6ac4ba7312ef89cd14953359965fa100df712d3bf4e0aa17",
      words),
    Case(
      "codes without distances",
      "05c1010100300cc320ada4bb7f0b07999c4c9e4c4e261f",
      Array("abacabadabacabaeabacabadabacaba".utf8)),
    Case(
      "several blocks",
      "cacf4b05000000ffff2a29cf07000000ffff7592410ec3200c04bf922760300efca7ea35522ffd7e"
        + "8b0dd5a0a8976857807707f2be5e8f231dd7f3fb712d434be83cb4862e43f7d0ea7b2c4c1d268736"
        + "5f2861ce61a66ebed0c27437f38878f85c114f9f8325d3146ed36d42e57031c426f61114cd24b8a1"
        + "29c8046409600230055727d64a106607d7af5541df09d636b04cb00630039781ab016b9dde065744"
        + "de9f2cf3c9ec1f9a924c489608260453727562ad9cc47b62b38cca852cdbaf50816fb89613dab9da"
        + "07",
      Array("onetwo".utf8) + words),
  ]

  @Test(arguments: cases) func unpacksWhatZlibPacked(_ one: Case) throws {
    #expect(try Inflate.unpack(one.packed, to: one.bytes.count) == one.bytes)
  }

  @Test(arguments: cases) func anotherSizeIsAFault(_ one: Case) {
    for count in [one.bytes.count - 1, one.bytes.count + 1] where count >= 0 {
      #expect(throws: Inflate.Fault.self) { try Inflate.unpack(one.packed, to: count) }
    }
    #expect(throws: Inflate.Fault.otherSize) { try Inflate.unpack(one.packed, to: 1 << 40) }
  }

  @Test(arguments: cases) func anyCutIsAFault(_ one: Case) {
    for length in 0..<one.packed.count {
      #expect(throws: Inflate.Fault.self) {
        try Inflate.unpack(Array(one.packed[..<length]), to: one.bytes.count)
      }
    }
  }

  /// It ends in bytes or a fault, and reads or writes nowhere else.
  @Test(arguments: cases) func anyDamageEnds(_ one: Case) {
    var random = SeededRandom(seed: 5)
    for _ in 0..<2000 {
      var packed = one.packed
      for _ in 0...random.index(below: 3) {
        packed[random.index(below: packed.count)] = UInt8(random.index(below: 256))
      }
      if let bytes = try? Inflate.unpack(packed, to: one.bytes.count) {
        #expect(bytes.count == one.bytes.count)
      }
    }
  }

  static let faults: [([UInt8], Inflate.Fault)] = [
    // A block of the fourth kind; a stored block whose length and its complement differ.
    ([0x07], .damaged), ([0x01, 4, 0, 0, 0, 1, 2, 3, 4], .damaged),
    // A copy from before the beginning, with fixed codes.
    ([0x03, 0x02, 0x00, 0x00], .damaged), ([], .truncated),
    // More length codes than there are; lengths of codes that are too many for their size.
    ([0xFD, 0xFF, 0xFF, 0xFF], .damaged),
    ([0x05, 0x00, 0x24, 0x49, 0x92, 0x24, 0x49, 0x92, 0x24], .damaged),
  ]

  @Test(arguments: faults.indices) func whatCannotBeIsAFault(_ index: Int) {
    #expect(throws: Self.faults[index].1) {
      try Inflate.unpack(Self.faults[index].0, to: Self.faults[index].0.isEmpty ? 0 : 4)
    }
  }
}
