/// Formats that begin with their own mark and are never text in UTF-8.
private let marks: [(bytes: [UInt8], format: String)] = [
  ([0x1F, 0x8B], "compressed by gzip"),
  ([0x28, 0xB5, 0x2F, 0xFD], "compressed by zstd"),
  ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "compressed by xz"),
  (Array("BZh".utf8), "compressed by bzip2"),
  ([0x50, 0x4B, 0x03, 0x04], "a zip archive or a spreadsheet"),
  ([0xD0, 0xCF, 0x11, 0xE0], "an old spreadsheet or document"),
  (Array("SQLite format 3\0".utf8), "an SQLite database"),
  (Array("PAR1".utf8), "a Parquet table"),
  ([0x89, 0x48, 0x44, 0x46], "an HDF5 file"),
  ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], "a NumPy array"),
  (Array("%PDF-".utf8), "a PDF document"),
  ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"),
  ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
  ([0x7F, 0x45, 0x4C, 0x46], "a program"),
  ([0xFF, 0xFE, 0x00, 0x00], "text in UTF-32"),
  ([0x00, 0x00, 0xFE, 0xFF], "text in UTF-32"),
  ([0xFF, 0xFE], "text in UTF-16"),
  ([0xFE, 0xFF], "text in UTF-16"),
]

/// The format whose mark `bytes` begin with, in words.
func foreignFormat(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
  marks.first { bytes.starts(with: $0.bytes) }?.format
}

/// Throws `.nul` or `.notUTF8` for the first byte that text in UTF-8 cannot hold there.
///
/// `offset` is where `bytes` begin in the file, and `line` their first line. Where the file `isCut`,
/// a last character that the cut went through passes.
func checkText(
  _ bytes: UnsafeBufferPointer<UInt8>, offset: Int, isCut: Bool, line: Int = 1, file: String
) throws(DatasetError) {
  let words = UnsafeRawBufferPointer(bytes)
  var position = 0
  while position < bytes.count {
    // Eight ASCII bytes without NUL at a time: no high bit, and no borrow into one.
    if position + 8 <= bytes.count {
      let word = words.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      let low: UInt64 = 0x0101_0101_0101_0101
      if (word | (word &- low)) & 0x8080_8080_8080_8080 == 0 {
        position += 8
        continue
      }
    }
    let byte = bytes[position]
    if byte == 0 {
      throw .nul(
        file: file, line: line - 1 + lineNumber(of: position, in: bytes), offset: position + offset)
    }
    let length = scalarLength(bytes, at: position)
    if length == 0 {
      if isCut, position + 4 > bytes.count { return }
      throw .notUTF8(
        file: file, line: line - 1 + lineNumber(of: position, in: bytes), offset: position + offset,
        byte: byte)
    }
    position += length
  }
}

/// Bytes of the well-formed UTF-8 scalar at `position` (Unicode table 3-7), 0 if there is none.
private func scalarLength(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
  func byte(_ index: Int) -> UInt8 {
    position + index < bytes.count ? bytes[position + index] : 0
  }
  func continues(_ index: Int) -> Bool { byte(index) & 0xC0 == 0x80 }
  let second = byte(1)
  switch byte(0) {
  case 0x00...0x7F:
    return 1
  case 0xC2...0xDF:
    return continues(1) ? 2 : 0
  case 0xE0...0xEF:
    let first = byte(0)
    let least: UInt8 = first == 0xE0 ? 0xA0 : 0x80
    let most: UInt8 = first == 0xED ? 0x9F : 0xBF
    return second >= least && second <= most && continues(2) ? 3 : 0
  case 0xF0...0xF4:
    let first = byte(0)
    let least: UInt8 = first == 0xF0 ? 0x90 : 0x80
    let most: UInt8 = first == 0xF4 ? 0x8F : 0xBF
    return second >= least && second <= most && continues(2) && continues(3) ? 4 : 0
  default:
    return 0
  }
}

/// The line of `position`, from 1; CR LF, LF and CR end a line.
func lineNumber(of position: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
  var line = 1
  for index in 0..<position where endsLine(bytes, index) { line += 1 }
  return line
}

/// True for LF, and for a CR that no LF follows.
func endsLine(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
  if bytes[index] == 0x0A { return true }
  return bytes[index] == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)
}
