/// A format that itself declares how a table is written, other than delimited text.
enum TableFormat: Equatable {
  case json
  case arff
  case timeSeries

  /// By the beginning of a file; nil: none of these.
  init?(_ file: OpenFile) throws(DatasetError) {
    let count = min(Dialect.sample, file.size)
    let bytes = try file.bytes(at: 0, count: count) ?? []
    guard let found = bytes.withUnsafeBufferPointer({ Self($0) }) else { return nil }
    self = found
  }

  init?(_ head: UnsafeBufferPointer<UInt8>) {
    let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let bytes = UnsafeBufferPointer(rebasing: head[start...])
    if Self.isJSON(bytes) {
      self = .json
    } else if let declared = Self.declared(bytes) {
      self = declared
    } else {
      return nil
    }
  }

  /// By the first line that is not a comment; Monash's .tsf files begin as either.
  private static func declared(_ bytes: UnsafeBufferPointer<UInt8>) -> TableFormat? {
    var lines = TextLines(bytes)
    while let line = lines.next() {
      let text = String(decoding: bytes[line].prefix(200), as: UTF8.self)
        .drop { $0 == " " || $0 == "\t" }
      if text.isEmpty || text.hasPrefix("%") || text.hasPrefix("#") { continue }
      guard text.hasPrefix("@") else { return nil }
      let word = text.prefix { $0 != " " && $0 != "\t" }.lowercased()
      if arffKeys.contains(word) { return .arff }
      return timeSeriesKeys.contains(word) ? .timeSeries : nil
    }
    return nil
  }

  private static let arffKeys: Set = ["@relation", "@attribute"]
  private static let timeSeriesKeys: Set = [
    "@problemname", "@timestamps", "@missing", "@univariate", "@dimensions", "@dimension",
    "@equallength", "@serieslength", "@classlabel", "@targetlabel", "@frequency", "@horizon",
  ]

  /// Begins as an object with a key, or as a list of objects or of values.
  private static func isJSON(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let marks = bytes.lazy.filter { !isSpace($0) && $0 != 0x0A && $0 != 0x0D }.prefix(3)
    switch Array(marks) {
    case let found where found.starts(with: [0x7B, 0x22]): return true
    case let found where found.starts(with: [0x5B, 0x7B]): return true
    case let found where found.starts(with: [0x5B, 0x5B]):
      return found.count > 2 && beginsValue(found[2])
    case let found where found.count > 1 && found[0] == 0x5B && beginsValue(found[1]):
      return isListALine(bytes)
    default: return false
    }
  }

  private static func beginsValue(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || byte == 0x2D || byte == 0x22
  }

  /// Prose may begin with a bracket, too, but does not put whole lines between them.
  private static func isListALine(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var lines = TextLines(bytes)
    var count = 0
    while count < 3, let line = lines.next(), line.upperBound < bytes.count {
      if line.isEmpty { continue }
      count += 1
      guard bytes[line.lowerBound] == 0x5B, bytes[line.upperBound - 1] == 0x5D,
        bytes[line].contains(0x2C)
      else { return false }
    }
    return count > 0
  }

  /// Enough to recognise what a table holds.
  static let head = 1 << 20

  /// - Parameters:
  ///   - options: which cells mean "missing".
  ///   - most: bytes of the file; the row that goes beyond is the last one.
  func table(
    of file: OpenFile, options: TableOptions, most: Int = .max,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> OpenFile {
    switch self {
    case .json: try JSONTable.read(file, most: most, progress: progress)
    case .arff: try ARFFTable.read(file, options: options, most: most, progress: progress)
    case .timeSeries:
      try TimeSeriesFile.read(file, options: options, most: most, progress: progress)
    }
  }
}
