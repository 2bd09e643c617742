/// The chunks of a WAV file: how many bytes of samples its header promises.
struct RIFFChunks {
  /// Bytes of the chunk `data` as they are declared.
  let promised: Int
  /// Bytes from its beginning to the file's end.
  let present: Int

  /// Lengths from here on are what programs write that do not know it yet: into a pipe, no header can
  /// be mended.
  private static let unknown = 0x7FFF_0000

  /// The length was not known when the header was written.
  var isUnknown: Bool { promised >= Self.unknown && promised > present }
  var isCutOff: Bool { promised > present && !isUnknown }

  /// Nil if no chunk `data` is found; the library reports the fault then.
  init?(_ file: OpenFile) throws(DatasetError) {
    let head = try Self.bytes(file, 12, at: 0)
    guard head.count == 12 else { return nil }
    let isBig = head.starts(with: "RIFX".utf8)
    var long: Int?
    var offset = 12
    for _ in 0..<10_000 {
      let chunk = try Self.bytes(file, 8, at: offset)
      guard chunk.count == 8 else { return nil }
      let size = Self.number(chunk[4...], isBig: isBig)
      if chunk.starts(with: "ds64".utf8) {
        // RF64 (EBU Tech 3306): the size of `data` is here, after that of the file.
        long = Self.number(try Self.bytes(file, 8, at: offset + 16)[...], isBig: false)
      }
      if chunk.starts(with: "data".utf8) {
        promised = size == 0xFFFF_FFFF ? long ?? size : size
        present = max(0, file.size - offset - 8)
        return
      }
      offset += 8 + size + size % 2
      if offset > file.size { return nil }
    }
    return nil
  }

  private static func bytes(
    _ file: OpenFile, _ count: Int, at offset: Int
  ) throws(DatasetError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var got = 0
    let result = bytes.withUnsafeMutableBytes { memory -> Result<Int, DatasetError> in
      guard let start = memory.baseAddress else { return .success(0) }
      do throws(DatasetError) {
        return .success(try file.read(into: start, count: count, at: offset))
      } catch { return .failure(error) }
    }
    got = try result.get()
    return Array(bytes.prefix(got))
  }

  /// At most 62 bits of it.
  private static func number(_ bytes: ArraySlice<UInt8>, isBig: Bool) -> Int {
    var number: UInt64 = 0
    for byte in isBig ? Array(bytes) : bytes.reversed() { number = number << 8 | UInt64(byte) }
    return Int(min(number, 1 << 62))
  }
}
