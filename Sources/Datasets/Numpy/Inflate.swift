/// Makes deflated bytes whole again (RFC 1951).
///
/// Whatever the bytes are, it ends: in as many bytes as were announced, or in a fault.
package struct Inflate {
  package enum Fault: Error, Equatable {
    case truncated
    case damaged
    /// More or fewer bytes than announced.
    case otherSize
  }

  /// No byte of input gives more than this many of output (258 bytes from two codes of one bit).
  static let mostGrowth = 1032

  private var bits: BitReader
  private let output: UnsafeMutableBufferPointer<UInt8>
  private var written = 0

  /// `source` unpacked to exactly `count` bytes.
  package static func unpack(_ source: [UInt8], to count: Int) throws(Fault) -> [UInt8] {
    // Before memory is taken for what cannot be there.
    if count > source.count * mostGrowth { throw .otherSize }
    var unpacked = [UInt8](repeating: 0, count: count)
    try source.withUnsafeBufferPointer { (packed) throws(Fault) in
      try unpacked.withUnsafeMutableBufferPointer { (output) throws(Fault) in
        var inflate = Inflate(bits: BitReader(packed), output: output)
        try inflate.blocks()
      }
    }
    return unpacked
  }

  private init(bits: BitReader, output: UnsafeMutableBufferPointer<UInt8>) {
    self.bits = bits
    self.output = output
  }

  private mutating func blocks() throws(Fault) {
    var isLast = false
    while !isLast {
      isLast = try bits.take(1) == 1
      switch try bits.take(2) {
      case 0: try stored()
      case 1: try coded(Self.fixedLengths, Self.fixedDistances)
      case 2:
        let (lengths, distances) = try dynamicCodes()
        try coded(lengths, distances)
      default: throw .damaged
      }
    }
    if written != output.count { throw .otherSize }
  }

  private mutating func stored() throws(Fault) {
    bits.skipToByte()
    let count = try bits.take(16)
    guard try bits.take(16) == count ^ 0xFFFF else { throw .damaged }
    if written + count > output.count { throw .otherSize }
    for _ in 0..<count {
      output[written] = UInt8(truncatingIfNeeded: try bits.take(8))
      written += 1
    }
  }

  private mutating func coded(
    _ lengths: PrefixCode, _ distances: PrefixCode
  ) throws(Fault) {
    while true {
      let symbol = try bits.symbol(lengths)
      if symbol < 256 {
        if written == output.count { throw .otherSize }
        output[written] = UInt8(symbol)
        written += 1
        continue
      }
      if symbol == 256 { return }
      guard symbol - 257 < Self.lengthBases.count else { throw .damaged }
      let length =
        Self.lengthBases[symbol - 257] + (try bits.take(Self.lengthBits[symbol - 257]))
      let place = try bits.symbol(distances)
      guard place < Self.distanceBases.count else { throw .damaged }
      let distance = Self.distanceBases[place] + (try bits.take(Self.distanceBits[place]))
      if distance > written { throw .damaged }
      if written + length > output.count { throw .otherSize }
      // Byte by byte: what is copied may overlap what it is copied to.
      for _ in 0..<length {
        output[written] = output[written - distance]
        written += 1
      }
    }
  }

  /// The codes that a block brings with it, themselves coded.
  private mutating func dynamicCodes() throws(Fault) -> (PrefixCode, PrefixCode) {
    let lengthCount = try bits.take(5) + 257
    let distanceCount = try bits.take(5) + 1
    let orderCount = try bits.take(4) + 4
    guard lengthCount <= 286, distanceCount <= 30 else { throw .damaged }
    var sizes = [UInt8](repeating: 0, count: 19)
    for place in Self.order.prefix(orderCount) {
      sizes[place] = UInt8(try bits.take(3))
    }
    let code = try PrefixCode(sizes, mayBeIncomplete: false)
    var both: [UInt8] = []
    while both.count < lengthCount + distanceCount {
      let symbol = try bits.symbol(code)
      switch symbol {
      case 0...15: both.append(UInt8(symbol))
      case 16:
        guard let last = both.last else { throw .damaged }
        both += [UInt8](repeating: last, count: 3 + (try bits.take(2)))
      case 17: both += [UInt8](repeating: 0, count: 3 + (try bits.take(3)))
      default: both += [UInt8](repeating: 0, count: 11 + (try bits.take(7)))
      }
    }
    // No end of block: nothing could end it.
    guard both.count == lengthCount + distanceCount, both[256] > 0 else { throw .damaged }
    return (
      try PrefixCode(Array(both[..<lengthCount]), mayBeIncomplete: true),
      try PrefixCode(Array(both[lengthCount...]), mayBeIncomplete: true)
    )
  }

  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  private static let lengthBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
    2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
  ]
  private static let distanceBits = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13,
    13,
  ]
  private static let fixedLengths = PrefixCode(
    complete: [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112)
      + [UInt8](repeating: 7, count: 24) + [UInt8](repeating: 8, count: 8))
  private static let fixedDistances = PrefixCode(complete: [UInt8](repeating: 5, count: 32))
}

/// A prefix code as a table over the next bits of the stream: symbol * 16 + bits of its code.
struct PrefixCode {
  fileprivate let entries: [UInt16]
  fileprivate let width: Int

  /// - Parameter sizes: bits of each symbol's code, 0 where it has none.
  fileprivate init(_ sizes: [UInt8], mayBeIncomplete: Bool) throws(Inflate.Fault) {
    var counts = [Int](repeating: 0, count: 16)
    for size in sizes where size > 0 { counts[Int(size)] += 1 }
    var left = 1
    for size in 1...15 {
      left = left * 2 - counts[size]
      if left < 0 { throw .damaged }
    }
    // One code of one bit, or none at all, is what a block without (other) distances has.
    let codes = counts.reduce(0, +)
    if left > 0, !(mayBeIncomplete && (codes == 0 || (codes == 1 && counts[1] == 1))) {
      throw .damaged
    }
    self.init(complete: sizes)
  }

  fileprivate init(complete sizes: [UInt8]) {
    let width = Int(max(1, sizes.max() ?? 1))
    var entries = [UInt16](repeating: 0, count: 1 << width)
    var code = 0
    for size in 1...width {
      for (symbol, own) in sizes.enumerated() where Int(own) == size {
        // Codes come with their first bit first, numbers with their last.
        var reversed = 0
        for bit in 0..<size where code >> bit & 1 == 1 { reversed |= 1 << (size - 1 - bit) }
        for place in stride(from: reversed, to: 1 << width, by: 1 << size) {
          entries[place] = UInt16(symbol << 4 | size)
        }
        code += 1
      }
      code <<= 1
    }
    self.entries = entries
    self.width = width
  }
}

/// Bits of a stream, the lowest of each byte first.
private struct BitReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var held: UInt64 = 0
  private var count = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func fill() {
    while count <= 56, position < bytes.count {
      held |= UInt64(bytes[position]) << UInt64(count)
      position += 1
      count += 8
    }
  }

  /// `wanted` is at most 16.
  mutating func take(_ wanted: Int) throws(Inflate.Fault) -> Int {
    if count < wanted { fill() }
    if count < wanted { throw .truncated }
    let value = Int(held & ((1 << UInt64(wanted)) - 1))
    held >>= UInt64(wanted)
    count -= wanted
    return value
  }

  mutating func symbol(_ code: PrefixCode) throws(Inflate.Fault) -> Int {
    if count < code.width { fill() }
    let entry = Int(code.entries[Int(held & UInt64((1 << code.width) - 1))])
    let size = entry & 15
    if size == 0 { throw count < code.width ? .truncated : .damaged }
    if size > count { throw .truncated }
    held >>= UInt64(size)
    count -= size
    return entry >> 4
  }

  mutating func skipToByte() {
    held >>= UInt64(count % 8)
    count -= count % 8
  }
}
