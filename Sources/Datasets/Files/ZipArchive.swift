/// The members of a zip archive, stored or deflated, as `numpy.savez` writes them.
///
/// Read from the directory at its end; nothing in it is trusted before it is compared with
/// the file's size, and a member's bytes are compared with its checksum.
struct ZipArchive {
  struct Member: Equatable {
    var name: String
    var method: Int
    var flags: Int
    var checksum: UInt32
    var packed: Int
    var size: Int
    /// Offset of the local header.
    var offset: Int
  }

  static let mostMembers = 10_000
  /// Bytes of one member, unpacked: 2 GiB.
  static let mostBytes = 1 << 31

  let members: [Member]
  let file: OpenFile

  init(_ file: OpenFile) throws(DatasetError) {
    self.file = file
    members = try Self.directory(of: file)
  }

  /// The unpacked bytes of `member`, once `memory` has room for them.
  func contents(of member: Member, memory: DataMemory) throws(DatasetError) -> [UInt8] {
    let name = file.name
    if member.flags & 1 == 1 { throw .numpy(file: name, .encrypted(member: member.name)) }
    guard member.method == 0 || member.method == 8 else {
      throw .numpy(file: name, .method(member: member.name, number: member.method))
    }
    if max(member.size, member.packed) > Self.mostBytes {
      throw .numpy(
        file: name,
        .tooLargeMember(
          member: member.name, bytes: max(member.size, member.packed), limit: Self.mostBytes))
    }
    // Its size is never exceeded: unpacking stops there.
    try memory.require(
      NumpyFile.growth * Double(member.size),
      for: "\(name): \(member.name)", remedy: "save fewer values, or a smaller type")
    guard let head = try file.bytes(at: member.offset, count: 30),
      head.starts(with: [0x50, 0x4B, 3, 4])
    else { throw .numpy(file: name, .truncatedMember(member: member.name)) }
    // Name and extra field, whose lengths may differ from the directory's.
    let start = member.offset + 30 + head.number(26, 2) + head.number(28, 2)
    return try unpacked(member, at: start)
  }

  // MARK: the directory

  private static func directory(of file: OpenFile) throws(DatasetError) -> [Member] {
    func damaged(_ what: String) -> DatasetError {
      .numpy(file: file.name, .damagedArchive(what))
    }
    // Its end record is 22 bytes with a comment of at most 65535 after it.
    let tailStart = max(0, file.size - 22 - 65_535)
    guard let tail = try file.bytes(at: tailStart, count: file.size - tailStart),
      let end = endRecord(in: tail)
    else { throw .numpy(file: file.name, .noDirectory) }
    let count = tail.number(end + 10, 2)
    let size = tail.number(end + 12, 4)
    let offset = tail.number(end + 16, 4)
    if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
      throw .tooLarge(file: file.name, bytes: file.size, limit: mostBytes)
    }
    if count > mostMembers {
      throw .numpy(file: file.name, .tooManyMembers(found: count, limit: mostMembers))
    }
    guard offset + size <= tailStart + end, let bytes = try file.bytes(at: offset, count: size)
    else { throw damaged("its directory extends past the end of the file") }
    var members: [Member] = []
    var place = 0
    for _ in 0..<count {
      guard place + 46 <= bytes.count, bytes[place...].starts(with: [0x50, 0x4B, 1, 2]) else {
        throw damaged("its directory has fewer entries than it declares")
      }
      let nameLength = bytes.number(place + 28, 2)
      let extraLength = bytes.number(place + 30, 2)
      let next = place + 46 + nameLength + extraLength + bytes.number(place + 32, 2)
      if next > bytes.count { throw damaged("an entry extends past its directory") }
      let nameEnd = place + 46 + nameLength
      var member = Member(
        name: String(decoding: bytes[(place + 46)..<nameEnd], as: UTF8.self),
        method: bytes.number(place + 10, 2), flags: bytes.number(place + 8, 2),
        checksum: UInt32(bytes.number(place + 16, 4)), packed: bytes.number(place + 20, 4),
        size: bytes.number(place + 24, 4), offset: bytes.number(place + 42, 4))
      widen(&member, bytes, nameEnd..<(nameEnd + extraLength))
      if member.offset >= file.size || member.packed > file.size {
        throw damaged("\"\(escaped(member.name))\" is outside the file")
      }
      members.append(member)
      place = next
    }
    return members
  }

  /// The last end record whose comment fills the rest.
  private static func endRecord(in tail: [UInt8]) -> Int? {
    var place = tail.count - 22
    while place >= 0 {
      if tail[place] == 0x50, tail[place...].starts(with: [0x50, 0x4B, 5, 6]),
        place + 22 + tail.number(place + 20, 2) == tail.count
      {
        return place
      }
      place -= 1
    }
    return nil
  }

  /// Takes the sizes of 64 bits from the extra field where those of 32 bits are full.
  private static func widen(_ member: inout Member, _ bytes: [UInt8], _ extra: Range<Int>) {
    var place = extra.lowerBound
    while place + 4 <= extra.upperBound {
      let length = bytes.number(place + 2, 2)
      var field = place + 4
      let end = min(field + length, extra.upperBound)
      if bytes.number(place, 2) == 1 {
        for key in [\Member.size, \Member.packed, \Member.offset]
        where member[keyPath: key] == 0xFFFF_FFFF && field + 8 <= end {
          member[keyPath: key] = Int(clamping: bytes.wide(field))
          field += 8
        }
      }
      place += 4 + length
    }
  }
}

extension OpenFile {
  /// Exactly `count` bytes at `offset`; nil if the file has fewer.
  func bytes(at offset: Int, count: Int) throws(DatasetError) -> [UInt8]? {
    guard offset >= 0, count >= 0, count <= size, offset <= size - count else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    var got = 0
    while got < count {
      var part = 0
      var failure: DatasetError?
      bytes.withUnsafeMutableBytes { memory in
        guard let start = memory.baseAddress else { return }
        do throws(DatasetError) {
          part = try read(into: start + got, count: count - got, at: offset + got)
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      if part == 0 { return nil }
      got += part
    }
    return bytes
  }
}

extension [UInt8] {
  /// `width` bytes (at most 4) at `place`, the lowest first.
  func number(_ place: Int, _ width: Int) -> Int {
    (0..<width).reduce(0) { $0 | Int(self[place + $1]) << (8 * $1) }
  }

  fileprivate func wide(_ place: Int) -> UInt64 {
    (0..<8).reduce(UInt64(0)) { $0 | UInt64(self[place + $1]) << UInt64(8 * $1) }
  }
}
