import CZlib

extension ZipArchive {
  /// Bytes that are read and unpacked at a time.
  private static let chunk = 1 << 16
  /// No byte of deflated input gives more than this many of output (258 bytes from two codes of one
  /// bit).
  private static let mostGrowth = 1032

  /// The bytes of `member`, whose packed ones begin at `start`: exactly the number in its
  /// directory, or a fault, whatever the archive holds.
  func unpacked(_ member: Member, at start: Int) throws(DatasetError) -> [UInt8] {
    let isStored = member.method == 0
    // Before memory is taken for what cannot be there.
    if isStored ? member.size != member.packed : member.size > member.packed * Self.mostGrowth {
      throw fault(.unpackedSize(member: member.name, needed: member.size))
    }
    let contents: [UInt8]
    if isStored {
      guard let bytes = try file.bytes(at: start, count: member.packed) else {
        throw fault(.truncatedMember(member: member.name))
      }
      contents = bytes
    } else {
      contents = try inflated(member, at: start)
    }
    let checksum = contents.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    if checksum != UInt(member.checksum) { throw fault(.checksum(member: member.name)) }
    return contents
  }

  private func fault(_ fault: NumpyFault) -> DatasetError { .numpy(file: file.name, fault) }

  private func inflated(_ member: Member, at start: Int) throws(DatasetError) -> [UInt8] {
    guard let inflater = Inflater() else {
      throw .unreadable(file: file.name, reason: "no memory for unpacking")
    }
    var contents = [UInt8](repeating: 0, count: member.size)
    var written = 0
    var read = 0
    while !inflater.hasEnded {
      if read == member.packed { throw fault(.truncatedMember(member: member.name)) }
      let count = min(Self.chunk, member.packed - read)
      guard let packed = try file.bytes(at: start + read, count: count) else {
        throw fault(.truncatedMember(member: member.name))
      }
      read += count
      do throws(Inflater.Fault) {
        try inflater.unpack(packed, into: &contents, &written)
      } catch {
        switch error {
        case .damaged: throw fault(.damagedMember(member: member.name))
        case .tooMany:
          throw fault(.unpackedSize(member: member.name, needed: member.size))
        }
      }
    }
    if written != member.size {
      throw fault(.unpackedSize(member: member.name, needed: member.size))
    }
    return contents
  }
}

/// A stream of deflated bytes (RFC 1951), unpacked by zlib as they come.
private final class Inflater {
  enum Fault: Error {
    case damaged
    /// More bytes than there is room for.
    case tooMany
  }

  private(set) var hasEnded = false
  private let stream: UnsafeMutablePointer<z_stream>

  /// Nil if there is no memory for it.
  init?() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    if zlib_begin(stream) != Z_OK {
      stream.deallocate()
      return nil
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Unpacks `packed`, all of it or up to the stream's end, into `output` from `written` on.
  func unpack(
    _ packed: [UInt8], into output: inout [UInt8], _ written: inout Int
  ) throws(Fault) {
    var spare: UInt8 = 0
    let status = packed.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        withUnsafeMutablePointer(to: &spare) { spare in
          stream.pointee.next_in = input.baseAddress
          stream.pointee.avail_in = UInt32(input.count)
          var status = Z_OK
          // Where the output is full there is room for one byte, which must stay unused.
          repeat {
            let room = min(output.count - written, Int(UInt32.max))
            stream.pointee.next_out = room > 0 ? output.baseAddress.map { $0 + written } : spare
            stream.pointee.avail_out = UInt32(max(1, room))
            status = inflate(stream, Z_NO_FLUSH)
            written += max(1, room) - Int(stream.pointee.avail_out)
          } while status == Z_OK && written <= output.count
            && (stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0)
          return status
        }
      }
    }
    switch status {
    case Z_STREAM_END: hasEnded = true
    // No progress without more input.
    case Z_OK, Z_BUF_ERROR: break
    default: throw .damaged
    }
    if written > output.count { throw .tooMany }
  }
}
