import Datasets
import Testing

/// Deflated members of an archive, against what Python's zlib (raw, level 9) makes of the same bytes.
struct ZipArchiveTests {
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

  /// What reading an archive ends in whose x.npy is packed so. The bytes are no array, which is told
  /// once they came out with the checksum that the archive has: then it is `unpacked`.
  private static func outcome(
    _ packed: [UInt8], _ bytes: [UInt8], size: Int, in scratch: Scratch
  ) throws -> String {
    var zip = ZipBytes([("x", bytes), ("y", NumpySequencesTests.labels)])
    zip.members[0].method = 8
    zip.members[0].packed = packed
    zip.members[0].size = UInt32(size)
    try scratch.write("f.npz", zip.bytes)
    let message = scratch.message(DataConfiguration(file: "f.npz")) ?? ""
    return message.contains(": x: it has no valid NumPy header") ? unpacked : message
  }

  private static let unpacked = "unpacked"
  private static let truncated = "f.npz: x.npy: ends too early; was the file copied whole?"
  private static let damaged = "f.npz: x.npy: its compressed data are damaged"
  private static let checksum = "f.npz: x.npy: is damaged: its checksum does not match"
  private static func otherSize(_ size: Int) -> String {
    "f.npz: x.npy: is damaged: it does not unpack to the \(size) bytes that the archive declares"
  }

  @Test(arguments: cases) func unpacksWhatZlibPacked(_ one: Case) throws {
    let scratch = try Scratch()
    #expect(
      try Self.outcome(one.packed, one.bytes, size: one.bytes.count, in: scratch) == Self.unpacked)
    // What stands behind the stream is not looked at.
    #expect(
      try Self.outcome(one.packed + [1, 2], one.bytes, size: one.bytes.count, in: scratch)
        == Self.unpacked)
  }

  @Test(arguments: cases) func anotherSizeIsAFault(_ one: Case) throws {
    let scratch = try Scratch()
    for size in [one.bytes.count - 1, one.bytes.count + 1, 2_000_000_000] where size >= 0 {
      #expect(
        try Self.outcome(one.packed, one.bytes, size: size, in: scratch) == Self.otherSize(size))
    }
  }

  @Test(arguments: cases) func anotherChecksumIsAFault(_ one: Case) throws {
    let scratch = try Scratch()
    guard let first = one.bytes.first else { return }
    let other = [first ^ 1] + one.bytes.dropFirst()
    #expect(
      try Self.outcome(one.packed, other, size: one.bytes.count, in: scratch) == Self.checksum)
  }

  @Test(arguments: cases) func anyCutIsAFault(_ one: Case) throws {
    let scratch = try Scratch()
    for length in 0..<one.packed.count {
      let outcome = try Self.outcome(
        Array(one.packed[..<length]), one.bytes, size: one.bytes.count, in: scratch)
      #expect(outcome == Self.truncated || outcome == Self.otherSize(one.bytes.count))
    }
  }

  /// It ends in the bytes or in a fault.
  @Test(arguments: cases) func anyDamageEnds(_ one: Case) throws {
    let scratch = try Scratch()
    var random = SeededRandom(seed: 5)
    for _ in 0..<300 {
      var packed = one.packed
      for _ in 0...random.index(below: 3) {
        packed[random.index(below: packed.count)] = UInt8(random.index(below: 256))
      }
      let outcome = try Self.outcome(packed, one.bytes, size: one.bytes.count, in: scratch)
      #expect(
        [
          Self.unpacked, Self.truncated, Self.damaged, Self.checksum,
          Self.otherSize(one.bytes.count),
        ].contains(outcome))
    }
  }

  /// More than is read and unpacked at a time.
  @Test func manyBlocksUnpack() throws {
    let scratch = try Scratch()
    var random = SeededRandom(seed: 7)
    let bytes = (0..<300_000).map { _ in UInt8(random.index(below: 256)) }
    let packed = ZipBytes.storedBlocks(bytes)
    #expect(try Self.outcome(packed, bytes, size: bytes.count, in: scratch) == Self.unpacked)
    #expect(
      try Self.outcome(Array(packed.dropLast(70_000)), bytes, size: bytes.count, in: scratch)
        == Self.truncated)
  }

  static let faults: [([UInt8], String)] = [
    // A block of the fourth kind; a stored block whose length and its complement differ.
    ([0x07], damaged), ([0x01, 4, 0, 0, 0, 1, 2, 3, 4], damaged),
    // A copy from before the beginning, with fixed codes.
    ([0x03, 0x02, 0x00, 0x00], damaged), ([], otherSize(4)),
    // More length codes than there are; lengths of codes that are too many for their size.
    ([0xFD, 0xFF, 0xFF, 0xFF], damaged),
    ([0x05, 0x00, 0x24, 0x49, 0x92, 0x24, 0x49, 0x92, 0x24], damaged),
  ]

  @Test(arguments: faults.indices) func whatCannotBeIsAFault(_ index: Int) throws {
    let scratch = try Scratch()
    let (packed, message) = Self.faults[index]
    #expect(try Self.outcome(packed, [1, 2, 3, 4], size: 4, in: scratch) == message)
  }
}
