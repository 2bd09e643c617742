import Datasets

/// Arrays as `numpy.save` writes them, put together byte by byte.
enum NumpyBytes {
  /// A whole file of version 1.
  static func array(
    _ type: String, _ shape: [Int], _ data: [UInt8], fortran: Bool = false
  ) -> [UInt8] {
    let sizes = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    return file(
      "{'descr': '\(type)', 'fortran_order': \(fortran ? "True" : "False"), "
        + "'shape': (\(sizes)), }", data)
  }

  static func file(_ header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
    var text = Array(header.utf8)
    while (text.count + 11) % 64 != 0 { text.append(0x20) }
    text.append(0x0A)
    let length: [UInt8] = [UInt8(text.count & 0xFF), UInt8(text.count >> 8)]
    return [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, version, 0] + length
      + (version == 1 ? [] : [0, 0]) + text + data
  }

  static func floats(_ values: [Float], bigEndian: Bool = false) -> [UInt8] {
    values.flatMap { bytes($0.bitPattern, bigEndian: bigEndian) }
  }

  static func bytes<Number: FixedWidthInteger>(
    _ value: Number, bigEndian: Bool = false
  ) -> [UInt8] {
    let low = (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    return bigEndian ? low.reversed() : low
  }

  /// Like numpy's strings of `width` characters.
  static func text(_ words: [String], width: Int, bigEndian: Bool = false) -> [UInt8] {
    words.flatMap { word in
      let scalars = word.unicodeScalars.map(\.value)
      return (0..<width).flatMap {
        bytes($0 < scalars.count ? scalars[$0] : 0, bigEndian: bigEndian)
      }
    }
  }
}

/// A zip archive, put together byte by byte.
struct ZipBytes {
  struct Member {
    var name: String
    var bytes: [UInt8]
    /// What stands in the archive, where it is not the bytes themselves.
    var packed: [UInt8]?
    var method: UInt16 = 0
    var flags: UInt16 = 0
    var size: UInt32?
    var checksum: UInt32?
  }

  var members: [Member] = []
  var comment: [UInt8] = []
  /// What the directory says that it has.
  var count: UInt16?

  init(_ arrays: [(String, [UInt8])], deflated: Bool = false) {
    for (name, bytes) in arrays {
      var member = Member(name: name + ".npy", bytes: bytes)
      if deflated {
        member.method = 8
        member.packed = Self.storedBlocks(bytes)
      }
      members.append(member)
    }
  }

  /// Deflated in the plainest way: blocks that are stored.
  static func storedBlocks(_ bytes: [UInt8]) -> [UInt8] {
    var packed: [UInt8] = []
    var start = 0
    repeat {
      let end = min(start + 65_535, bytes.count)
      packed.append(end == bytes.count ? 1 : 0)
      packed += NumpyBytes.bytes(UInt16(end - start)) + NumpyBytes.bytes(~UInt16(end - start))
      packed += bytes[start..<end]
      start = end
    } while start < bytes.count
    return packed
  }

  var bytes: [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    func append(_ to: inout [UInt8], _ values: UInt16...) {
      for value in values { to += NumpyBytes.bytes(value) }
    }
    for member in members {
      let packed = member.packed ?? member.bytes
      let offset = UInt32(file.count)
      let name = Array(member.name.utf8)
      var numbers: [UInt8] = []
      append(&numbers, 20, member.flags, member.method, 0, 0)
      numbers += NumpyBytes.bytes(member.checksum ?? Self.checksum(member.bytes))
      numbers += NumpyBytes.bytes(UInt32(packed.count))
      numbers += NumpyBytes.bytes(member.size ?? UInt32(member.bytes.count))
      append(&numbers, UInt16(name.count))
      // The local header has an extra field, as numpy writes it; the directory has none.
      file += [0x50, 0x4B, 3, 4] + numbers + [4, 0] + name + [0xFE, 0xCA, 0, 0] + packed
      directory += [0x50, 0x4B, 1, 2, 20, 0] + numbers + [0, 0]
      append(&directory, 0, 0, 0, 0, 0)
      directory += NumpyBytes.bytes(offset) + name
    }
    let start = UInt32(file.count)
    file += directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    append(&file, count ?? UInt16(members.count), count ?? UInt16(members.count))
    file += NumpyBytes.bytes(UInt32(directory.count)) + NumpyBytes.bytes(start)
    return file + NumpyBytes.bytes(UInt16(comment.count)) + comment
  }

  /// CRC-32, bit by bit.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return ~value
  }
}
