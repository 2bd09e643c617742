/// The bytes of one ordinary file, read once, checked to be UTF-8 text without NUL.
///
/// Read, not mapped: a file that shrinks meanwhile cannot end the process. Memory: the file's size.
final class FileBytes {
  /// 2 GiB.
  static let limit = 1 << 31

  /// As the user wrote it, for messages.
  let name: String
  /// Without a byte order mark.
  let bytes: UnsafeBufferPointer<UInt8>
  let hadByteOrderMark: Bool
  /// True where `most` cut the file.
  let isCut: Bool
  /// The conversion of the file that these bytes are from.
  let conversion: Conversion?
  private let memory: UnsafeMutableRawPointer

  /// Reads at most `most` bytes of the file.
  init(_ file: OpenFile, most: Int = .max) throws(DatasetError) {
    let name = file.name
    let size = file.size
    conversion = file.conversion
    if most == .max, size > Self.limit {
      throw .tooLarge(file: name, bytes: size, limit: Self.limit)
    }
    let wanted = min(size, most)
    memory = .allocate(byteCount: max(wanted, 1), alignment: 8)
    self.name = name
    let got: Int
    do throws(DatasetError) {
      got = try Self.fill(memory, wanted, from: file)
    } catch {
      memory.deallocate()
      throw error
    }
    let all = UnsafeBufferPointer(start: memory.assumingMemoryBound(to: UInt8.self), count: got)
    hadByteOrderMark = all.starts(with: [0xEF, 0xBB, 0xBF])
    bytes = UnsafeBufferPointer(rebasing: all[(hadByteOrderMark ? 3 : 0)...])
    isCut = got < size || file.conversion?.isCut == true
    if got == 0 { throw .empty(file: name) }
    if let format = foreignFormat(all) { throw .foreign(file: name, format: format) }
    try checkText(bytes, offset: hadByteOrderMark ? 3 : 0, isCut: isCut, file: name)
    if bytes.isEmpty { throw .empty(file: name) }
  }

  /// The rows of the whole text.
  func records(_ delimiter: Delimiter, quotes: Bool) -> DelimitedRecords {
    DelimitedRecords(
      RowBytes(bytes, file: name, lines: conversion?.lines), delimiter: delimiter, quotes: quotes)
  }

  deinit { memory.deallocate() }

  /// Bytes read: fewer than `wanted` where the file shrank meanwhile.
  private static func fill(
    _ memory: UnsafeMutableRawPointer, _ wanted: Int, from file: OpenFile
  ) throws(DatasetError) -> Int {
    var got = 0
    while got < wanted {
      let part = try file.read(into: memory + got, count: wanted - got, at: got)
      if part == 0 { break }
      got += part
    }
    return got
  }
}
